import channel, { type LogEntry, type SharedOptions } from '@livelet/channel'
import { fakeClock, type Teardown, testApp } from '@livelet/channel/testing'
import t from 'tap'
import { type Chat, type ChatDefinition, openChat } from './fixtures/chat.ts'

const anybody = { allow: () => true }

async function setUp(t: Teardown, options: SharedOptions = {}, changes: Partial<ChatDefinition> = {}) {
  const clock = fakeClock()
  let chat: Chat | undefined
  const { app, url } = await testApp(t, async app => {
    await app.register(channel, { clock })
    chat = await openChat(app, { rate: { perSecond: 1e6, burst: 1e6 }, ...options }, changes)
  })
  const live = chat as Chat
  const get = (query: string, headers: Record<string, string> = {}, signal: AbortSignal | null = null) =>
    fetch(`${url}/chat${query}`, { headers, signal })
  const hold = (query: string, etag: string, headers: Record<string, string> = {}, signal?: AbortSignal) =>
    get(query, { 'if-none-match': etag, prefer: 'wait=25', ...headers }, signal ?? null)
  /** Waits until so many are parked. */
  const parked = async (count: number) => {
    while (live.connections !== count) await new Promise(setImmediate)
  }
  await live.topic('mood', 'main').publish('mood', { text: 'one' })
  const etag = (await get('')).headers.get('etag') ?? ''
  return {
    app,
    clock,
    chat: live,
    mood: live.topic('mood', 'main'),
    room: live.topic('room', 'main'),
    get,
    hold,
    parked,
    etag
  }
}

t.test('who knows the latest of a state is held until there is something newer', async t => {
  const { chat, mood, hold, parked, etag } = await setUp(t)
  const holding = hold('', etag)
  await parked(1)
  await mood.publish('mood', { text: 'two' })
  const response = await holding
  t.equal(response.status, 200)
  t.equal(response.headers.get('preference-applied'), 'wait=25')
  t.not(response.headers.get('etag'), etag)
  t.same(await response.json(), { type: 'mood', text: 'two' })
  t.equal(chat.connections, 0)
  const behind = await hold('', etag)
  t.equal(behind.status, 200, 'who does not know the latest gets it at once')
})

t.test('a held request gets what is the latest when it is answered', async t => {
  const { mood, hold, parked, etag } = await setUp(t)
  const holding = hold('', etag)
  await parked(1)
  for (const text of ['two', 'three', 'four']) mood.publish('mood', { text })
  t.match(await (await holding).json(), { text: 'four' })
})

t.test('when the time is up nothing has changed', async t => {
  const { clock, hold, parked, etag, chat } = await setUp(t)
  const holding = hold('', etag)
  await parked(1)
  clock.advance(24_000)
  t.equal(chat.connections, 1)
  clock.advance(2_000)
  const response = await holding
  t.equal(response.status, 304)
  t.equal(response.headers.get('etag'), etag)
  t.equal(response.headers.get('preference-applied'), 'wait=25')
  t.match(response.headers.get('vary'), /Accept, Prefer/)
  t.equal(chat.connections, 0)
})

t.test('without If-None-Match a wish to wait changes nothing', async t => {
  const { get } = await setUp(t)
  const response = await get('', { prefer: 'wait=25' })
  t.equal(response.status, 200)
  t.equal(response.headers.get('preference-applied'), null)
  t.equal((await get('', { prefer: 'wait=0', 'if-none-match': '*' })).status, 304)
})

t.test('a log is held for entries, and nothing is lost or doubled over many polls', async t => {
  const { room, get, hold } = await setUp(t)
  const { epoch } = await (await get('?topic=room/main')).json()
  const texts: string[] = []
  let offset = 0
  const publishing = (async () => {
    for (let n = 1; n <= 500; n++) {
      await room.publish('said', { text: `${n}` })
      if (n % 7 === 0) await new Promise(resolve => setTimeout(resolve, n % 3))
    }
  })()
  for (let n = 0; texts.length < 500; n++) {
    const abort = new AbortController()
    const asking = hold(`?topic=room/main&since=${epoch}:${offset}`, `"${epoch}:${offset}"`, {}, abort.signal)
    // Now and then the answer is lost on its way, and asked for again.
    if (n % 5 === 4) {
      abort.abort()
      await t.rejects(asking)
      continue
    }
    const page = await (await asking).json()
    t.equal(page.recovered, true)
    for (const { text } of page.items) texts.push(text)
    offset = page.offset
  }
  await publishing
  t.same(
    texts,
    Array.from({ length: 500 }, (_, n) => `${n + 1}`)
  )
})

t.test('an address that stays the same is enough: what is known is where the last answer ended', async t => {
  const { room, get, hold, parked } = await setUp(t)
  const etag = (await get('?topic=room/main')).headers.get('etag') ?? ''
  const holding = hold('?topic=room/main', etag)
  await parked(1)
  await room.publish('said', { text: 'one' })
  const first = await holding
  t.match(await first.json(), { items: [{ text: 'one' }] })
  await room.publish('said', { text: 'two' })
  t.match(await (await hold('?topic=room/main', first.headers.get('etag') ?? '')).json(), { items: [{ text: 'two' }] })
})

t.test('what cannot be replayed is said at once', async t => {
  const { get, hold } = await setUp(t)
  const { epoch } = await (await get('?topic=room/main')).json()
  const response = await hold('?topic=room/main&since=another:5', '"another:5"')
  t.equal(response.status, 200)
  t.match(await response.json(), { epoch, offset: 0, recovered: false, items: [] })
})

