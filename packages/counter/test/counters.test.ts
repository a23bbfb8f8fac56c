import t from 'tap'
import { createCounters } from '../src/counters.ts'
import { memoryCounters } from '../src/memory.ts'

const open = (options: Partial<Parameters<typeof createCounters>[0]> = {}) =>
  createCounters({ names: ['main'], store: memoryCounters(), ...options })

t.test('a counter starts at 0, or at the limit nearest to 0, and a reset puts it back there', async t => {
  for (const [limits, start] of [
    [{}, 0],
    [{ min: 3 }, 3],
    [{ max: -3 }, -3],
    [{ min: -1, max: 1 }, 0]
  ] as const) {
    const counters = open(limits)
    t.same(await counters.read('main'), { value: start, version: 0 })
    await counters.add('main', 'min' in limits ? 1 : -1)
    t.match(await counters.reset('main'), { value: start, version: 2 })
  }
})

t.test('names that are not listed do not exist', async t => {
  const counters = open({ names: ['main', 'visits'] })
  t.equal(counters.has('visits'), true)
  t.equal(counters.has('toString'), false)
  const missing = { code: 'LIVELET_NOT_FOUND', message: 'there is no counter "other"' }
  await t.rejects(counters.read('other'), missing)
  await t.rejects(counters.add('other', 1), missing)
  await t.rejects(counters.reset('other'), missing)
})

t.test('a pattern says which names exist, each time anew', async t => {
  const { has } = open({ names: /^room-\d+/gy })
  t.same(['room-1', 'room-1', 'room-', 'room-1/x', 'main'].map(has), [true, true, false, false, false])
})

t.test('what is no safe integer is refused, never rounded', async t => {
  const counters = open()
  for (const by of [0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, -(2 ** 53), '1' as unknown as number]) {
    await t.rejects(counters.add('main', by), { code: 'LIVELET_VALIDATION', message: /"by" must be a safe integer/ })
  }
  t.match(await counters.read('main'), { value: 0 })
})

t.test('a key has 1 to 128 characters, and counts once within 10 minutes by the clock that it is given', async t => {
  let now = 0
  const counters = open({ now: () => now })
  for (const key of ['', 'x'.repeat(129)]) {
    await t.rejects(counters.add('main', 1, key), { code: 'LIVELET_VALIDATION', message: /"key" must have 1 to 128/ })
  }
  await counters.add('main', 1, 'k')
  t.match(await counters.add('main', 1, 'k'), { value: 1, duplicate: true })
  now = 10 * 60 * 1000
  t.match(await counters.add('main', 1, 'k'), { value: 2, duplicate: false })
})

t.test('limits that make no sense are refused', async t => {
  t.throws(() => open({ min: 0.5 }), { message: '"min" must be a safe integer, got 0.5' })
  t.throws(() => open({ max: Number.POSITIVE_INFINITY }), { message: /"max" must be a safe integer/ })
  t.throws(() => open({ min: 2, max: 1 }), { message: '"min" must not be above "max", got 2 and 1' })
})
