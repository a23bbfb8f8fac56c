import channel, { type SharedOptions } from '@livelet/channel'
import { NotFoundError, ValidationError } from '@livelet/channel/errors'
import { connectTo, fakeClock, type Teardown, testApp } from '@livelet/channel/testing'
import t from 'tap'
import { type Chat, type ChatDefinition, openChat } from './fixtures/chat.ts'

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

async function chatApp(t: Teardown, options: SharedOptions = {}, changes: Partial<ChatDefinition> = {}) {
  const clock = fakeClock()
  let chat: Chat | undefined
  const { url } = await testApp(t, async app => {
    await app.register(channel, { clock })
    chat = await openChat(app, options, changes)
  })
  const get = (query = '', headers: Record<string, string> = {}, method = 'GET') =>
    fetch(`${url}/chat${query}`, { method, headers })
  return { url, get, clock, chat: chat as Chat }
}

t.test('without a topic in the query, a GET gives the latest of the default topic', async t => {
  const { get, chat } = await chatApp(t)
  t.match(await (await get()).json(), { statusCode: 503, code: 'LIVELET_UNAVAILABLE' })
  await chat.topic('mood', 'main').publish('mood', { text: 'well' })
  await chat.topic('mood', 'ann').publish('mood', { text: 'better' })
  t.same(await (await get()).json(), { type: 'mood', text: 'well' })
  t.same(await (await get('?topic=mood/ann')).json(), { type: 'mood', text: 'better' })
})

t.test("the topic of the protocol's own query counts before the feature's", async t => {
  const { get, chat } = await chatApp(t, {}, { topicOf: ({ who = 'ann' }) => `mood/${who}` })
  await chat.topic('mood', 'ann').publish('mood', { text: 'well' })
  await chat.topic('mood', 'bob').publish('mood', { text: 'better' })
  t.match(await (await get()).json(), { text: 'well' })
  t.match(await (await get('?who=bob')).json(), { text: 'better' })
  t.match(await (await get('?topic=mood/bob')).json(), { text: 'better' })
})

t.test('what cannot be read is refused with the code that it has over every transport', async t => {
  const { get } = await chatApp(t, { allow: { mood: () => false } })
  for (const [query, status, code] of [
    ['?topic=mood/main', 403, 'LIVELET_FORBIDDEN'],
    ['?topic=nothing/main', 404, 'LIVELET_NOT_FOUND'],
    ['?topic=mood', 400, 'LIVELET_VALIDATION'],
    ['?topic=mood/a&topic=mood/b', 400, 'LIVELET_VALIDATION'],
    ['?topic=room/main&since=yesterday', 400, 'LIVELET_VALIDATION'],
    ['?topic=wave/main', 400, 'LIVELET_VALIDATION']
  ] as const) {
    const response = await get(query)
    t.equal(response.status, status, query)
    t.match(await response.json(), { statusCode: status, code }, query)
  }
})

t.test('a state is not sent again to who knows it', async t => {
  const { get, chat } = await chatApp(t)
  const mood = chat.topic('mood', 'main')
  await mood.publish('mood', { text: 'well' }, { epoch: 'disk', offset: 7 })
  const first = await get()
  t.equal(first.headers.get('etag'), '"disk:7"')
  t.equal(first.headers.get('cache-control'), 'private, no-cache')
  t.match(first.headers.get('vary'), /Accept, Prefer/)
  for (const known of ['"disk:7"', 'W/"disk:7"', '"other", "disk:7"', '*']) {
    const again = await get('', { 'if-none-match': known })
    t.equal(again.status, 304, known)
    t.equal(again.headers.get('etag'), '"disk:7"')
    t.match(again.headers.get('vary'), /Accept, Prefer/)
    t.equal(await again.text(), '')
  }
  t.equal((await get('', { 'if-none-match': '"disk:6"' })).status, 200)
  await mood.publish('mood', { text: 'better' }, { epoch: 'disk', offset: 8 })
  const next = await get('', { 'if-none-match': '"disk:7"' })
  t.equal(next.headers.get('etag'), '"disk:8"')
  t.match(await next.json(), { text: 'better' })
  await mood.forget()
  t.equal((await get()).status, 503)
})

