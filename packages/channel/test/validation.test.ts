import { testApp } from '@livelet/channel/testing'
import t from 'tap'
import { type TSchema, Type } from 'typebox'
import { createValidator, explain } from '../src/validation.ts'
import { openChat } from './fixtures/chat.ts'
import { collectLog } from './fixtures/log.ts'

const ajv = createValidator()

function complaint(schema: TSchema | object, value: unknown): string {
  t.notOk(ajv.validate(schema, value))
  return explain(ajv.errors)
}

const within = (schema: TSchema) => Type.Object({ a: Type.Object({ b: Type.Optional(schema) }) })

t.test('a complaint names the field, what was expected and what came', async t => {
  const integer = within(Type.Integer())
  t.equal(complaint(integer, {}), '"a" is missing')
  t.equal(complaint(Type.Object({ a: integer }), { a: {} }), '"a.a" is missing')
  t.equal(complaint(integer, { a: { b: 'x' } }), '"a.b" must be integer, got "x"')
  t.equal(complaint(integer, { a: { b: null } }), '"a.b" must be integer, got null')
  t.equal(complaint(integer, { a: { b: [1] } }), '"a.b" must be integer, got an array')
  t.equal(complaint(integer, { a: { b: {} } }), '"a.b" must be integer, got an object')
  t.equal(complaint(within(Type.Enum(['x', 'y'])), { a: { b: 'z' } }), '"a.b" must be one of "x", "y", got "z"')
  t.equal(complaint(Type.Array(Type.Integer()), [1, true]), '"1" must be integer, got true')
  t.equal(complaint(Type.Integer(), 'x'), 'must be integer')
  t.equal(complaint(Type.Object({}, { additionalProperties: false }), { c: 1 }), '"c" is not known')
  t.equal(explain([]), 'is not valid')
  t.equal(explain(null), 'is not valid')
})

t.test('what JSON Schema has no words for is told by its type', async t => {
  const schema = within(Type.Unsafe({ typeof: 'function' }))
  t.ok(ajv.validate(schema, { a: { b: () => {} } }))
  t.equal(complaint(schema, { a: { b: 1 } }), '"a.b" must be a function, got 1')
  const store = within(Type.Unsafe({ typeof: 'object' }))
  t.ok(ajv.validate(store, { a: { b: new Map() } }))
  t.equal(complaint(store, { a: { b: null } }), '"a.b" must be an object, got null')
  t.equal(complaint(store, { a: { b: () => {} } }), '"a.b" must be an object, got a function')
})

t.test('nothing is coerced and nothing removed, but defaults are filled in', async t => {
  const number = Type.Object({ n: Type.Number() })
  for (const n of ['5', null, true, [7]]) t.notOk(ajv.validate(number, { n }))
  const value = { n: 1, more: 2 }
  t.ok(ajv.validate(number, value))
  t.same(value, { n: 1, more: 2 })
  const empty: { by?: number } = {}
  t.ok(ajv.validate(Type.Object({ by: Type.Integer({ default: 1 }) }), empty))
  t.same(empty, { by: 1 })
})

t.test('what a client sends comes back short, however long it is', async t => {
  const { lines, logger } = collectLog('warn')
  const { connect } = await testApp(t, app => openChat(app), { logger })
  const client = await connect('/chat')
  await client.message('welcome')
  const long = 'x'.repeat(10_000)
  for (const message of [{ type: 'double', n: long }, { type: 'double', n: 1, [long]: 1 }, { type: long }]) {
    client.send(message)
    const answer = await client.message('error')
    t.ok(answer.message.length < 200, `${answer.message.length} characters`)
  }
  // An object that cannot be turned into a string is no fault of the server.
  t.match(await client.request({ type: 'double', n: { toString: 1, valueOf: 1 } }), {
    code: 'LIVELET_VALIDATION',
    message: 'double: "n" must be integer, got an object'
  })
  t.same(lines, [])
})
