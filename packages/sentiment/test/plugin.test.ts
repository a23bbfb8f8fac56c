import channel from '@livelet/channel'
import { NotFoundError } from '@livelet/channel/errors'
import { testApp } from '@livelet/channel/testing'
import Fastify from 'fastify'
import t from 'tap'
import sentiment, { type AnyAnalyzer, analyze, type SentimentDecorator } from '../src/index.ts'

declare module 'fastify' {
  interface FastifyInstance {
    mood: SentimentDecorator
  }
}

/** An analyzer that answers when it is told to. */
function held() {
  const calls: { text: string; signal: AbortSignal; answer: (score: number) => void; fail: (error: Error) => void }[] =
    []
  let called = () => {}
  const analyzer: AnyAnalyzer = (text, { signal }) =>
    new Promise((resolve, reject) => {
      calls.push({ text, signal, answer: score => resolve({ score }), fail: reject })
      called()
    })
  const until = async (count: number) => {
    while (calls.length < count) await new Promise<void>(resolve => (called = resolve))
  }
  return { calls, analyzer, until }
}

t.test('a person types, and reads the verdict', async t => {
  const { connectText } = await testApp(t, app => app.register(sentiment))
  const client = await connectText('/sentiment')
  for (const [typed, read] of [
    ['love', '긍정 😊'],
    ['sad', '부정 😞'],
    ['회의는 세 시입니다', '중립 😐'],
    ['좋아요', '긍정 😊'],
    ['', '중립 😐']
  ] as const) {
    client.send(typed)
    t.equal(await client.next(), read)
  }
})

t.test('a person reads it in the language that the option says', async t => {
  const { connectText } = await testApp(t, app => app.register(sentiment, { locale: 'en', maxLength: 20 }))
  const client = await connectText('/sentiment')
  client.send('좋아요')
  t.equal(await client.next(), 'positive 😊')
  client.send('슬퍼')
  t.equal(await client.next(), 'negative 😞')
  client.send('x'.repeat(21))
  t.equal(await client.next(), 'error: the text is too long: 21 characters, at most 20')
})

t.test('a program gets the whole verdict', async t => {
  const { app, connect } = await testApp(t, app => app.register(sentiment))
  const client = await connect('/sentiment')
  const text = '배우는 최고, 이야기는 지루해요'
  const { type, re, ...answer } = await client.request({ type: 'analyze', text })
  t.equal(type, 'sentiment')
  t.same(answer, analyze(text))
  t.same(await app.sentiment.analyze(text), analyze(text))
  t.match(await client.request({ type: 'analyze', text: 5 }), { code: 'LIVELET_VALIDATION' })
  t.match(await client.request({ type: 'analyze' }), { code: 'LIVELET_VALIDATION' })
})

t.test('without an id the verdict comes all the same', async t => {
  const { connect } = await testApp(t, app => app.register(sentiment))
  const client = await connect('/sentiment')
  client.send({ type: 'analyze', text: 'love' })
  t.match(await client.message('sentiment'), { type: 'sentiment', label: 'positive', emoji: '😊', text: '긍정 😊' })
})

t.test('a text past maxLength is refused as too big, in the person’s language', async t => {
  const { app, connect, connectText } = await testApp(t, app => app.register(sentiment))
  const long = '가'.repeat(10_001)
  const client = await connect('/sentiment')
  t.match(await client.request({ type: 'analyze', text: long }), { code: 'LIVELET_TOO_BIG', message: /10001/ })
  t.match(await client.request({ type: 'analyze', text: '가'.repeat(10_000) }), { type: 'sentiment' })
  await t.rejects(app.sentiment.analyze(long), { code: 'LIVELET_TOO_BIG', statusCode: 413 })
  const person = await connectText('/sentiment')
  person.send(long)
  t.equal(await person.next(), 'error: 글이 너무 깁니다: 10001자, 최대 10000자')
})

t.test('a newer text takes the place of one that still runs, and the older is told so', async t => {
  const { calls, analyzer, until } = held()
  const { connect } = await testApp(t, app => app.register(sentiment, { analyzer }))
  const [client, other] = await Promise.all([connect('/sentiment'), connect('/sentiment')])
  const first = client.request({ type: 'analyze', text: 'g' })
  const elsewhere = other.request({ type: 'analyze', text: 'mine' })
  await until(2)
  const second = client.request({ type: 'analyze', text: 'go' })
  t.match(await first, { type: 'error', code: 'LIVELET_SUPERSEDED' })
  await until(3)
  t.equal(calls.find(({ text }) => text === 'g')?.signal.aborted, true, 'and its analysis is cancelled')
  calls.find(({ text }) => text === 'go')?.answer(1)
  t.match(await second, { type: 'sentiment', label: 'positive' })
  calls.find(({ text }) => text === 'mine')?.answer(-1)
  t.match(await elsewhere, { type: 'sentiment', label: 'negative' })
})

