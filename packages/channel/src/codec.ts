import {
  type ContractDefinition,
  clientControl,
  type MessageId,
  objectOf,
  serverControl,
  type TopicDefinition
} from '@livelet/protocol'
import type { Ajv } from 'ajv'
import fastJsonStringify from 'fast-json-stringify'
import { parse } from 'secure-json-parse'
import { BadJsonError, UnknownTypeError, ValidationError } from './errors.ts'
import { explain, type ValidateFunction } from './validation.ts'

export type Fields = Record<string, unknown>

/** A message as it came: checked, or with what was wrong with it. */
export interface Incoming {
  type: string
  fields: Fields
  id: MessageId | undefined
  error?: Error
}

/** What stands before a message's own fields. */
export interface Head {
  re?: MessageId | undefined
  topic?: string
  offset?: number
}

/** A contract, compiled once: what checks each message that arrives and writes each that leaves. */
export interface Codec {
  contract: ContractDefinition
  /** @param defaultType the type of a message that names none */
  decode(text: string, defaultType?: string): Incoming
  /** @throws LIVELET_VALIDATION if the fields are not those of the contract's `receive` type. */
  check(type: string, fields: Fields): void
  encode(type: string, fields: object, head?: Head): string
  /** Writes the `ok` that answers a message of a `receive` type. */
  encodeOk(type: string, fields: object, re?: MessageId): string
  topicDefinition(family: string): TopicDefinition | undefined
}

type Stringify = (fields: object) => string

const isId = (id: unknown): id is MessageId =>
  typeof id === 'string' ? id.length <= 64 : typeof id === 'number' && Number.isSafeInteger(id)

const badJson = (problem: string) => new BadJsonError(`expected one JSON object with a "type", ${problem}`)

export function createCodec(contract: ContractDefinition, ajv: Ajv): Codec {
  const validators = new Map<string, ValidateFunction>()
  const stringifiers = new Map<string, Stringify>()
  const answers = new Map<string, Stringify>()
  for (const [type, fields] of Object.entries(clientControl)) validators.set(type, ajv.compile(objectOf(fields)))
  for (const [type, { fields, answer }] of Object.entries(contract.receive)) {
    validators.set(type, ajv.compile(objectOf(fields)))
    if (typeof answer !== 'string') answers.set(type, fastJsonStringify(objectOf(answer)))
  }
  for (const [type, fields] of Object.entries({ ...serverControl, ...contract.send })) {
    stringifiers.set(type, fastJsonStringify(objectOf(fields)))
  }

  function check(type: string, fields: Fields): void {
    const validate = validators.get(type)
    if (!validate) throw new UnknownTypeError(`"${type.slice(0, 64)}" is no message type of ${contract.name}`)
    if (!validate(fields)) throw new ValidationError(`${type}: ${explain(validate.errors)}`)
  }

  /** Only names that the protocol or a contract has checked come into `head`, so that they need no escaping. */
  function assemble(type: string, body: string, head: Head): string {
    let text = `{"type":"${type}"`
    if (head.re !== undefined) text += `,"re":${JSON.stringify(head.re)}`
    if (head.topic !== undefined) text += `,"topic":"${head.topic}","offset":${head.offset}`
    return body.length > 2 ? `${text},${body.slice(1)}` : `${text}}`
  }

  function stringifier(map: Map<string, Stringify>, type: string): Stringify {
    const stringify = map.get(type)
    if (!stringify) throw new TypeError(`"${type}" is no type that ${contract.name} sends`)
    return stringify
  }

  return {
    contract,
    check,
    decode(text, defaultType) {
      const message: Incoming = { type: '', fields: {}, id: undefined }
      try {
        let parsed: unknown
        try {
          parsed = parse(text, undefined, { protoAction: 'error', constructorAction: 'error' })
        } catch (error) {
          throw badJson(`got what JSON.parse refuses: ${(error as Error).message.slice(0, 80)}`)
        }
        if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) throw badJson('got something else')
        const { type = defaultType, id, ...fields } = parsed as Fields
        if (id !== undefined) {
          if (!isId(id)) throw new ValidationError('"id" must be a string of at most 64 characters or a safe integer')
          message.id = id
        }
        if (typeof type !== 'string') throw new UnknownTypeError('"type" must be a string')
        message.type = type
        message.fields = fields
        check(type, fields)
      } catch (error) {
        message.error = error as Error
      }
      return message
    },
    encode: (type, fields, head = {}) => assemble(type, stringifier(stringifiers, type)(fields), head),
    encodeOk: (type, fields, re) => assemble('ok', stringifier(answers, type)(fields), { re }),
    topicDefinition: family =>
      contract.topics && Object.hasOwn(contract.topics, family) ? contract.topics[family] : undefined
  }
}
