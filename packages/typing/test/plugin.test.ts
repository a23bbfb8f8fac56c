import { memoryEngine } from '@livelet/channel'
import { testApp } from '@livelet/channel/testing'
import Fastify from 'fastify'
import t from 'tap'
import typing from '../src/index.ts'
import { joinRoom, typingApp } from './fixtures/app.ts'

const SOMEONE = '💬 누군가 입력 중...'
const nobody = { type: 'typists', room: 'lobby', typists: [], more: 0, text: '' }

t.test('a program types, and everybody in the room reads the same bytes', async t => {
  const app = await typingApp(t)
  const writer = await app.connect('/typing')
  const { connection, topic } = await writer.message('welcome')
  t.equal(topic, 'typing/lobby')
  const readers = [writer, await app.connect('/typing')]
  for (const reader of readers) {
    await reader.joined('typing/lobby')
    t.match(await reader.message(), nobody)
  }
  writer.send({ type: 'typing' })
  const [first, second] = await Promise.all(readers.map(reader => reader.next()))
  t.equal(first, second)
  t.match(JSON.parse(String(first)), {
    type: 'typists',
    topic: 'typing/lobby',
    room: 'lobby',
    typists: [{ id: connection, name: null }],
    more: 0,
    text: SOMEONE
  })
})

t.test('who joins late is told who is typing, and `list` says it to who is not joined', async t => {
  const app = await typingApp(t)
  const { client, id, list } = await joinRoom(app, '/typing?id=minsu&name=민수')
  client.send({ type: 'typing' })
  await list()
  const late = await app.connect('/typing')
  const typists = [{ id, name: '민수' }]
  t.match(await late.request({ type: 'list' }), { type: 'typists', typists, topic: undefined })
  t.match(await late.request({ type: 'list', room: 'other' }), { room: 'other', typists: [] })
  await late.joined('typing/lobby')
  t.match(await late.message(), { type: 'typists', typists, text: '💬 민수 님이 입력 중...' })
})

t.test('what prolongs, or changes nothing, is told to nobody', async t => {
  const app = await typingApp(t)
  const { client, next } = await joinRoom(app)
  const ok = { type: 'ok', re: 'next' }
  t.match(await next({ type: 'stop' }), ok)
  t.match(await next({ type: 'typing' }), ok)
  t.match(await client.message(), { typists: [{}] })
  for (let n = 0; n < 5; n++) t.match(await next({ type: 'typing', room: 'lobby' }), ok)
  t.match(await next({ type: 'stop' }), ok)
  t.match(await client.message(), { typists: [], text: '' })
  for (let n = 0; n < 2; n++) t.match(await next({ type: 'stop' }), ok)
})

t.test('the sign stays through a pause of 0.9 s, and goes 6 s after the last `typing` if no `stop` comes', async t => {
  const app = await typingApp(t)
  const { client, list, next } = await joinRoom(app)
  client.send({ type: 'typing' })
  t.match(await list(), { typists: [{}] })
  app.clock.advance(900)
  await next({ type: 'typing' })
  app.clock.advance(5999)
  t.match(await next({ type: 'list' }), { re: 'next', typists: [{}] })
  app.clock.advance(1)
  t.match(await client.message(), { topic: 'typing/lobby', typists: [] })
})

t.test('the sign goes at once when the connection dies', async t => {
  const app = await typingApp(t)
  const { list } = await joinRoom(app)
  const other = await app.connect('/typing')
  await other.request({ type: 'typing' })
  t.match(await list(), { typists: [{}] })
  other.socket.terminate()
  t.match(await list(), { typists: [] })
})

t.test('rooms know nothing of each other', async t => {
  const app = await typingApp(t)
  const { client, list } = await joinRoom(app, '/typing', 'one')
  const other = await joinRoom(app, '/typing', 'two')
  await client.request({ type: 'typing', room: 'one' })
  t.match(await list(), { room: 'one', typists: [{}] })
  t.match(await other.next({ type: 'list', room: 'two' }), { re: 'next', typists: [] })
})

t.test('of many typists, the first are listed with the number of the rest', async t => {
  const app = await typingApp(t, { max: 3 })
  const { list } = await joinRoom(app)
  const typists = await Promise.all(['a', 'b', 'c', 'd', 'e'].map(id => app.connect(`/typing?id=${id}&name=${id}`)))
  for (const client of typists) await client.request({ type: 'typing' })
  let last = await list()
  while (last.more < 2) last = await list()
  t.match(last, { more: 2, text: '💬 여러 명이 입력 중...' })
  t.same(
    last.typists.map(({ name }: { name: string }) => name),
    ['a', 'b', 'c']
  )
  t.equal(app.app.typing.list().length, 5, 'the app sees all')
})

t.test('the app can list the typists, and end one whose message is posted', async t => {
  const app = await typingApp(t)
  const { client, id, list } = await joinRoom(app, '/typing?id=minsu&name=민수')
  t.same(app.app.typing.list(), [])
  await client.request({ type: 'typing' })
  await list()
  t.same(app.app.typing.list('lobby'), [{ id, name: '민수', user: 'minsu' }])
  t.equal(app.app.typing.clear('lobby', 'minsu'), true)
  t.match(await list(), { typists: [] })
  t.equal(app.app.typing.clear('lobby', 'minsu'), false)
})

t.test('the words are in the feature’s language', async t => {
  const app = await typingApp(t, { locale: 'en' })
  const { client, list } = await joinRoom(app, '/typing?id=ann&name=Ann')
  client.send({ type: 'typing' })
  t.match(await list(), { text: '💬 Ann is typing...' })
})

t.test('the element is served beside the feature', async t => {
  const { url } = await testApp(t, app => app.register(typing, { prefix: '/v1' }))
  const response = await fetch(`${url}/v1/typing/element.js`)
  t.equal(response.status, 200)
  t.match(await response.text(), 'livelet-typing')
})

t.test('that the readers cannot be told is logged, and undoes nothing', async t => {
  const logged: string[] = []
  let log: () => void = () => {}
  const isLogged = new Promise<void>(resolve => {
    log = resolve
  })
  const write = (line: string) => {
    logged.push(line)
    if (line.includes('could not be told')) log()
  }
  const engine = { ...memoryEngine(), publish: () => Promise.reject(new Error('the engine is gone')) }
  const options = { logger: { level: 'error', stream: { write } } }
  const { app, connect } = await testApp(t, app => app.register(typing, { engine }), options)
  const client = await connect('/typing')
  t.match(await client.request({ type: 'typing' }), { type: 'ok' })
  await isLogged
  t.match(logged.join(''), /the engine is gone.*typing: the readers of lobby could not be told/)
  t.equal(app.typing.list().length, 1)
})

t.test('a wrong option is refused with its name', async t => {
  for (const [options, words] of [
    [{ timeout: 0 }, /"timeout" must be >= 10/],
    [{ timeout: '6s' }, /"timeout" must be integer/],
    [{ max: 0 }, /"max" must be >= 1/],
    [{ maxRooms: 1.5 }, /"maxRooms" must be integer/],
    [{ rooms: ['lobby'] }, /"rooms" is not known/]
  ] as const) {
    const app = Fastify()
    t.teardown(() => app.close())
    await t.rejects(async () => app.register(typing, options as object), words, JSON.stringify(options))
  }
})
