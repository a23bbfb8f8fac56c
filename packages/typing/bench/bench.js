import { fork } from 'node:child_process'
import { once } from 'node:events'
import { cpus } from 'node:os'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

const USAGE = `pnpm --filter @livelet/typing bench [options]

  Puts many people into one room, lets some of them type as people do, and says what that costs.

  --readers N   people in the room [2000]
  --typists N   how many of them type [200]
  --seconds N   how long is measured [15]
`

/** Time in which people begin, before anything is measured, ms. */
const WARM_UP = 6_000

/** A program of ours in a process of its own; it answers each message with one. */
async function start(name) {
  const child = fork(fileURLToPath(new URL(name, import.meta.url)))
  const [hello] = await once(child, 'message')
  const ask = async message => {
    const answer = once(child, 'message')
    child.send(message)
    return (await answer)[0]
  }
  return { hello, ask, stop: () => child.disconnect() }
}

async function measure({ readers, typists, seconds, speed }) {
  const [server, load] = await Promise.all([start('server.js'), start('load.js')])
  const tell = async (command, options) => (await load.ask({ command, ...options })).result
  const now = async () => ({ at: performance.now(), ...(await tell('count')), ...(await server.ask('usage')) })
  try {
    await tell('open', { port: server.hello.port, readers })
    await tell('write', { typists, speed })
    await new Promise(resolve => setTimeout(resolve, WARM_UP))
    const before = await now()
    await new Promise(resolve => setTimeout(resolve, seconds * 1000))
    const after = await now()
    const behind = await tell('end')
    if (behind > 0) throw new Error(`${behind} of ${readers} readers were not told that nobody types any more`)
    const grown = name => after[name] - before[name]
    const time = grown('at') / 1000
    return {
      keys: grown('keys') / time,
      perKey: grown('said') / grown('keys'),
      changes: grown('changes') / time,
      lists: grown('lists') / readers / time,
      sent: grown('lists') / time,
      bytes: grown('bytes') / grown('lists'),
      cpu: grown('cpu') / readers / time,
      delivery: grown('cpu') / grown('lists')
    }
  } finally {
    server.stop()
    load.stop()
  }
}

const COLUMNS = {
  keys: ['keys/s', 0],
  perKey: ['messages a key', 3],
  changes: ['changes/s', 1],
  lists: ['lists/s to a reader', 1],
  sent: ['lists/s to all', 0],
  bytes: ['bytes a list', 0],
  cpu: ['CPU a reader, µs/s', 0],
  delivery: ['CPU a list sent, µs', 1]
}

const { values } = parseArgs({
  options: {
    readers: { type: 'string', default: '2000' },
    typists: { type: 'string', default: '200' },
    seconds: { type: 'string', default: '10' },
    help: { type: 'boolean', default: false }
  }
})
if (values.help) {
  process.stdout.write(USAGE)
  process.exit()
}
const [readers, typists, seconds] = [values.readers, values.typists, values.seconds].map(Number)

/** The whole room, then a quarter of it: with twice the keys, with half of the typists, with half of the readers. */
const cases = [
  { readers, typists, speed: 1 },
  { readers: readers / 4, typists: typists / 4, speed: 1 },
  { readers: readers / 4, typists: typists / 4, speed: 2 },
  { readers: readers / 4, typists: typists / 8, speed: 1 },
  { readers: readers / 8, typists: typists / 4, speed: 1 }
]
console.log(
  `${new Date().toISOString()}, Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model.trim()}\n`
)
console.log(
  `| readers | typists | ${Object.values(COLUMNS)
    .map(([title]) => title)
    .join(' | ')} |`
)
console.log(`|${'-:|'.repeat(2 + Object.keys(COLUMNS).length)}`)
let isTooMuch = false
for (const options of cases) {
  const result = await measure({ seconds, ...options })
  isTooMuch ||= result.perKey > 0.2
  const cells = Object.entries(COLUMNS).map(([name, [, digits]]) => result[name].toFixed(digits))
  const who = options.speed === 1 ? options.typists : `${options.typists}, ${options.speed} × the keys`
  console.log(`| ${options.readers} | ${who} | ${cells.join(' | ')} |`)
}
if (isTooMuch) {
  console.error('more than 0.2 messages a keystroke')
  process.exitCode = 1
}