t.test('entries that are not for who waits do not end the wait', async t => {
  const entries: LogEntry[] = []
  const log = {
    epoch: 'disk',
    floor: 0,
    get head() {
      return entries.length
    },
    read: (after: number, limit: number) => entries.slice(after, after + limit)
  }
  const read = (after: number, limit: number, audience?: ReadonlyMap<string, number>) =>
    log.read(after, limit).filter(({ groups }) => !audience || [...(groups ?? [])].some(group => audience.has(group)))
  const source = Object.assign(Object.create(log), { read })
  const room = { ...anybody, source: () => source, audience: () => new Map([['ann', 0]]) }
  const { room: live, hold, parked, clock } = await setUp(t, {}, { topics: { mood: anybody, wave: anybody, room } })
  const append = (text: string, group: string) => {
    entries.push({ type: 'said', fields: { text }, offset: entries.length + 1, groups: new Set([group]) })
    return live.wake()
  }
  await append('zero', 'bob')
  const quiet = hold('?topic=room/main&since=disk:0', '"disk:0"')
  await parked(1)
  await append('one', 'bob')
  clock.advance(26_000)
  t.equal((await quiet).status, 304)
  const holding = hold('?topic=room/main&since=disk:0', '"disk:0"')
  await parked(1)
  await append('two', 'ann')
  t.match(await (await holding).json(), { offset: 3, items: [{ text: 'two' }] })
})

t.test('a thousand held requests cost no timer each, and all go at once when the app closes', async t => {
  const { app, clock, hold, parked, etag, chat } = await setUp(t)
  const before = clock.pending
  const holding = Array.from({ length: 1_000 }, () => hold('', etag))
  await parked(1_000)
  t.equal(clock.pending, before)
  const closing = app.close()
  const responses = await Promise.all(holding)
  t.equal(responses.filter(({ status }) => status === 503).length, 1_000)
  t.ok(Number(responses[0]?.headers.get('retry-after')) > 0)
  t.match(await responses[0]?.json(), { code: 'LIVELET_UNAVAILABLE' })
  t.equal(chat.connections, 0)
  // The hands have not moved: nothing waited for a timer.
  await closing
})

t.test('a thousand held requests are answered by one publish, and end in the same sweep', async t => {
  const { clock, hold, parked, etag, mood } = await setUp(t)
  const holding = Array.from({ length: 1_000 }, () => hold('', etag))
  await parked(1_000)
  await mood.publish('mood', { text: 'two' })
  const responses = await Promise.all(holding)
  t.ok(responses.every(({ status }) => status === 200))
  const next = responses[0]?.headers.get('etag') ?? ''
  const again = Array.from({ length: 1_000 }, () => hold('', next))
  await parked(1_000)
  clock.advance(26_000)
  t.ok((await Promise.all(again)).every(({ status }) => status === 304))
})

t.test('a held request is joined to its topic for as long as it is held', async t => {
  let open = 0
  const mood = {
    allow: () => true,
    open() {
      open++
      return () => open--
    }
  }
  const {
    hold,
    parked,
    etag,
    mood: live,
    clock
  } = await setUp(t, {}, { topics: { mood, wave: anybody, room: anybody } })
  const closed = async () => {
    while (open > 0) await new Promise(setImmediate)
  }
  t.equal(open, 0, 'reading does not open it')
  const late = hold('', etag)
  await parked(1)
  t.equal(open, 1)
  clock.advance(26_000)
  t.equal((await late).status, 304)
  await closed()
  const holding = hold('', etag)
  await parked(1)
  await live.publish('mood', { text: 'two' })
  t.equal((await holding).status, 200)
  await closed()
})

t.test('who leaves while being held gives back the place', async t => {
  const { hold, parked, etag, chat, mood } = await setUp(t, { maxConnections: 2 })
  const abort = new AbortController()
  const one = hold('', etag, {}, abort.signal)
  const two = hold('', etag)
  await parked(2)
  const third = await hold('', etag)
  t.equal(third.status, 503)
  t.match(await third.json(), { code: 'LIVELET_UNAVAILABLE' })
  abort.abort()
  await t.rejects(one)
  await parked(1)
  const fourth = hold('', etag)
  await parked(2)
  await mood.publish('mood', { text: 'two' })
  t.same([(await two).status, (await fourth).status], [200, 200])
  t.equal(chat.connections, 0)
})

t.test("a user's held requests end when the user is signed out, may not read any more, or has expired", async t => {
  const clockStart = fakeClock().now()
  let isAllowed = true
  const identify: SharedOptions['identify'] = ({ headers }) => ({
    id: String(headers.user),
    expiresAt: clockStart + 10_000
  })
  const { chat, clock, hold, parked, etag } = await setUp(t, { identify, allow: { mood: () => isAllowed } })
  const holdAs = async (user: string) => {
    const holding = hold('', etag, { user })
    await parked(1)
    return { holding }
  }
  const ann = await holdAs('ann')
  t.equal(chat.disconnect('bob'), 0)
  t.equal(chat.disconnect('ann'), 1)
  t.match(await (await ann.holding).json(), { code: 'LIVELET_FORBIDDEN' })
  const bob = await holdAs('bob')
  isAllowed = false
  await chat.recheck('bob')
  t.equal((await bob.holding).status, 403)
  isAllowed = true
  const eve = await holdAs('eve')
  t.equal(chat.send('eve', 'said', { text: 'hello' }), 0, 'a held request takes no messages beside its topic')
  clock.advance(11_000)
  t.equal((await eve.holding).status, 403)
})
