import { defineContract, type MessagesOf } from '@livelet/protocol'
import { type Static, Type } from 'typebox'

/** Header fields in the order in which they travelled; a name can come twice. */
const headers = Type.Array(Type.Object({ name: Type.String(), value: Type.String() }))
export type Headers = Static<typeof headers>

export const contract = defineContract({
  name: 'echo',
  defaultType: 'echo',
  receive: {
    echo: { fields: { data: Type.String() }, answer: 'echo' },
    handshake: { fields: {}, answer: 'handshake' },
    ping: { fields: { sent: Type.Number() }, answer: 'pong' }
  },
  send: {
    echo: { data: Type.String() },
    handshake: {
      url: Type.String(),
      method: Type.String(),
      status: Type.Integer(),
      request: headers,
      response: headers,
      protocol: Type.String(),
      extensions: Type.String()
    },
    pong: { sent: Type.Number(), at: Type.Number() }
  }
})

export type EchoMessages = MessagesOf<typeof contract>
export type Handshake = EchoMessages['send']['handshake']
