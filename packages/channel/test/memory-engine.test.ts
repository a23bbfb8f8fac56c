import { memoryEngine } from '@livelet/channel'
import { fakeClock } from '@livelet/channel/testing'
import t from 'tap'
import { engineSuite } from './fixtures/engine-suite.ts'

engineSuite(t, async () => {
  const clock = fakeClock()
  return { engine: memoryEngine({ clock }), clock }
})

t.test('a log keeps so many entries, and knows which it no longer has', async t => {
  const log = await memoryEngine({ maxLogEntries: 5 }).log('a')
  for (let n = 1; n <= 1_000; n++) {
    await log.append({ type: 'said', fields: {} })
    t.equal(log.floor, Math.max(0, n - 5))
    const read = await log.read(0, 10)
    t.equal(read[0]?.offset, log.floor + 1)
    t.equal(read.at(-1)?.offset, n)
  }
})

t.test('two engines have two epochs', async t => {
  t.not(memoryEngine().epoch, memoryEngine().epoch)
})

t.test('after it was closed it knows nothing any more', async t => {
  const engine = memoryEngine()
  await engine.publishState('a', { type: 'said', fields: {} })
  await engine.close()
  t.equal(await engine.read('a'), undefined)
})
