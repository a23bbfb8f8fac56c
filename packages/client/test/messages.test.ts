import { LiveletError } from '@livelet/client'
import t from 'tap'
import { connected } from './fixtures/client.ts'

t.test('messages that belong to no topic go to the handlers of their type', async t => {
  const { client, socket } = connected()
  const seen: unknown[] = []
  const off = client.on('unread', message => seen.push(message))
  socket.say({ type: 'unread', count: 3 })
  socket.say({ type: 'read', upTo: 5 })
  socket.say({ type: 'unread', count: 1, topic: 'a/b', offset: 1 })
  off()
  socket.say({ type: 'unread', count: 4 })
  t.strictSame(seen, [{ type: 'unread', count: 3 }])
})

t.test('an error that answers nothing comes to onError', async t => {
  const { client, socket } = connected()
  const errors: LiveletError[] = []
  const off = client.onError(error => errors.push(error))
  socket.say({ type: 'error', code: 'LIVELET_BAD_JSON', message: 'expected an object' })
  off()
  socket.say({ type: 'error', code: 'LIVELET_BAD_JSON', message: 'again' })
  t.equal(errors.length, 1)
  t.ok(errors[0] instanceof LiveletError)
  t.match(errors, [{ code: 'LIVELET_BAD_JSON', message: 'expected an object' }])
})

for (const [what, frame] of [
  ['text that is not JSON', '{"type":'],
  ['a plain text line', 'Echo: hi'],
  ['JSON that is no object', 'null'],
  ['a message without a type', '{"topic":"a/b"}'],
  ['a binary frame', Buffer.from('{"type":"beat"}')],
  ['a welcome without its fields', '{"type":"welcome"}']
] as const) {
  t.test(`${what} is reported and changes nothing`, async t => {
    const { client, socket } = connected()
    const errors: LiveletError[] = []
    client.onError(error => errors.push(error))
    socket.raw(frame)
    t.match(errors, [{ code: 'BAD_FRAME', cause: Error }])
    t.equal(client.status, 'open')
  })
}

t.test('a handler that throws is reported as uncaught, and stops nobody else', async t => {
  const { client, socket, page } = connected()
  const uncaught: unknown[] = []
  const { queueMicrotask } = globalThis
  t.teardown(() => Object.assign(globalThis, { queueMicrotask }))
  Object.assign(globalThis, {
    queueMicrotask(task: () => void) {
      try {
        task()
      } catch (error) {
        uncaught.push((error as Error).message)
      }
    }
  })
  const fail = (what: string) => () => {
    throw new Error(what)
  }
  const seen: string[] = []
  client.on('a', fail('on'))
  client.on('a', () => seen.push('on'))
  client.onError(fail('onError'))
  client.onError(() => seen.push('onError'))
  client.subscribe('a/b', fail('handler'), { onJoined: fail('onJoined') })
  client.subscribe('a/b', () => seen.push('handler'), { onJoined: () => seen.push('onJoined') })
  client.onStatus(fail('onStatus'))
  socket.say({ type: 'a' })
  socket.say({ type: 'error', code: 'LIVELET_INTERNAL', message: 'x' })
  socket.say({ type: 'joined', topic: 'a/b', kind: 'state', epoch: 'e', offset: 1, re: socket.last.id })
  socket.say({ type: 'a', topic: 'a/b', offset: 1 })
  client.subscribe('a/b', fail('late'), { onJoined: fail('late onJoined') })
  socket.cut()
  page.fire('online')
  t.same(seen, ['on', 'onError', 'onJoined', 'handler'])
  t.same(uncaught, [
    'onStatus',
    'on',
    'onError',
    'onJoined',
    'handler',
    'late onJoined',
    'late',
    'onStatus',
    'onStatus'
  ])
})