t.test('a value that a store gives without a version is known by what it is', async t => {
  let text = 'well'
  const load = () => ({ type: 'mood', fields: { text } })
  const { get, chat, url } = await chatApp(
    t,
    {},
    { topics: { mood: { ...anybody, load }, wave: anybody, room: anybody } }
  )
  const etag = (await get()).headers.get('etag') ?? ''
  t.equal((await get('', { 'if-none-match': etag })).status, 304)
  const client = await connectTo(`${url}/chat`)
  t.match(await client.joined('mood/main'), { offset: Number(etag.slice(1, -1).split(':')[1]) })
  text = 'better'
  await chat.topic('mood', 'main').publish('mood', { text })
  const { offset } = await client.message('mood').then(() => client.message('mood'))
  await client.close()
  const next = await get('', { 'if-none-match': etag })
  t.equal(next.status, 200)
  t.match(next.headers.get('etag'), `:${offset}"`)
})

t.test('a log is read in pages after a position', async t => {
  const { get, chat } = await chatApp(t)
  const read = async (since: string) => (await get(`?topic=room/main${since}`)).json()
  for (let n = 1; n <= 300; n++) await chat.topic('room', 'main').publish('said', { text: `${n}` })
  const head = await read('')
  t.match(head, { offset: 300, items: [] })
  t.notOk('recovered' in head)
  const texts: string[] = []
  let offset = 0
  let pages = 0
  for (; ; pages++) {
    const page = await read(`&since=${head.epoch}:${offset}`)
    t.equal(page.recovered, true)
    if (page.items.length === 0) break
    t.match(page.items[0], { type: 'said', topic: 'room/main', offset: offset + 1 })
    for (const { text } of page.items) texts.push(text)
    offset = page.offset
  }
  t.equal(pages, 3)
  t.same(
    texts,
    Array.from({ length: 300 }, (_, n) => `${n + 1}`)
  )
  t.match(await read('&since=another:3'), { offset: 300, recovered: false, items: [] })
  t.match(await read(`&since=${head.epoch}:301`), { recovered: false })
})

t.test('pages of big entries end early, and none is left out', async t => {
  const { get, chat } = await chatApp(t)
  const text = 'x'.repeat(100_000)
  for (let n = 1; n <= 7; n++) await chat.topic('room', 'main').publish('said', { text })
  const { epoch } = chat.engine
  const first = await (await get(`?topic=room/main&since=${epoch}:0`)).json()
  t.equal(first.items.length, 3)
  t.equal(first.offset, 3)
  const second = await (await get(`?topic=room/main&since=${epoch}:6`)).json()
  t.match(second, { offset: 7, items: { length: 1 } })
})

t.test('HEAD says what GET would, and OPTIONS which methods there are', async t => {
  const { get, chat } = await chatApp(t, { origins: ['https://shop.example'] })
  await chat.topic('mood', 'main').publish('mood', { text: 'well' }, { epoch: 'disk', offset: 7 })
  const head = await get('', {}, 'HEAD')
  t.equal(head.status, 200)
  t.equal(head.headers.get('etag'), '"disk:7"')
  t.equal(await head.text(), '')
  t.equal((await get('', { 'if-none-match': '"disk:7"', prefer: 'wait=25' }, 'HEAD')).status, 304, 'it is not held')
  const events = await get('', { accept: 'text/event-stream' }, 'HEAD')
  t.equal(events.status, 200)
  t.match(events.headers.get('content-type'), 'text/event-stream')
  t.equal(await events.text(), '')
  t.equal((await get('?topic=nothing/x', { accept: 'text/event-stream' }, 'HEAD')).status, 404)
  const options = await get('', {}, 'OPTIONS')
  t.equal(options.status, 204)
  t.equal(options.headers.get('allow'), 'GET, HEAD, OPTIONS')
  const preflight = await get('', { origin: 'https://shop.example' }, 'OPTIONS')
  t.match(preflight.headers.get('access-control-allow-headers'), /if-none-match.*last-event-id.*prefer/)
  t.equal((await get('', { origin: 'https://evil.example' }, 'OPTIONS')).status, 403)
})
