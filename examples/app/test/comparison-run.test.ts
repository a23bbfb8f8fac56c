import { fakeClock, type Teardown } from '@livelet/channel/testing'
import t from 'tap'
import { MAX_PER_SECOND } from '../src/comparison/contract.ts'
import { comparisonApp } from './fixtures/comparison.ts'

const PATH = '/comparison'

async function setUp(t: Teardown) {
  const clock = fakeClock()
  const { connect, url, runs, open, live } = await comparisonApp(t, {}, { clock })
  /** A page that has started its run. */
  async function page() {
    const client = await connect(PATH)
    const { run } = await client.request({ type: 'start' })
    return { client, run: String(run), numbers: () => runs.get(run)?.published }
  }
  return { clock, connect, url, runs, open, live, page }
}

t.test('a feed has one update before it moves, and then as many as its page asks for', async t => {
  const { clock, page } = await setUp(t)
  const { client, numbers } = await page()
  clock.advance(10_000)
  t.equal(numbers(), 1)
  t.match(await client.request({ type: 'pace', perSecond: 5 }), { type: 'ok', published: 1 })
  clock.advance(2_000)
  t.equal(numbers(), 11)
  await client.request({ type: 'pace', perSecond: 30 })
  clock.advance(10_000)
  t.equal(numbers(), 311, 'intervals that are no whole milliseconds do not add up to fewer')
  await client.request({ type: 'pace', perSecond: 0 })
  clock.advance(10_000)
  t.equal(numbers(), 311)
})

t.test('the pace of one page changes nothing in the feed of another', async t => {
  const { clock, page } = await setUp(t)
  const [one, two] = [await page(), await page()]
  t.not(one.run, two.run)
  await one.client.request({ type: 'pace', perSecond: 50 })
  await two.client.request({ type: 'pace', perSecond: 1 })
  clock.advance(1_000)
  t.same([one.numbers(), two.numbers()], [51, 2])
})

t.test('a pace out of bounds is refused', async t => {
  const { page } = await setUp(t)
  const { client } = await page()
  for (const perSecond of [-1, MAX_PER_SECOND + 1, '5', null]) {
    t.match(await client.request({ type: 'pace', perSecond }), { type: 'error', code: 'LIVELET_VALIDATION' })
  }
})

t.test('a run ends with its page, and everything that reads it ends too', async t => {
  const { clock, connect, url, runs, live, page } = await setUp(t)
  const idle = clock.pending
  const { client, run } = await page()
  await client.request({ type: 'pace', perSecond: 50 })
  const reader = await connect(`${PATH}?run=${run}`)
  await reader.joined(`feed/${run}`)
  const first = await fetch(`${url}${PATH}?run=${run}`)
  const events = await fetch(`${url}${PATH}?run=${run}`, { headers: { accept: 'text/event-stream' } })
  const held = fetch(`${url}${PATH}?run=${run}`, {
    headers: { prefer: 'wait=25', 'if-none-match': String(first.headers.get('etag')) }
  })
  while (live.connections < 4) await new Promise(setImmediate)
  client.socket.terminate()
  t.equal((await reader.closed()).code, 1000)
  t.match(await events.text(), 'event: close')
  t.equal((await held).status, 403)
  t.equal(runs.size, 0)
  t.equal((await fetch(`${url}${PATH}?run=${run}`)).status, 404)
  t.equal(clock.pending, idle, 'no timer of it is left')
})

t.test('a run that has stopped moving publishes nothing more, not even figures', async t => {
  const { clock, page } = await setUp(t)
  const { client, run } = await page()
  await client.joined(`figures/${run}`)
  await client.message('figures')
  await client.request({ type: 'pace', perSecond: 2 })
  clock.advance(1_000)
  await client.request({ type: 'pace', perSecond: 0 })
  clock.advance(1_000)
  await client.request({ type: 'time' })
  clock.advance(20_000)
  client.send({ type: 'time', id: 'next' })
  t.match(await client.message(), { type: 'ok', re: 'next' })
})

t.test('starting again is the same run; without a start there is none', async t => {
  const { connect, page } = await setUp(t)
  const { client, run } = await page()
  t.equal((await client.request({ type: 'start' })).run, run)
  const other = await connect(PATH)
  const refused = await other.request({ type: 'pace', perSecond: 1 })
  t.match(refused, { type: 'error', code: 'LIVELET_NOT_FOUND' })
})

t.test('only so many pages may compare at the same time', async t => {
  const { connect, open } = await setUp(t)
  for (let n = 0; n < 50; n++) open()
  const client = await connect(PATH)
  t.match(await client.request({ type: 'start' }), { type: 'error', code: 'LIVELET_UNAVAILABLE' })
})

t.test('it tells the processor time of its process, and how many feeds move', async t => {
  const { page } = await setUp(t)
  const [one, two] = [await page(), await page()]
  await two.client.request({ type: 'pace', perSecond: 1 })
  const before = process.cpuUsage()
  const { used, runs } = await one.client.request({ type: 'cpu' })
  const after = process.cpuUsage()
  t.equal(runs, 1)
  t.ok(used >= before.user + before.system && used <= after.user + after.system)
})

t.test('its time is that of the machine, ms', async t => {
  const { page } = await setUp(t)
  const { client } = await page()
  const before = performance.timeOrigin + performance.now()
  const { at } = await client.request({ type: 'time' })
  t.ok(at >= before && at <= performance.timeOrigin + performance.now())
})
