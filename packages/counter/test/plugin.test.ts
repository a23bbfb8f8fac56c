import { join } from 'node:path'
import channel from '@livelet/channel'
import { testApp } from '@livelet/channel/testing'
import Fastify from 'fastify'
import t from 'tap'
import counter, { type CounterDecorator } from '../src/index.ts'
import { memoryCounters } from '../src/memory.ts'
import { sqliteCounters } from '../src/sqlite.ts'
import type { CounterStore } from '../src/store.ts'

declare module 'fastify' {
  interface FastifyInstance {
    votes: CounterDecorator
  }
}

t.test('a program adds, reads and resets', async t => {
  const { connect } = await testApp(t, app => app.register(counter))
  const client = await connect('/counter')
  t.match(await client.message(), { type: 'welcome', topic: 'counter/main' })
  t.match(await client.request({ type: 'read' }), { type: 'ok', value: 0 })
  t.match(await client.request({ type: 'add' }), { value: 1 })
  t.match(await client.request({ type: 'add', by: 41 }), { value: 42 })
  t.match(await client.request({ type: 'add', name: 'main', by: -2 }), { value: 40 })
  t.match(await client.request({ type: 'reset' }), { value: 0 })
  t.match(await client.request({ type: 'read', name: 'other' }), { type: 'error', code: 'LIVELET_NOT_FOUND' })
  t.match(await client.request({ type: 'add', by: 1.5 }), { code: 'LIVELET_VALIDATION', message: /"by"/ })
  t.match(await client.joined('counter/other'), { code: 'LIVELET_NOT_FOUND' })
})

t.test('everyone who is joined sees each new value, whoever makes it', async t => {
  const { app, connect, connectText } = await testApp(t, app => app.register(counter))
  const [one, two] = await Promise.all([connect('/counter'), connect('/counter')])
  const text = await connectText('/counter')
  t.equal(await text.next(), '0')
  for (const client of [one, two]) {
    await client.joined('counter/main')
    t.match(await client.message(), { type: 'value', topic: 'counter/main', name: 'main', value: 0 })
  }
  await one.request({ type: 'add', by: 5 })
  t.match(await two.message(), { type: 'value', value: 5 })
  t.equal(await text.next(), '5')
  t.equal(await app.counter.add('main', 2), 7)
  t.match(await two.message(), { type: 'value', value: 7 })
  t.equal(await text.next(), '7')
  t.equal(await app.counter.read('main'), 7)
  t.equal(await app.counter.reset('main'), 0)
  t.match(await two.message(), { value: 0 })
  await t.rejects(app.counter.add('other'), { code: 'LIVELET_NOT_FOUND' })
})

t.test('a key counts once, and everyone gets its first outcome', async t => {
  const { connect } = await testApp(t, app => app.register(counter))
  const [one, two] = await Promise.all([connect('/counter'), connect('/counter')])
  t.match(await one.request({ type: 'add', by: 3, key: 'a' }), { value: 3 })
  await one.request({ type: 'add', by: 10 })
  t.match(await two.request({ type: 'add', by: 3, key: 'a' }), { value: 3 })
  t.match(await two.request({ type: 'read' }), { value: 13 })
})

t.test('what would leave the limits, or the safe integers, is refused and changes nothing', async t => {
  const { app, connect } = await testApp(t, async app => {
    await app.register(channel)
    await app.register(counter)
    await app.register(counter, { as: 'votes', path: '/votes', min: 0, max: 10 })
  })
  const client = await connect('/counter')
  t.equal(await app.counter.add('main', Number.MAX_SAFE_INTEGER), Number.MAX_SAFE_INTEGER)
  t.match(await client.request({ type: 'add' }), { code: 'LIVELET_VALIDATION' })
  t.match(await client.request({ type: 'add', by: 2 ** 53 }), { code: 'LIVELET_VALIDATION' })
  t.match(await client.request({ type: 'read' }), { value: Number.MAX_SAFE_INTEGER })
  const votes = await connect('/votes')
  t.match(await votes.request({ type: 'add', by: 11 }), { code: 'LIVELET_VALIDATION', message: /within 0 and 10/ })
  t.match(await votes.request({ type: 'add', by: -1 }), { code: 'LIVELET_VALIDATION' })
  t.match(await votes.request({ type: 'add', by: 10 }), { value: 10 })
  t.equal(await app.votes.read('main'), 10)
})

t.test('a person types, and reads the value once on opening and then each new one', async t => {
  const { connectText } = await testApp(t, app => app.register(counter, { max: 100 }))
  const [one, two] = await Promise.all([connectText('/counter'), connectText('/counter')])
  for (const client of [one, two]) t.equal(await client.next(), '0')
  for (const [typed, read] of [
    ['+1', '1'],
    ['-1', '0'],
    ['+5', '5'],
    ['reset', '0']
  ] as const) {
    one.send(typed)
    for (const client of [one, two]) t.equal(await client.next(), read)
  }
  one.send('five')
  t.match(await one.next(), /^error: .*받은 것: "five"$/)
  one.send('+101')
  t.match(await one.next(), /^error: 값은/)
  t.same(two.waiting, [])
})

