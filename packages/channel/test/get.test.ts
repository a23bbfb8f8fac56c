import { NotFoundError, ValidationError } from '@livelet/channel/errors'
import { testApp } from '@livelet/channel/testing'
import t from 'tap'
import { type ChatDefinition, openChat } from './fixtures/chat.ts'

const anybody = { allow: () => true }

async function setUp(t: Parameters<typeof testApp>[0], changes: Partial<ChatDefinition>) {
  const identify = (request: { headers: Record<string, unknown> }) =>
    request.headers.user ? { id: String(request.headers.user) } : null
  const { url } = await testApp(t, app => openChat(app, { identify }, changes))
  return async (query: string, headers: Record<string, string> = {}) => {
    const response = await fetch(`${url}/chat${query}`, { headers })
    return { status: response.status, headers: response.headers, body: await response.json() }
  }
}

const topicOf = ({ who }: Record<string, unknown>) => {
  if (who === 'nonsense') throw new ValidationError('"who" must be somebody')
  return who === undefined ? undefined : `mood/${who}`
}

t.test('a plain GET gives the latest of the state that the query names', async t => {
  const load = (name: string) => {
    if (name === 'broken') throw new Error('a secret')
    if (name === 'nobody') throw new NotFoundError('there is nobody')
    return name === 'empty' ? undefined : { type: 'mood', fields: { text: `${name} is well` } }
  }
  const get = await setUp(t, { topicOf, topics: { mood: { ...anybody, load }, wave: anybody, room: anybody } })
  const { status, headers, body } = await get('?who=ann')
  t.equal(status, 200)
  t.same(body, { type: 'mood', text: 'ann is well' })
  t.equal(headers.get('cache-control'), 'private, no-cache')
  t.match(await get('?who=nobody'), { status: 404, body: { code: 'LIVELET_NOT_FOUND' } })
  t.match(await get('?who=empty'), { status: 503, body: { code: 'LIVELET_UNAVAILABLE' } })
  t.match(await get('?who=nonsense'), { status: 400, body: { code: 'LIVELET_VALIDATION' } })
  const broken = await get('?who=broken')
  t.match(broken, { status: 500, body: { code: 'LIVELET_INTERNAL' } })
  t.notMatch(JSON.stringify(broken.body), 'secret')
})

t.test('whom the rule does not allow is refused over HTTP as well', async t => {
  const mood = {
    allow: (who: { id: string } | null, name: string) => who?.id === name,
    load: () => ({ type: 'mood', fields: { text: 'well' } })
  }
  const get = await setUp(t, { topicOf, topics: { mood, wave: anybody, room: anybody } })
  t.match(await get('?who=ann', { user: 'ann' }), { status: 200 })
  t.match(await get('?who=ann', { user: 'bob' }), { status: 403, body: { code: 'LIVELET_FORBIDDEN' } })
  t.match(await get('?who=ann'), { status: 403 })
})

t.test('without a state to name, a plain GET is told to take a WebSocket', async t => {
  const get = await setUp(t, {})
  t.match(await get('?who=ann'), { status: 426, body: { message: /ws:\/\// } })
  const withTopics = await setUp(t, { topicOf })
  t.match(await withTopics(''), { status: 426 })
})
