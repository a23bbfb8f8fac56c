// Many readers of one price: how many connections the exchange sees, how long a price takes from the exchange to the last
// reader, and what a reader costs the server. The exchange and the readers share this process, and so its clock; what
// receiving takes here is part of the time.
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { type FakeExchange, fakeExchange } from '../test/fixtures/exchange.ts'
import { openReaders } from './readers.ts'

const READERS = Number(process.env.READERS ?? 1_000)
const PRICES = Number(process.env.PRICES ?? 100)
/** Turns that each server has, one after the other: what else this machine does then falls on both. */
const ROUNDS = Number(process.env.ROUNDS ?? 3)
/** Time between two prices, ms: a little more than a tenth of a second, below which Livelet leaves some out. */
const EVERY = 150

interface Figures {
  connections: number
  median: number
  p99: number
  /** µs of the server's CPU for one price to one reader. */
  cpu: number
}

async function cpuOf(server: ChildProcess): Promise<number> {
  server.send('cpu')
  const [{ cpu }] = (await once(server, 'message')) as [{ cpu: NodeJS.CpuUsage }]
  return cpu.user + cpu.system
}

async function measure(kind: string, exchange: FakeExchange): Promise<Figures> {
  const before = exchange.connections
  const server = fork(fileURLToPath(new URL('server.js', import.meta.url)), [
    kind,
    exchange.restUrl,
    exchange.streamUrl
  ])
  const [{ port }] = (await once(server, 'message')) as [{ port: number }]
  const readers = await openReaders(port, READERS)
  await exchange.connected()
  const say = async (i: number) => {
    const price = `70352.${String(i).padStart(6, '0')}`
    const all = readers.all(price)
    const start = performance.now()
    exchange.say(price)
    return (await all) - start
  }
  for (let i = 0; i < 10; i++) await Promise.all([say(i), wait(EVERY)])

  const times: number[] = []
  const start = await cpuOf(server)
  for (let i = 10; i < 10 + PRICES; i++) {
    const [time] = await Promise.all([say(i), wait(EVERY)])
    times.push(time)
  }
  const cpu = ((await cpuOf(server)) - start) / PRICES / READERS
  const connections = exchange.connections - before
  readers.close()
  server.kill()
  await once(server, 'exit')
  times.sort((a, b) => a - b)
  const at = (part: number) => times[Math.floor(part * times.length)] ?? 0
  return { connections, median: at(0.5), p99: at(0.99), cpu }
}

const endings: (() => unknown)[] = []
const exchange = await fakeExchange({ teardown: run => endings.push(run) })
const round = (n: number) => n.toFixed(1)
const middle = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

const rounds: Record<string, Figures[]> = { loop: [], livelet: [] }
for (let i = 0; i < ROUNDS; i++) {
  for (const [kind, figures] of Object.entries(rounds)) figures.push(await measure(kind, exchange))
}
const results = Object.entries(rounds).map(([kind, figures]) => ({
  name: kind === 'livelet' ? '@livelet/price' : 'a loop of ws.send',
  connections: Math.max(...figures.map(({ connections }) => connections)),
  median: middle(figures.map(({ median }) => median)),
  p99: middle(figures.map(({ p99 }) => p99)),
  cpu: middle(figures.map(({ cpu }) => cpu))
}))

console.log(
  `${READERS} readers of one price, ${PRICES} prices, one every ${EVERY} ms, middle of ${ROUNDS} rounds, Node ${process.version}\n`
)
console.log(
  '| server | upstream connections | median to the last reader | p99 | CPU a price and reader | CPU a reader |'
)
console.log(
  '| ------ | -------------------: | ------------------------: | --: | ---------------------: | -----------: |'
)
for (const { name, connections, median, p99, cpu } of results) {
  const share = (cpu / 1e6) * (1000 / EVERY) * 100
  console.log(
    `| ${name} | ${connections} | ${round(median)} ms | ${round(p99)} ms | ${round(cpu)} µs | ${share.toFixed(4)} % |`
  )
}
const [loop, livelet] = results
if (loop && livelet) {
  const ratio = (part: 'median' | 'cpu') => (livelet[part] / loop[part]).toFixed(2)
  console.log(`\nto the loop: time × ${ratio('median')}, CPU × ${ratio('cpu')}`)
}
for (const end of endings) await end()
process.exit()