t.test('errors are in the feature’s language', async t => {
  const { connectText } = await testApp(t, app => app.register(counter, { locale: 'en' }))
  const client = await connectText('/counter')
  t.equal(await client.next(), '0')
  client.send('x')
  t.equal(await client.next(), 'error: expected a number to add, like +1 or -5, or reset, got "x"')
})

t.test('a pattern says which counters exist', async t => {
  const { connect } = await testApp(t, app => app.register(counter, { counters: /^post-\d+$/ }))
  const client = await connect('/counter')
  t.match(await client.request({ type: 'add', name: 'post-7' }), { value: 1 })
  t.match(await client.request({ type: 'add', name: 'post-x' }), { code: 'LIVELET_NOT_FOUND' })
})

t.test('a counter can count by itself', async t => {
  const { connect } = await testApp(t, app => app.register(counter, { every: { ms: 10, by: 2 } }))
  const client = await connect('/counter')
  await client.joined('counter/main')
  let last = -2
  while (last < 10) {
    const { value } = await client.message('value')
    t.ok(value > last && value % 2 === 0)
    last = value
  }
})

t.test('a wrong option is refused with its name', async t => {
  for (const [options, words] of [
    [{ min: 'low' }, /"min" must be/],
    [{ every: { ms: 0 } }, /"every.ms" must be >= 1/],
    [{ every: { ms: 5, name: 'other' } }, /"every.name"/],
    [{ counters: [] }, /"counters"/],
    [{ counters: ['no slash/'] }, /"counters/],
    [{ store: {} }, /"store.epoch" is missing/],
    [{ steps: 1 }, /"steps" is not known/]
  ] as const) {
    const app = Fastify()
    t.teardown(() => app.close())
    await t.rejects(async () => app.register(counter, options as object), words, JSON.stringify(options))
  }
})

t.test('two of them need two names', async t => {
  const app = Fastify()
  t.teardown(() => app.close())
  await app.register(channel)
  await app.register(counter)
  await t.rejects(async () => app.register(counter, { path: '/two' }), {
    message: 'fastify.counter is taken: pass "as"'
  })
})

t.test('a value in SQLite is there after a restart, and a reader goes on where it was', async t => {
  const file = join(t.testdir(), 'counter.db')
  const first = await testApp(t, app => app.register(counter, { store: sqliteCounters(file) }))
  const client = await first.connect('/counter')
  await client.joined('counter/main')
  await client.message('value')
  await client.request({ type: 'add', by: 7 })
  const { epoch, offset } = await client.joined('counter/main')
  await first.app.close()

  const second = await testApp(t, app => app.register(counter, { store: sqliteCounters(file) }))
  const again = await second.connect('/counter')
  t.match(await again.joined('counter/main', { epoch, offset }), { recovered: true, epoch, offset })
  t.match(await again.request({ type: 'read' }), { value: 7 })
  t.same(again.waiting, [], 'nothing was missed')
})

t.test('the element is served beside the feature', async t => {
  const { url } = await testApp(t, app => app.register(counter, { prefix: '/v1' }))
  const response = await fetch(`${url}/v1/counter/element.js`)
  t.equal(response.status, 200)
  t.match(await response.text(), 'livelet-counter')
})

/** A store that answers in any order but the one in which it was asked. */
function shuffled(store: CounterStore, random: () => number): CounterStore {
  let waiting: (() => void)[] = []
  const later = <T>(value: T | Promise<T>) =>
    new Promise<T>((resolve, reject) => {
      if (waiting.push(() => Promise.resolve(value).then(resolve, reject)) > 1) return
      setImmediate(() => {
        const all = waiting.sort(() => random() - 0.5)
        waiting = []
        for (const answer of all) answer()
      })
    })
  return {
    epoch: store.epoch,
    read: name => later(store.read(name)),
    change: (name, change) => later(store.change(name, change)),
    reset: (name, to) => later(store.reset(name, to))
  }
}

t.test('a store that answers out of order still ends every reader on the right value', async t => {
  let seed = 7
  const random = () => {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31
    return seed / 2 ** 31
  }
  const rate = { perSecond: 1e6, burst: 1e6 }
  const { connect, connectText } = await testApp(t, app =>
    app.register(counter, { rate, store: shuffled(memoryCounters(), random) })
  )
  const adders = await Promise.all(Array.from({ length: 5 }, () => connect('/counter')))
  const reader = await connect('/counter')
  const text = await connectText('/counter')
  await reader.joined('counter/main')
  for (let round = 1; round <= 200; round++) {
    await Promise.all(adders.map(adder => adder.request({ type: 'add', by: 1 })))
    const right = 5 * round
    let value = -1
    while (value !== right) ({ value } = await reader.message('value'))
    while ((await text.next()) !== String(right));
    t.equal((await reader.request({ type: 'read' })).value, right)
    t.same([reader.waiting, text.waiting], [[], []])
  }
})
