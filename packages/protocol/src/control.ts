import { type TProperties, Type } from 'typebox'

/** The name part of a topic on the wire, `<topic>/<name>`. */
export const TOPIC_NAME = /^[\w.:-]{1,64}$/

const topic = Type.String({ pattern: '^[a-z][\\w-]{0,63}/[\\w.:-]{1,64}$' })

/** Control messages that a client may send besides those of the feature's contract, as fields. */
export const clientControl = {
  join: {
    topic,
    since: Type.Optional(
      Type.Object(
        {
          epoch: Type.String({ maxLength: 64 }),
          offset: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })
        },
        { additionalProperties: false }
      )
    )
  },
  leave: { topic },
  beat: {}
} satisfies Record<string, TProperties>

const integer = Type.Integer()

/** Control messages that a server sends, as fields without `type` and `re`. */
export const serverControl = {
  welcome: {
    protocol: Type.String(),
    connection: Type.String(),
    topic: Type.Optional(Type.String()),
    heartbeat: integer,
    maxPayload: integer,
    rate: Type.Object({ perSecond: Type.Number(), burst: Type.Number() })
  },
  joined: {
    topic: Type.String(),
    kind: Type.String(),
    epoch: Type.String(),
    offset: integer,
    recovered: Type.Optional(Type.Boolean())
  },
  left: { topic: Type.String() },
  ok: {},
  error: { code: Type.String(), message: Type.String() },
  beat: {}
} satisfies Record<string, TProperties>
