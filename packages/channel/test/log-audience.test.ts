import channel, { type Audience, type LiveConnection, type LogEntry } from '@livelet/channel'
import { type Teardown, testApp } from '@livelet/channel/testing'
import t from 'tap'
import { type Chat, openChat } from './fixtures/chat.ts'

const allow = () => true
const audienceOf = (groups: Record<string, number>): Audience => new Map(Object.entries(groups))

/** A log whose entries are for groups, and that counts how it is read. */
function groupLog() {
  const entries: LogEntry[] = []
  const log = {
    epoch: 'one',
    floor: 0,
    head: 0,
    reads: { all: 0, own: 0 },
    append(text: string, ...groups: string[]) {
      entries.push({ type: 'said', fields: { text }, offset: ++log.head, groups: new Set(groups) })
    },
    removeTo(offset: number) {
      while (entries[0] && entries[0].offset <= offset) log.floor = entries.shift()?.offset ?? log.floor
    },
    async read(after: number, limit: number, audience?: Audience) {
      log.reads[audience ? 'own' : 'all']++
      await new Promise(setImmediate)
      const isFor = ({ offset, groups = new Set() }: LogEntry) =>
        !audience || [...groups].some(group => offset > (audience.get(group) ?? offset))
      return entries.filter(entry => entry.offset > after && isFor(entry)).slice(0, limit)
    }
  }
  return log
}

async function setUp(t: Teardown, source: ReturnType<typeof groupLog>) {
  const audiences = new Map<string, Audience>()
  let chat: Chat | undefined
  const { connect: open } = await testApp(t, async app => {
    await app.register(channel, { identify: request => ({ id: String(request.headers.user) }) })
    const audience = ({ identity }: LiveConnection) => audiences.get(identity?.id ?? '') ?? new Map()
    const greet = ({ identity }: LiveConnection) => ({ type: 'said', fields: { text: `hello ${identity?.id}` } })
    chat = await openChat(
      app,
      {},
      { topics: { mood: { allow }, wave: { allow }, room: { allow, source: () => source, audience, greet } } }
    )
  })
  const room = (chat as Chat).topic('room', 'main')
  return {
    chat: chat as Chat,
    audiences,
    wake: () => room.wake(),
    async connect(user: string, groups: Record<string, number>) {
      audiences.set(user, audienceOf(groups))
      return open('/chat', { headers: { user } })
    }
  }
}

t.test('each reader gets what is for one of its groups, and all share what is read', async t => {
  const source = groupLog()
  const { connect, wake } = await setUp(t, source)
  const ann = await connect('ann', { all: 0, ann: 0 })
  const bob = await connect('bob', { all: 0, bob: 0 })
  for (const client of [ann, bob]) await client.joined('room/main')
  for (const client of [ann, bob]) t.match(await client.message('said'), { text: /^hello/ })
  source.append('1', 'all')
  source.append('2', 'ann')
  source.append('3', 'bob')
  source.append('4', 'ann', 'bob', 'cleo', 'dan')
  source.append('5', 'cleo')
  source.append('6', 'all')
  wake()
  for (const [client, texts] of [
    [ann, ['1', '2', '4', '6']],
    [bob, ['1', '3', '4', '6']]
  ] as const) {
    for (const text of texts) t.match(await client.message('said'), { text, offset: Number(text) })
  }
  t.same(source.reads, { all: 1, own: 0 })
})

t.test('who comes back gets what it missed of its own, also where most of it is for others', async t => {
  const source = groupLog()
  const { connect, wake } = await setUp(t, source)
  for (let n = 1; n <= 5_000; n++) source.append(`${n}`, n % 50 === 0 ? 'ann' : 'bob')
  // Keeps the topic open, so that the newest entries are shared.
  const other = await connect('other', {})
  await other.joined('room/main')
  for (let n = 5_001; n <= 5_400; n++) source.append(`${n}`, n % 50 === 0 ? 'ann' : 'bob')
  wake()
  const ann = await connect('ann', { ann: 0 })
  t.match(await ann.joined('room/main', { epoch: 'one', offset: 100 }), { recovered: true, offset: 100 })
  await ann.message('said')
  for (let n = 150; n <= 5_400; n += 50) t.match(await ann.message('said'), { text: `${n}` })
  source.append('live', 'ann')
  wake()
  t.match(await ann.message('said'), { text: 'live', offset: 5_401 })
  t.match(await other.request({ type: 'double', n: 1 }), { n: 2 })
  t.notOk(
    other.waiting.some(frame => String(frame).includes('"topic"')),
    'nothing was for the other'
  )
})

t.test('a group counts from when the reader came into it', async t => {
  const source = groupLog()
  const { connect } = await setUp(t, source)
  for (let n = 1; n <= 10; n++) source.append(`${n}`, n % 2 ? 'odd' : 'even')
  const client = await connect('ann', { odd: 0, even: 6 })
  await client.joined('room/main', { epoch: 'one', offset: 0 })
  await client.message('said')
  for (const text of ['1', '3', '5', '7', '8', '9', '10']) t.match(await client.message('said'), { text })
})

t.test('`recheck` changes what a reader gets from then on', async t => {
  const source = groupLog()
  const { connect, wake, chat, audiences } = await setUp(t, source)
  const client = await connect('ann', { ann: 0 })
  await client.joined('room/main')
  await client.message('said')
  source.append('not yet', 'news')
  wake()
  source.append('mine', 'ann')
  wake()
  t.match(await client.message('said'), { text: 'mine' })
  audiences.set('ann', audienceOf({ ann: 0, news: source.head }))
  await chat.recheck('ann')
  source.append('now', 'news')
  wake()
  t.match(await client.message('said'), { text: 'now' })
  audiences.set('ann', audienceOf({ ann: 0 }))
  await chat.recheck('ann')
  source.append('no more', 'news')
  source.append('last', 'ann')
  wake()
  t.match(await client.message('said'), { text: 'last' })
})

t.test('what is removed before a reader has come to it is never passed over in silence', async t => {
  const source = groupLog()
  const { connect } = await setUp(t, source)
  for (let n = 1; n <= 1_000; n++) source.append(`${n}`, 'ann')
  const other = await connect('other', {})
  await other.joined('room/main')
  const { read } = source
  // While its second page is read, a part of it is removed.
  source.read = async (after, limit, audience) => {
    const page = await read(after, limit, audience)
    if (after === 128) {
      source.removeTo(300)
      return page.slice(1)
    }
    return page
  }
  const client = await connect('ann', { ann: 0 })
  t.match(await client.joined('room/main', { epoch: 'one', offset: 0 }), { recovered: true })
  await client.message('said')
  for (let n = 1; n <= 128; n++) t.match(await client.message('said'), { text: `${n}` })
  t.match(await client.closed(), { code: 4000 })
  t.same(client.waiting, [])
})

t.test('entries too big for one page arrive all the same', async t => {
  const source = groupLog()
  const { connect } = await setUp(t, source)
  const padding = 'x'.repeat(30_000)
  for (let n = 1; n <= 300; n++) source.append(`${n} ${padding}`, 'ann')
  const client = await connect('ann', { ann: 0 })
  await client.joined('room/main', { epoch: 'one', offset: 0 })
  await client.message('said')
  for (let n = 1; n <= 300; n++) t.equal((await client.message('said')).offset, n)
  t.ok(source.reads.own < 200, `${source.reads.own} reads`)
})
