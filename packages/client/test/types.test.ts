import { type AnyMessages, type Client, connect, type Joined, type SocketConstructor } from '@livelet/client'
import { defineContract, type MessagesOf } from '@livelet/protocol'
import t from 'tap'
import { Type } from 'typebox'
import type { WebSocket as NodeWebSocket } from 'ws'
import { connecting } from './fixtures/client.ts'

const contract = defineContract({
  name: 'counter',
  topics: { counter: { kind: 'state', send: ['value'] } },
  receive: {
    add: { fields: { by: Type.Integer(), key: Type.Optional(Type.String()) }, answer: { value: Type.Integer() } },
    price: { fields: {}, answer: 'price' }
  },
  send: { value: { name: Type.String(), value: Type.Integer() }, price: { price: Type.String() } }
})
type Counter = MessagesOf<typeof contract>

/** Only for the type checker: each line that must not compile says so. */
export async function typesOf(client: Client<Counter>, any: Client<AnyMessages>): Promise<unknown[]> {
  client.send('add', { by: 1 })
  // @ts-expect-error: by is a number
  client.send('add', { by: '1' })
  // @ts-expect-error: by is missing
  client.send('add', {})
  // @ts-expect-error: there is no such field
  client.send('add', { by: 1, of: 2 })
  // @ts-expect-error: value is what the server sends
  client.send('value', { name: 'a', value: 1 })

  const added: { value: number } = await client.request('add', { by: 1, key: 'k' })
  const price: { price: string } = await client.request('price', {}, { timeout: 100 })
  // @ts-expect-error: the answer has a number
  const wrong: { value: string } = await client.request('add', { by: 1 })

  client.subscribe(
    'counter/main',
    message => {
      const offset: number = message.offset
      if (message.type === 'value') message.name satisfies string
      else message.price satisfies string
      // @ts-expect-error: only a value has a name
      message.name
      return offset
    },
    { onJoined: (joined: Joined) => joined.recovered === false, since: { epoch: 'e', offset: 1 } }
  )
  client.on('price', message => message.price.length)
  // @ts-expect-error: the server sends no such type
  client.on('add', () => {})
  client.onError(({ code }) => code === 'UNKNOWN_OUTCOME' || code === 'LIVELET_FORBIDDEN')
  // @ts-expect-error: there is no such code
  client.onError(({ code }) => code === 'NOT_AN_ERROR')
  client.onStatus(({ status, retryIn }) => status === 'waiting' && (retryIn ?? 0) > 0)

  any.send('anything', { goes: true })
  any.on('anything', ({ goes }) => goes)
  return [added, price, wrong]
}

/** The WebSockets of browsers and of `ws` fit. */
export type Sockets = [Fits<typeof WebSocket>, Fits<typeof NodeWebSocket>]
type Fits<T extends SocketConstructor> = T

t.test('a contract types both directions', async t => {
  t.type(typesOf, 'function')
  const { network } = connecting()
  const client = connect<Counter>('ws://localhost', { WebSocket: network.WebSocket })
  network.socket.welcome()
  client.send('add', { by: 1 })
  t.same(network.socket.frames, [{ type: 'add', by: 1 }])
  client.close()
})
