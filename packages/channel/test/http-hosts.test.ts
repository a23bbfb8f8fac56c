import compress from '@fastify/compress'
import cors from '@fastify/cors'
import channel from '@livelet/channel'
import { testApp } from '@livelet/channel/testing'
import t from 'tap'
import { type Chat, openChat } from './fixtures/chat.ts'
import { eventClient } from './fixtures/events.ts'

const SHOP = 'https://shop.example'

t.test('in a host with @fastify/cors and @fastify/compress every transport works as without them', async t => {
  let chat: Chat | undefined
  const { url } = await testApp(t, async app => {
    await app.register(cors, { origin: [SHOP], credentials: true })
    await app.register(compress)
    await app.register(channel)
    chat = await openChat(app, { origins: [SHOP] })
  })
  const live = chat as Chat
  const mood = live.topic('mood', 'main')
  const text = 'well '.repeat(1_000)
  await mood.publish('mood', { text })
  const headers = { origin: SHOP, 'accept-encoding': 'gzip' }

  const page = await fetch(`${url}/chat`, { headers })
  t.equal(page.headers.get('content-encoding'), 'gzip')
  t.equal(page.headers.get('access-control-allow-origin'), SHOP)
  t.equal(page.headers.get('vary')?.match(/origin/gi)?.length, 1)
  t.match(page.headers.get('vary'), /Accept, Prefer/)
  t.match(await page.json(), { text })
  const etag = page.headers.get('etag') ?? ''
  t.equal((await fetch(`${url}/chat`, { headers: { ...headers, 'if-none-match': etag } })).status, 304)

  const stream = await eventClient(`${url}/chat`, headers)
  t.teardown(() => stream.cut())
  t.equal(stream.response.headers['content-encoding'], undefined)
  t.equal(stream.response.headers['access-control-allow-origin'], SHOP)
  t.match(await stream.next('message'), { data: { text } })

  const holding = fetch(`${url}/chat`, { headers: { ...headers, 'if-none-match': etag, prefer: 'wait=25' } })
  while (live.connections < 2) await new Promise(setImmediate)
  await mood.publish('mood', { text: 'better' })
  t.match(await stream.next('message'), { data: { text: 'better' } })
  t.match(await (await holding).json(), { text: 'better' })

  const preflight = await fetch(`${url}/chat`, {
    method: 'OPTIONS',
    headers: { origin: SHOP, 'access-control-request-method': 'GET', 'access-control-request-headers': 'prefer' }
  })
  t.equal(preflight.status, 204)
  t.equal(preflight.headers.get('access-control-allow-origin'), SHOP)
  t.match(preflight.headers.get('access-control-allow-headers'), 'prefer')
})
