import t from 'tap'
import { analyze } from '../src/index.ts'

t.test('the language is the one that most of the text is in', async t => {
  for (const text of ['좋아요', 'ㅋㅋㅋ', '이 영화 진짜 awesome', '3시에 LA에서 만나요'])
    t.equal(analyze(text).language, 'ko', text)
  for (const text of ['good', "I'm fine, 고마워 my dear friend", 'see you at 3'])
    t.equal(analyze(text).language, 'en', text)
})

t.test('words of the other language count too', async t => {
  t.equal(analyze('이거 진짜 awesome').label, 'positive')
  t.equal(analyze('my phone is 최악').label, 'negative')
})

t.test('the verdict reads in the language that is asked for', async t => {
  t.match(analyze('love'), { label: 'positive', emoji: '😊', text: '긍정 😊' })
  t.match(analyze('sad'), { label: 'negative', emoji: '😞', text: '부정 😞' })
  t.match(analyze('회의는 세 시입니다'), { label: 'neutral', emoji: '😐', text: '중립 😐' })
  t.equal(analyze('슬퍼', { locale: 'en' }).text, 'negative 😞')
  t.equal(analyze('좋아요', { locale: 'en' }).text, 'positive 😊')
})
