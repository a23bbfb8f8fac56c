import { defineContract, type MessagesOf, TOPIC_NAME } from '@livelet/protocol'
import { Type } from 'typebox'

/** A symbol as a client names it; without one, the first that the app has configured. */
const symbol = Type.Optional(Type.String({ pattern: TOPIC_NAME.source }))
/** A decimal number as text. */
const decimal = Type.String()

export const contract = defineContract({
  name: 'price',
  topics: { price: { kind: 'state', send: ['price'] } },
  defaultType: 'price',
  receive: {
    price: { fields: { symbol }, answer: 'price' },
    history: { fields: { symbol }, answer: 'history' }
  },
  send: {
    price: {
      symbol: Type.String(),
      price: decimal,
      currency: Type.String(),
      source: Type.String(),
      simulated: Type.Boolean(),
      at: Type.Integer(),
      stale: Type.Boolean(),
      change24h: Type.Optional(decimal),
      text: Type.String()
    },
    history: { symbol: Type.String(), points: Type.Array(Type.Tuple([Type.Integer(), decimal])) }
  }
})

export type PriceMessages = MessagesOf<typeof contract>
