import t from 'tap'
import { analyze } from '../src/index.ts'

t.test('neutral is a confidence below 0.501, and only that', async t => {
  for (const text of [
    'the meeting is at 3',
    '회의는 세 시입니다',
    'love',
    '슬퍼',
    '',
    'I had soup',
    '정말 재미있는 영화였어요'
  ]) {
    const { label, confidence } = analyze(text)
    t.equal(label === 'neutral', confidence < 0.501, text)
  }
})

t.test('where nothing speaks for an opinion no word is coloured', async t => {
  for (const text of ['the meeting is at 3', '회의는 세 시입니다', 'see page 12', '버스는 10분마다 옵니다']) {
    for (const { weight } of analyze(text).keywords) t.ok(Math.abs(weight) < 0.01, text)
  }
})

t.test('an opinion whose praise and blame nearly cancel keeps a side', async t => {
  for (const text of [
    'the picture is beautiful and the sound is clear, but the remote is awful and the menu is slow and confusing',
    'good actors, bad script, nice music, boring end',
    '배우들 연기는 훌륭했지만 이야기는 지루하고 결말은 허무했다. 그래도 음악은 좋았다',
    '맛은 있는데 양이 적고, 직원은 친절한데 가게가 시끄러워요'
  ]) {
    t.not(analyze(text).label, 'neutral', text)
  }
})

t.test('a fact becomes an opinion by what is added to it', async t => {
  for (const [fact, opinion, label] of [
    ['the meeting is at 3', 'the meeting is at 3, I hate it', 'negative'],
    ['버스는 10분마다 옵니다', '버스는 10분마다 옵니다 최고예요', 'positive']
  ] as const) {
    t.equal(analyze(fact).label, 'neutral')
    t.equal(analyze(opinion).label, label)
  }
})
