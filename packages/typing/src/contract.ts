import { defineContract, type MessagesOf, objectOf, TOPIC_NAME } from '@livelet/protocol'
import { type TUnsafe, Type } from 'typebox'

/** The room that a message means when it names none. */
export const DEFAULT_ROOM = 'lobby'

const room = Type.Optional(Type.String({ pattern: TOPIC_NAME.source, default: DEFAULT_ROOM }))
const name: TUnsafe<string | null> = Type.Unsafe({ type: 'string', nullable: true })

export const contract = defineContract({
  name: 'typing',
  topics: { typing: { kind: 'state', send: ['typists'] } },
  defaultTopic: `typing/${DEFAULT_ROOM}`,
  receive: {
    typing: { fields: { room }, answer: {} },
    stop: { fields: { room }, answer: {} },
    list: { fields: { room }, answer: 'typists' }
  },
  send: {
    typists: {
      room: Type.String(),
      typists: Type.Array(objectOf({ id: Type.String(), name })),
      more: Type.Integer(),
      text: Type.String()
    },
    self: { id: Type.String() }
  }
})

export type TypingMessages = MessagesOf<typeof contract>

/** Who is typing in a room, as everybody in it is told. */
export type Typists = TypingMessages['send']['typists']
