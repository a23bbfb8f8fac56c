import { testApp } from '@livelet/channel/testing'
import t from 'tap'
import sentiment, { analyze } from '../src/index.ts'

const headers = { 'content-type': 'application/json' }

t.test('POST analyzes one text, and needs no type', async t => {
  const { app } = await testApp(t, app => app.register(sentiment))
  for (const payload of [{ text: '정말 좋아요' }, { type: 'analyze', text: '정말 좋아요' }]) {
    const response = await app.inject({ method: 'POST', url: '/sentiment', headers, payload })
    t.equal(response.statusCode, 200)
    t.match(response.json(), analyze('정말 좋아요'))
  }
})

t.test('POST refuses what is too long, and what is no text', async t => {
  const { app } = await testApp(t, app => app.register(sentiment))
  for (const [text, status, code] of [
    ['가'.repeat(10_001), 413, 'LIVELET_TOO_BIG'],
    [5, 400, 'LIVELET_VALIDATION']
  ] as const) {
    const response = await app.inject({ method: 'POST', url: '/sentiment', headers, payload: { text } })
    t.equal(response.statusCode, status)
    t.match(response.json(), { code })
  }
})
