import { openChannel, type SharedOptions } from '@livelet/channel'
import { ForbiddenError } from '@livelet/channel/errors'
import { type Teardown, testApp } from '@livelet/channel/testing'
import { defineContract } from '@livelet/protocol'
import t from 'tap'
import { openChat } from './fixtures/chat.ts'

async function ask(t: Teardown, options: SharedOptions = {}, headers: Record<string, string> = {}, origin = '') {
  const { url, connect } = await testApp(t, app => openChat(app, options))
  const response = await fetch(`${url}/chat?welcome`, { headers: origin ? { ...headers, origin } : headers })
  return { response, body: await response.json(), connect }
}

t.test('who has no WebSocket is welcomed over HTTP with what a WebSocket is welcomed with', async t => {
  const options = { heartbeat: 7_000, maxPayload: 1_000, rate: { perSecond: 5, burst: 9 } }
  const { response, body, connect } = await ask(t, options)
  t.equal(response.status, 200)
  t.equal(response.headers.get('content-type'), 'application/json; charset=utf-8')
  t.equal(response.headers.get('cache-control'), 'no-store')
  const { connection, ...welcome } = await (await connect('/chat')).message('welcome')
  const { connection: other, ...same } = body
  t.same(same, welcome)
  t.match(other, /^[\w-]{36}$/)
  t.not(other, connection)
})

t.test('it is refused where a handshake would be', async t => {
  const foreign = await ask(t, {}, {}, 'https://evil.example')
  t.equal(foreign.response.status, 403)
  const hooks = {
    onRequest: async () => {
      throw new ForbiddenError('not here')
    }
  }
  t.match(await ask(t, { hooks }), {
    response: { status: 403 },
    body: { code: 'LIVELET_FORBIDDEN', message: 'not here' }
  })
  const identify = () => {
    throw Object.assign(new Error('sign in'), { statusCode: 401 })
  }
  t.match(await ask(t, { identify }), { response: { status: 401 }, body: { message: 'sign in' } })
})

t.test('it does not depend on any topic', async t => {
  const closed = await ask(t, { allow: { mood: () => false } })
  t.equal(closed.response.status, 200)
  const contract = defineContract({ name: 'bare', receive: {}, send: {} })
  const { url } = await testApp(t, app => openChannel(app, contract, { receive: {} }))
  t.match(await (await fetch(`${url}/bare?welcome`)).json(), { type: 'welcome', topic: undefined })
})