t.test('an analyzer of your own needs only to give a score', async t => {
  const scores: Record<string, number> = { up: 0.8, down: -0.8, flat: 0.01 }
  const { connect, connectText } = await testApp(t, app =>
    app.register(sentiment, { analyzer: text => ({ score: scores[text] ?? 0 }) })
  )
  const client = await connect('/sentiment')
  const answer = { type: 'sentiment', label: 'positive', emoji: '😊', text: '긍정 😊', score: 0.8, confidence: 0.9 }
  t.match(await client.request({ type: 'analyze', text: 'up' }), { ...answer, language: 'en', keywords: [] })
  t.match(await client.request({ type: 'analyze', text: 'flat' }), { label: 'neutral' })
  t.match(await client.request({ type: 'analyze', text: '한글' }), { label: 'neutral', language: 'ko' })
  const person = await connectText('/sentiment')
  person.send('down')
  t.equal(await person.next(), '부정 😞')
})

t.test('what an analyzer of your own says besides the score is kept', async t => {
  const verdict = {
    score: -0.2,
    label: 'neutral',
    confidence: 0.7,
    language: 'fr',
    keywords: [{ text: 'bof', start: 0, end: 3, weight: -0.4 }]
  } as const
  const { app } = await testApp(t, app =>
    app.register(sentiment, { analyzer: async () => ({ ...verdict, keywords: [...verdict.keywords] }) })
  )
  t.same(await app.sentiment.analyze('bof'), { ...verdict, emoji: '😐', text: '중립 😐' })
})

t.test('an analyzer that takes too long is given up', async t => {
  const { calls, analyzer } = held()
  const { connect, connectText } = await testApp(t, app => app.register(sentiment, { analyzer, timeout: 20 }))
  const client = await connect('/sentiment')
  t.match(await client.request({ type: 'analyze', text: 'slow' }), {
    code: 'LIVELET_UNAVAILABLE',
    message: 'the analysis did not end within 20 ms'
  })
  t.equal(calls[0]?.signal.aborted, true)
  const person = await connectText('/sentiment')
  person.send('slow')
  t.equal(await person.next(), 'error: 분석이 20ms 안에 끝나지 않았습니다')
})

t.test('what an analyzer throws is told only if it was made for clients; a wrong verdict never', async t => {
  const { connect } = await testApp(t, app =>
    app.register(sentiment, {
      analyzer: text => {
        if (text === 'known') throw new NotFoundError('no such model')
        if (text === 'secret') throw new Error('password is 1234')
        return { score: Number.NaN }
      }
    })
  )
  const client = await connect('/sentiment')
  t.match(await client.request({ type: 'analyze', text: 'known' }), {
    code: 'LIVELET_NOT_FOUND',
    message: 'no such model'
  })
  for (const text of ['secret', 'nan']) {
    const answer = await client.request({ type: 'analyze', text })
    t.equal(answer.code, 'LIVELET_INTERNAL')
    t.notMatch(answer.message, /1234|score/)
  }
})

t.test('a wrong option is refused with its name', async t => {
  for (const [options, words] of [
    [{ analyzer: 'vader' }, /"analyzer"/],
    [{ timeout: 0 }, /"timeout" must be >= 1/],
    [{ maxLength: '9' }, /"maxLength" must be/],
    [{ model: 'x' }, /"model" is not known/]
  ] as const) {
    const app = Fastify()
    t.teardown(() => app.close())
    await t.rejects(async () => app.register(sentiment, options as object), words, JSON.stringify(options))
  }
})

t.test('two of them stand side by side under two names', async t => {
  const { app, connect } = await testApp(t, async app => {
    await app.register(channel)
    await app.register(sentiment)
    await app.register(sentiment, { as: 'mood', path: '/mood', analyzer: () => ({ score: 1 }) })
  })
  t.match(await app.mood.analyze('sad'), { label: 'positive' })
  t.match(await app.sentiment.analyze('sad'), { label: 'negative' })
  const client = await connect('/mood')
  t.match(await client.request({ type: 'analyze', text: 'sad' }), { label: 'positive' })
})

t.test('the element is served beside the feature', async t => {
  const { url } = await testApp(t, app => app.register(sentiment, { prefix: '/v1' }))
  const response = await fetch(`${url}/v1/sentiment/element.js`)
  t.equal(response.status, 200)
  t.match(await response.text(), 'livelet-sentiment')
})
