import channel, { openChannel, type SharedOptions } from '@livelet/channel'
import { type Teardown, testApp } from '@livelet/channel/testing'
import { defineContract } from '@livelet/protocol'
import type { FastifyInstance } from 'fastify'
import t from 'tap'
import { type ChatDefinition, chatContract, chatDefinition, openChat } from './fixtures/chat.ts'
import { collectLog } from './fixtures/log.ts'

const contract = defineContract({ ...chatContract, defaultType: 'double' })

async function setUp(
  t: Teardown,
  options: SharedOptions = {},
  changes: Partial<ChatDefinition> = {},
  before: (app: FastifyInstance) => unknown = () => {},
  log = collectLog('silent')
) {
  const running = await testApp(
    t,
    async app => {
      await app.register(channel)
      await before(app)
      await openChannel(app, contract, { ...chatDefinition, ...changes }, options)
    },
    { logger: log.logger }
  )
  const send = (body: unknown, headers: Record<string, string> = {}) =>
    fetch(`${running.url}/chat`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body)
    })
  return { ...running, send }
}

t.test('one message is handled as over a WebSocket, and its answer is the body', async t => {
  const { send } = await setUp(t)
  const plain = await send({ n: 21 })
  t.equal(plain.status, 200)
  t.match(plain.headers.get('content-type'), 'application/json')
  t.same(await plain.json(), { type: 'ok', n: 42 })
  t.same(await (await send({ type: 'double', id: 'a', n: 2 })).json(), { type: 'ok', re: 'a', n: 4 })
  t.same(await (await send({ type: 'say', text: '안녕' })).json(), { type: 'said', text: '안녕' })
})

t.test('what is wrong is answered with the same codes, and the status of each', async t => {
  const { send } = await setUp(t, { maxPayload: 100 })
  for (const [body, headers, status, code] of [
    ['{', {}, 400, 'LIVELET_BAD_JSON'],
    ['', {}, 400, 'LIVELET_BAD_JSON'],
    ['[]', {}, 400, 'LIVELET_BAD_JSON'],
    ['{"n":1,"__proto__":{}}', {}, 400, 'LIVELET_BAD_JSON'],
    ['{"n":"1"}', {}, 400, 'LIVELET_VALIDATION'],
    ['{"type":"shout"}', {}, 400, 'LIVELET_UNKNOWN_TYPE'],
    ['{"n":1}', { 'content-type': 'text/plain' }, 400, 'LIVELET_VALIDATION'],
    ['n=1', { 'content-type': 'application/x-www-form-urlencoded' }, 400, 'LIVELET_VALIDATION'],
    [`{"n":1${' '.repeat(100)}}`, {}, 413, 'LIVELET_TOO_BIG']
  ] as const) {
    const response = await send(body, headers)
    t.equal(response.status, status, body)
    t.match(await response.json(), { statusCode: status, code }, body)
  }
})

t.test('parsers that the host has for itself change nothing', async t => {
  const { send } = await setUp(t, {}, {}, app => {
    app.removeAllContentTypeParsers()
    app.addContentTypeParser('*', (_request, _body, done) => done(null, { n: 1_000 }))
  })
  t.same(await (await send({ n: 21 })).json(), { type: 'ok', n: 42 })
})

t.test('a handler that fails is logged, and the sender learns only that', async t => {
  const log = collectLog()
  const { send } = await setUp(t, {}, {}, () => {}, log)
  const response = await send({ type: 'fail', how: 'reject' })
  t.equal(response.status, 500)
  const body = await response.text()
  t.match(JSON.parse(body), { code: 'LIVELET_INTERNAL' })
  t.notMatch(body, 'secret')
  t.match(
    log.lines.filter(({ level }) => level === 50),
    [{ err: { message: 'a secret' } }]
  )
})

t.test('a refusal of the host leaves as the host says it', async t => {
  const { send } = await setUp(t, {}, {}, app => {
    app.addHook('onRequest', async (request, reply) => {
      if (!request.headers.authorization) return reply.code(401).send({ who: 'are you' })
    })
  })
  t.equal((await send({ n: 1 })).status, 401)
  t.equal((await send({ n: 1 }, { authorization: 'yes' })).status, 200)
})

t.test('hooks and `identify` guard it, and the handler learns who asks', async t => {
  const identify: SharedOptions['identify'] = ({ headers }) => {
    if (headers.user === 'eve') throw Object.assign(new Error('go away'), { statusCode: 403 })
    return headers.user ? { id: String(headers.user), expiresAt: headers.user === 'old' ? 1 : 2 ** 50 } : null
  }
  const { send } = await setUp(
    t,
    { identify, hooks: { onRequest: async (_request, reply) => void reply.header('hooked', 'yes') } },
    { receive: { ...chatDefinition.receive, say: (_, { identity }) => ({ text: String(identity?.id) }) } }
  )
  const response = await send({ type: 'say', text: '' }, { user: 'ann' })
  t.equal(response.headers.get('hooked'), 'yes')
  t.match(await response.json(), { text: 'ann' })
  t.match(await (await send({ type: 'say', text: '' })).json(), { text: 'undefined' })
  t.equal((await send({ n: 1 }, { user: 'eve' })).status, 403)
  t.match(await (await send({ n: 1 }, { user: 'old' })).json(), { code: 'LIVELET_FORBIDDEN' })
})

t.test('pages of other origins are refused, those that are allowed may read the answer', async t => {
  const { url, send } = await setUp(t, { origins: ['https://shop.example'] })
  t.equal((await send({ n: 1 }, { origin: 'https://evil.example' })).status, 403)
  t.equal((await send({ n: 1 }, { origin: url })).status, 200)
  const allowed = await send({ n: 1 }, { origin: 'https://shop.example' })
  t.equal(allowed.headers.get('access-control-allow-origin'), 'https://shop.example')
  t.equal(allowed.headers.get('access-control-allow-credentials'), 'true')
  const ask = (origin: string) => fetch(`${url}/chat`, { method: 'OPTIONS', headers: { origin } })
  const preflight = await ask('https://shop.example')
  t.equal(preflight.status, 204)
  t.match(preflight.headers.get('access-control-allow-headers'), 'content-type')
  t.equal((await ask('https://evil.example')).status, 403)
})

t.test('who sends too fast is refused, others are not', async t => {
  const identify: SharedOptions['identify'] = ({ headers }) => (headers.user ? { id: String(headers.user) } : null)
  const { send } = await setUp(t, { identify, rate: { perSecond: 0.001, burst: 3 } })
  const statuses: number[] = []
  for (let n = 0; n < 10; n++) statuses.push((await send({ n }, { user: 'ann' })).status)
  t.same(statuses, [200, 200, 200, 429, 429, 429, 429, 429, 429, 429])
  t.equal((await send({ n: 1 }, { user: 'bob' })).status, 200)
  t.equal((await send({ n: 1 })).status, 200)
})

t.test('a contract without a default type takes no POST', async t => {
  const { url } = await testApp(t, app => openChat(app))
  const response = await fetch(`${url}/chat`, {
    method: 'POST',
    body: '{}',
    headers: { 'content-type': 'application/json' }
  })
  t.equal(response.status, 404)
})
