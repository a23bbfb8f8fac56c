import t from 'tap'
import { createEventParser } from '../src/fallback/events.ts'
import { PLACES, takePlace } from '../src/fallback/places.ts'

t.test('a stream of events is read however it is cut into parts', async t => {
  const text =
    ': beat\n\nid: e:1\nevent: joined\ndata: {"a":1}\n\nretry: 500\n\nid: e:2\r\ndata: 한\r\n\r\ndata:{}\n\nid: e:3\n\n'
  const whole = [
    { id: 'e:1', name: 'joined', data: '{"a":1}' },
    { id: 'e:2', name: 'message', data: '한' },
    { id: undefined, name: 'message', data: '{}' }
  ]
  for (let size = 1; size <= text.length; size++) {
    const parse = createEventParser()
    const events = []
    for (let at = 0; at < text.length; at += size) events.push(...parse(text.slice(at, at + size)))
    t.same(events, whole, `${size}`)
  }
})

t.test('there are three places for each origin, and each is given back once', async t => {
  const take = async (origin: string) => Promise.all(Array.from({ length: PLACES + 1 }, () => takePlace(origin)))
  const first = await take('http://one.example')
  t.equal(first.filter(Boolean).length, 3)
  const other = await take('http://other.example')
  t.equal(other.filter(Boolean).length, 3)
  first[1]?.()
  const again = await takePlace('http://one.example')
  t.ok(again)
  first[1]?.()
  t.equal(await takePlace('http://one.example'), undefined)
  for (const giveBack of [...first, ...other, again]) giveBack?.()
})

/** Locks as several tabs share them. */
function fakeLocks() {
  const held = new Set<string>()
  return {
    held,
    async request(name: string, _: unknown, run: (lock: object | null) => unknown) {
      if (held.has(name)) return run(null)
      held.add(name)
      try {
        return await run({})
      } finally {
        held.delete(name)
      }
    }
  }
}

t.test('the places are shared with other tabs where there are locks', async t => {
  const original = Object.getOwnPropertyDescriptor(globalThis, 'navigator')
  t.teardown(() => {
    if (original) Object.defineProperty(globalThis, 'navigator', original)
    else Reflect.deleteProperty(globalThis, 'navigator')
  })
  const locks = fakeLocks()
  Object.defineProperty(globalThis, 'navigator', { value: { locks }, configurable: true })
  const name = 'livelet http://x.example 1'
  let leaveTab = () => {}
  locks.request(name, {}, () => new Promise<void>(resolve => (leaveTab = resolve)))
  const mine = [await takePlace('http://x.example'), await takePlace('http://x.example')]
  t.ok(mine.every(Boolean))
  t.equal(locks.held.size, 3)
  t.equal(await takePlace('http://x.example'), undefined)
  leaveTab()
  await new Promise(resolve => setImmediate(resolve))
  const third = await takePlace('http://x.example')
  t.ok(third)
  for (const giveBack of [...mine, third]) giveBack?.()
  await new Promise(resolve => setImmediate(resolve))
  t.equal(locks.held.size, 0)

  const refused = { request: () => Promise.reject(new Error('not in a sandbox')) }
  Object.defineProperty(globalThis, 'navigator', { value: { locks: refused }, configurable: true })
  const alone = await takePlace('http://x.example')
  t.ok(alone, 'a page that may have no locks counts for itself')
  alone?.()
})
