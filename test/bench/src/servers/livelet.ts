import type { AddressInfo } from 'node:net'
import channel, { openChannel } from '@livelet/channel'
import { defineContract } from '@livelet/protocol'
import Fastify from 'fastify'
import { Type } from 'typebox'
import { control, serverOptions } from './control.ts'

const text = { text: Type.String() }
const quotes = {
  at: Type.String(),
  quotes: Type.Array(
    Type.Object({ symbol: Type.String(), price: Type.String(), change: Type.String(), volume: Type.Integer() })
  )
}

const contract = defineContract({
  name: 'bench',
  topics: {
    signal: { kind: 'signal', send: ['message', 'quotes'] },
    state: { kind: 'state', send: ['message'] }
  },
  receive: { echo: { fields: { data: Type.String({ maxLength: 1024 }) }, answer: 'echo' } },
  send: { message: text, quotes, echo: { data: Type.String() } }
})

const { heartbeat } = serverOptions()

const app = Fastify()
await app.register(channel, { ...(heartbeat && { heartbeat }) })
const live = await openChannel(app, contract, {
  topics: { signal: { allow: () => true }, state: { allow: () => true } },
  receive: { echo: ({ data }) => ({ data }) }
})
await app.listen({ host: '127.0.0.1', port: 0 })

control({
  port: (app.server.address() as AddressInfo).port,
  connections: () => live.connections,
  publish({ type, ...fields }, topic) {
    live.topic(topic, 'all').publish(type, fields as never)
  }
})
