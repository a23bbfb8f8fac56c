import { defineContract, type MessagesOf, TOPIC_NAME } from '@livelet/protocol'
import { Type } from 'typebox'

/** The counter that a message means when it names none. */
export const DEFAULT_NAME = 'main'

/** Length of a key, characters. A UUID has 36. */
export const MAX_KEY_LENGTH = 128

const integer = Type.Integer({ minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER })
const name = Type.Optional(Type.String({ pattern: TOPIC_NAME.source, default: DEFAULT_NAME }))
const answer = { value: integer }

export const contract = defineContract({
  name: 'counter',
  topics: { counter: { kind: 'state', send: ['value'] } },
  defaultTopic: `counter/${DEFAULT_NAME}`,
  defaultType: 'add',
  receive: {
    add: {
      fields: {
        name,
        by: Type.Optional(Type.Integer({ ...integer, default: 1 })),
        key: Type.Optional(Type.String({ minLength: 1, maxLength: MAX_KEY_LENGTH }))
      },
      answer
    },
    read: { fields: { name }, answer },
    reset: { fields: { name }, answer }
  },
  send: { value: { name: Type.String(), value: integer } }
})

export type CounterMessages = MessagesOf<typeof contract>
