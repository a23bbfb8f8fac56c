import t from 'tap'
import { joinRoom, typingApp } from './fixtures/app.ts'

const rate = { perSecond: 1e6, burst: 1e6 }

t.test('a room’s name is short and plain, and a bad one changes nothing', async t => {
  const app = await typingApp(t)
  for (const type of ['typing', 'stop', 'list']) {
    const client = await app.connect('/typing')
    for (const room of ['r'.repeat(10_000), '', 'a b', 'a/b', '방', 5, null]) {
      const answer = await client.request({ type, room })
      t.match(answer, { type: 'error', code: 'LIVELET_VALIDATION', message: /"room"/ })
      t.ok(answer.message.length < 200)
    }
  }
  t.same(app.app.typing.list(), [])
})

t.test('a room that `allow` refuses can be neither read nor typed in', async t => {
  const asked: unknown[] = []
  const app = await typingApp(t, {
    allow: {
      typing: async (identity, room) => {
        asked.push([identity?.id, room])
        return room !== 'secret' || identity?.id === 'minsu'
      }
    }
  })
  const anybody = await app.connect('/typing')
  for (const message of [
    { type: 'join', topic: 'typing/secret' },
    { type: 'typing', room: 'secret' },
    { type: 'list', room: 'secret' }
  ]) {
    t.match(await anybody.request(message), { type: 'error', code: 'LIVELET_FORBIDDEN' })
  }
  t.same(app.app.typing.list('secret'), [])
  t.same(
    asked,
    Array.from({ length: 3 }, () => [undefined, 'secret'])
  )
  t.match(await anybody.request({ type: 'stop', room: 'secret' }), { type: 'ok' }, 'which ends nothing')
  const { client, list } = await joinRoom(app, '/typing?id=minsu', 'secret')
  t.match(await client.request({ type: 'typing', room: 'secret' }), { type: 'ok' })
  t.match(await list(), { typists: [{}] })
})

t.test('one client cannot type in 10,000 rooms', async t => {
  const app = await typingApp(t, { rate })
  const client = await app.connect('/typing')
  await client.message('welcome')
  for (let n = 0; n < 10_000; n++) client.send({ type: 'typing', room: `room-${n}`, id: n })
  const codes: Record<string, number> = {}
  for (let n = 0; n < 10_000; n++) {
    const { type, code = type } = await client.message()
    codes[code] = (codes[code] ?? 0) + 1
  }
  t.same(codes, { ok: 10, LIVELET_FORBIDDEN: 9_990 })
  t.equal(app.clock.pending, 10 + 1, 'ten time-outs, and the heartbeat')
  app.clock.advance(6000)
  t.match(await client.request({ type: 'typing', room: 'room-77' }), { type: 'ok' }, 'there is room again')
})

t.test('who leaves while `allow` still thinks is not typing afterwards', async t => {
  let decide: (allowed: boolean) => void = () => {}
  let asked: () => void = () => {}
  const isAsked = new Promise<void>(resolve => {
    asked = resolve
  })
  const app = await typingApp(t, {
    allow: {
      typing: (_identity, room) => {
        if (room === 'lobby') return true
        asked()
        return new Promise(resolve => {
          decide = resolve
        })
      }
    }
  })
  const { list } = await joinRoom(app)
  const client = await app.connect('/typing')
  await client.request({ type: 'typing' })
  t.match(await list(), { typists: [{}] })
  client.send({ type: 'typing', room: 'slow' })
  await isAsked
  client.socket.terminate()
  t.match(await list(), { typists: [] })
  decide(true)
  await new Promise(resolve => setImmediate(resolve))
  t.same(app.app.typing.list('slow'), [])
})

t.test('a name with markup or line breaks arrives as one line of text', async t => {
  const app = await typingApp(t)
  const name = '<img src=x onerror=alert(1)>\n"&'
  const { client, list } = await joinRoom(app, `/typing?id=x&name=${encodeURIComponent(name)}`)
  await client.request({ type: 'typing' })
  t.match(await list(), { typists: [{ name: '<img src=x onerror=alert(1)> "&' }] })
})
