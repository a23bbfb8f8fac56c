import { setImmediate } from 'node:timers/promises'
import { memoryEngine } from '@livelet/channel'
import { fakeClock } from '@livelet/channel/testing'
import t from 'tap'
import { createLease } from '../src/lease.ts'

function setUp() {
  const clock = fakeClock()
  const engine = memoryEngine({ clock })
  const events: string[] = []
  const leaseOf = (who: string, of: Parameters<typeof createLease>[0]['engine'] = engine) =>
    createLease({
      engine: of,
      name: 'price BTCUSDT',
      clock,
      onGain: () => events.push(`${who} has it`),
      onLose: () => events.push(`${who} lost it`),
      onError: error => events.push(`${who}: ${(error as Error).message}`)
    })
  /** Lets time pass, with the turns that promises need. */
  async function pass(ms: number) {
    for (let passed = 0; passed < ms; passed += 500) {
      clock.advance(500)
      await setImmediate()
    }
  }
  return { clock, engine, events, leaseOf, pass }
}

t.test('one of many has it, and keeps it for as long as it wants it', async t => {
  const { events, leaseOf, pass } = setUp()
  const [one, two] = [leaseOf('one'), leaseOf('two')]
  one.want()
  one.want()
  two.want()
  await pass(60_000)
  t.same(events, ['one has it'])
  t.same([one.isHeld, two.isHeld], [true, false])
})

t.test('who gives it up hands it over within 2 s', async t => {
  const { events, leaseOf, pass } = setUp()
  const [one, two] = [leaseOf('one'), leaseOf('two')]
  one.want()
  two.want()
  await pass(1_000)
  await one.drop()
  await pass(2_000)
  t.same(events, ['one has it', 'one lost it', 'two has it'])
  await two.drop()
  one.want()
  await setImmediate()
  t.equal(events.at(-1), 'one has it')
})

t.test('who dies is replaced within 10 s', async t => {
  const { engine, events, leaseOf, pass } = setUp()
  // It took the lock for as long as a lease does, and never came back.
  await engine.lock('price BTCUSDT', 6_000)
  const two = leaseOf('two')
  two.want()
  await pass(8_000)
  t.same(events, ['two has it'])
})

t.test('who was away for too long learns that it has lost it', async t => {
  const { clock, events, leaseOf, pass } = setUp()
  const [one, two] = [leaseOf('one'), leaseOf('two')]
  // A process that stands still runs its timers late.
  const { after } = clock
  clock.after = (ms, run) => after(ms + 7_000, run)
  one.want()
  await pass(500)
  clock.after = after
  two.want()
  await pass(10_000)
  t.same(events, ['one has it', 'two has it', 'one lost it'])
  t.same([one.isHeld, two.isHeld], [false, true])
})

t.test('an engine that cannot be reached loses it, and is asked again', async t => {
  const { engine, events, leaseOf, pass } = setUp()
  let isDown = false
  const shaky = {
    async lock(name: string, ttl: number) {
      if (isDown) throw new Error('down')
      const lock = await engine.lock(name, ttl)
      return (
        lock && {
          ...lock,
          renew() {
            if (isDown) throw new Error('down')
            return lock.renew()
          }
        }
      )
    }
  }
  const one = leaseOf('one', shaky)
  one.want()
  await pass(1_000)
  isDown = true
  await pass(2_000)
  t.same(events, ['one has it', 'one lost it', 'one: down'])
  isDown = false
  await pass(8_000)
  t.equal(events.at(-1), 'one has it')
})

t.test('a lock that arrives after it is not wanted any more is given back', async t => {
  const { engine, events, leaseOf } = setUp()
  const one = leaseOf('one', { lock: async (name, ttl) => engine.lock(name, ttl) })
  one.want()
  await one.drop()
  await setImmediate()
  t.same(events, [])
  t.ok(await engine.lock('price BTCUSDT', 1))
})
