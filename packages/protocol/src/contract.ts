import { type Static, type TObject, type TProperties, Type } from 'typebox'
import { clientControl, serverControl } from './control.ts'
import type { TopicKind } from './wire.ts'

/** One type of message that clients send. */
export interface ReceiveDefinition {
  /** The message's fields besides `type` and `id`. */
  fields: TProperties
  /** What it is answered with: fields, sent as `ok`, or the name of one of the contract's `send` types. */
  answer: TProperties | string
  /** A newer message of this type replaces an older one of the same connection that still waits or runs. */
  latest?: boolean
}

/** One family of topics, `<topic>/<name>` on the wire. */
export interface TopicDefinition {
  kind: TopicKind
  /** The `send` types that are published to it. */
  send: readonly string[]
}

export interface ContractDefinition {
  /** The feature's name. */
  name: string
  receive: Record<string, ReceiveDefinition>
  /** Types that the server sends, each as its fields. */
  send: Record<string, TProperties>
  topics?: Record<string, TopicDefinition>
  /** `<topic>/<name>`: what text clients, SSE and plain GET get. */
  defaultTopic?: string
  /** The type of a `POST` body that names none. */
  defaultType?: string
}

type FieldsOf<P> = P extends TProperties ? Static<TObject<P>> : never
type AnswerOf<D extends ContractDefinition, A> = A extends string
  ? A extends keyof D['send']
    ? FieldsOf<D['send'][A]>
    : never
  : FieldsOf<A>

/** The static types of a contract's messages, for both sides: `MessagesOf<typeof contract>`. */
export interface MessagesOf<D extends ContractDefinition> {
  receive: {
    [T in keyof D['receive'] & string]: {
      fields: FieldsOf<D['receive'][T]['fields']>
      answer: AnswerOf<D, D['receive'][T]['answer']>
    }
  }
  send: { [T in keyof D['send'] & string]: FieldsOf<D['send'][T]> }
}

/** The schema of an object with exactly these fields. */
export function objectOf<P extends TProperties>(fields: P): TObject<P> {
  return Type.Object(fields, { additionalProperties: false })
}

const NAME = /^[a-z][\w-]{0,63}$/
const RESERVED_RECEIVED = new Set(['type', 'id'])
const RESERVED_SENT = new Set(['type', 're', 'topic', 'epoch', 'offset'])
const DEFAULT_TOPIC = /^([a-z][\w-]{0,63})\/[\w.:-]{1,64}$/

/**
 * Checks a feature's contract and returns it unchanged. Its schemas become the validation, the serialisation and, by
 * `MessagesOf`, the static types of both sides.
 *
 * @throws TypeError if a name is malformed or reserved, or an answer or a topic refers to a `send` type that is not there.
 */
export function defineContract<const D extends ContractDefinition>(definition: D): D {
  const { name, receive, send, topics = {}, defaultTopic, defaultType }: ContractDefinition = definition
  const refuse = (problem: string): never => {
    throw new TypeError(`contract "${name}": ${problem}`)
  }
  const checkType = (direction: string, type: string, control: object) => {
    if (!NAME.test(type)) refuse(`${direction} type "${type}" must match ${NAME}`)
    if (Object.hasOwn(control, type)) refuse(`${direction} type "${type}" is a control message of livelet.v1`)
  }
  const checkFields = (where: string, fields: TProperties, reserved: ReadonlySet<string>) => {
    for (const field of Object.keys(fields)) {
      if (reserved.has(field)) refuse(`${where} may not define the reserved field "${field}"`)
    }
  }

  if (!NAME.test(name)) refuse(`the name must match ${NAME}`)
  for (const [type, fields] of Object.entries(send)) {
    checkType('send', type, serverControl)
    checkFields(`send.${type}`, fields, RESERVED_SENT)
  }
  for (const [type, { fields, answer }] of Object.entries(receive)) {
    checkType('receive', type, clientControl)
    checkFields(`receive.${type}`, fields, RESERVED_RECEIVED)
    if (typeof answer !== 'string') checkFields(`receive.${type}.answer`, answer, RESERVED_SENT)
    else if (!Object.hasOwn(send, answer)) refuse(`receive.${type} is answered with "${answer}", which is no send type`)
  }
  for (const [topic, { send: types }] of Object.entries(topics)) {
    if (!NAME.test(topic)) refuse(`topic "${topic}" must match ${NAME}`)
    for (const type of types) {
      if (!Object.hasOwn(send, type)) refuse(`topic "${topic}" sends "${type}", which is no send type`)
    }
  }
  if (defaultTopic !== undefined) {
    const topic = DEFAULT_TOPIC.exec(defaultTopic)?.[1]
    if (topic === undefined || !Object.hasOwn(topics, topic)) {
      refuse(`defaultTopic "${defaultTopic}" must be <topic>/<name> of one of its topics`)
    }
  }
  if (defaultType !== undefined && !Object.hasOwn(receive, defaultType)) {
    refuse(`defaultType "${defaultType}" is no receive type`)
  }
  return definition
}
