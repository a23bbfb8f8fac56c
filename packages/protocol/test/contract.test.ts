import { type ContractDefinition, defineContract, type MessagesOf } from '@livelet/protocol'
import t from 'tap'
import { Type } from 'typebox'

const send = { value: { value: Type.Integer() } }
const receive = { add: { fields: { by: Type.Integer() }, answer: { value: Type.Integer() } } }

t.test('a sound contract comes back as it was given, and types both sides', async t => {
  const contract = defineContract({
    name: 'counter',
    topics: { counter: { kind: 'state', send: ['value'] } },
    defaultTopic: 'counter/main',
    defaultType: 'add',
    receive: { ...receive, read: { fields: {}, answer: 'value' } },
    send
  })
  const sent: MessagesOf<typeof contract>['receive']['add']['fields'] = { by: 1 }
  const answer: MessagesOf<typeof contract>['receive']['read']['answer'] = { value: 1 }
  // @ts-expect-error: by is a number
  const wrong: MessagesOf<typeof contract>['receive']['add']['fields'] = { by: '1' }
  t.match([sent, answer, wrong], [{ by: 1 }, { value: 1 }, { by: '1' }])
  t.equal(contract.topics.counter.kind, 'state')
})

const refused: Record<string, [Partial<ContractDefinition>, RegExp]> = {
  'a malformed name': [{ name: 'Not a name' }, /name must match/],
  'a malformed type': [{ receive: { 'a b': receive.add } }, /receive type "a b" must match/],
  'a receive type that is a control message': [{ receive: { join: receive.add } }, /"join" is a control message/],
  'a send type that is a control message': [{ send: { welcome: {} } }, /"welcome" is a control message/],
  'an answer that is no send type': [{ receive: { add: { fields: {}, answer: 'nothing' } } }, /no send type/],
  'a topic of no send type': [{ topics: { a: { kind: 'log', send: ['nothing'] } } }, /topic "a" sends "nothing"/],
  'a malformed topic': [{ topics: { 'A/b': { kind: 'log', send: [] } } }, /topic "A\/b" must match/],
  'a default topic that it does not have': [{ defaultTopic: 'other/main' }, /defaultTopic "other\/main"/],
  'a default topic without a name': [
    { topics: { a: { kind: 'log', send: [] } }, defaultTopic: 'a' },
    /defaultTopic "a"/
  ],
  'a default type that it does not have': [{ defaultType: 'nothing' }, /defaultType "nothing"/],
  'a default type from the prototype': [{ defaultType: 'toString' }, /defaultType "toString"/]
}
for (const field of ['type', 'id']) {
  refused[`a received field ${field}`] = [
    { receive: { add: { fields: { [field]: Type.String() }, answer: {} } } },
    new RegExp(`reserved field "${field}"`)
  ]
}
for (const field of ['type', 're', 'topic', 'epoch', 'offset']) {
  const problem = new RegExp(`reserved field "${field}"`)
  refused[`a sent field ${field}`] = [{ send: { value: { [field]: Type.String() } } }, problem]
  refused[`an answered field ${field}`] = [
    { receive: { add: { fields: {}, answer: { [field]: Type.String() } } } },
    problem
  ]
}

for (const [what, [part, problem]] of Object.entries(refused)) {
  t.test(`${what} is refused when the contract is defined`, async t => {
    t.throws(() => defineContract({ name: 'counter', receive, send, ...part }), problem)
  })
}
