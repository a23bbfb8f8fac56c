import type { Joined } from '@livelet/client'
import t from 'tap'
import { positionAfter, sinceOf } from '../src/position.ts'

const joined = (changes: Partial<Joined>): Joined => ({
  type: 'joined',
  topic: 'a/b',
  kind: 'log',
  epoch: 'e1',
  offset: 10,
  ...changes
})

for (const kind of ['log', 'signal'] as const) {
  t.test(`a ${kind} goes on after the greater of what was delivered and where the join stands`, async t => {
    t.same(positionAfter(undefined, joined({ kind })), { epoch: 'e1', offset: 10 })
    t.same(positionAfter({ epoch: 'e1', offset: 12 }, joined({ kind })), { epoch: 'e1', offset: 12 })
    t.same(positionAfter({ epoch: 'e1', offset: 8 }, joined({ kind })), { epoch: 'e1', offset: 10 })
  })

  t.test(`a ${kind} starts anew in a new epoch, or if something was lost`, async t => {
    t.same(positionAfter({ epoch: 'e0', offset: 99 }, joined({ kind })), { epoch: 'e1', offset: 10 })
    const lost = joined({ kind, recovered: false })
    t.same(positionAfter({ epoch: 'e1', offset: 99 }, lost), { epoch: 'e1', offset: 10 })
  })
}

t.test(
  'a state has no position before a value has come, since the latest follows with the offset of the join',
  async t => {
    const kind = 'state'
    t.same(positionAfter(undefined, joined({ kind })), { epoch: 'e1', offset: -1 })
    t.same(positionAfter({ epoch: 'e1', offset: 7 }, joined({ kind, recovered: true })), { epoch: 'e1', offset: 7 })
    t.same(positionAfter({ epoch: 'e0', offset: 7 }, joined({ kind })), { epoch: 'e1', offset: -1 })
    t.same(positionAfter({ epoch: 'e1', offset: 7 }, joined({ kind, recovered: false })), { epoch: 'e1', offset: -1 })
  }
)

t.test('a join asks to go on only from where something has come', async t => {
  t.equal(sinceOf(undefined), undefined)
  t.equal(sinceOf({ epoch: 'e1', offset: -1 }), undefined)
  t.same(sinceOf({ epoch: 'e1', offset: 0 }), { epoch: 'e1', offset: 0 })
})
