import t from 'tap'
import { memoryCounters } from '../src/memory.ts'
import { KEY_LIFETIME } from '../src/store.ts'
import { by, storeSuite } from './fixtures/store-suite.ts'

storeSuite(t, () => memoryCounters())

t.test('each store has an epoch of its own, since what it keeps ends with it', async t => {
  t.not(memoryCounters().epoch, memoryCounters().epoch)
})

t.test('when it is full of keys it refuses new ones, until old ones expire', async t => {
  const store = memoryCounters(2)
  const use = async (key: string, now: number) => store.change('main', by(1, { key, now }))
  await use('a', 0)
  await use('b', 1)
  await t.rejects(use('c', 2), { code: 'LIVELET_UNAVAILABLE' })
  t.match(await use('a', 2), { duplicate: true })
  t.match(await store.change('main', by(1, { now: 2 })), { value: 3 }, 'without a key it still counts')
  t.match(await use('c', KEY_LIFETIME), { value: 4, duplicate: false })
})
