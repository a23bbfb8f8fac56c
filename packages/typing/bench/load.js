import WebSocket from 'ws'
import { browserClock } from '../dist/element/clock.js'
import { createWatcher } from '../dist/element/watcher.js'
import { writing } from './human.js'

/** Handshakes that are under way at the same time. */
const CONCURRENCY = 50
/** Longest message that is no list, bytes: an answer or a beat. */
const SHORT = 40

const people = []
const count = { keys: 0, said: 0, changes: 0, lists: 0, bytes: 0 }
let isOver = false

function join(port, index) {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/typing?name=person-${index}`, 'livelet.v1', {
    perMessageDeflate: false,
    skipUTF8Validation: true
  })
  const person = { socket, last: undefined }
  people.push(person)
  return new Promise((resolve, reject) => {
    socket.on('error', reject)
    socket.on('close', code => isOver || reject(new Error(`closed: ${code}`)))
    socket.on('message', data => {
      if (person.last === undefined) {
        const { type } = JSON.parse(data)
        if (type === 'welcome') socket.send('{"type":"join","topic":"typing/lobby"}')
        if (type !== 'typists') return
        resolve()
      } else if (data.length > SHORT) {
        count.lists++
        count.bytes += data.length
      } else return
      person.last = data
    })
  })
}

/** Writes as people do, by the element's own rules for what is said and when. */
function write({ socket }, seed, speed) {
  let isTyping = false
  const watcher = createWatcher(browserClock, type => {
    if (isTyping !== (type === 'typing')) count.changes++
    isTyping = type === 'typing'
    count.said++
    socket.send(`{"type":"${type}"}`)
  })
  const acts = writing(seed, speed)
  const next = () => {
    const { wait, does } = acts.next().value
    setTimeout(() => {
      if (isOver) return watcher.leave()
      if (does === 'key') {
        count.keys++
        watcher.input(false, false)
      } else watcher.leave()
      next()
    }, wait)
  }
  next()
}

const commands = {
  async open({ port, readers }) {
    let index = 0
    const worker = async () => {
      while (index < readers) await join(port, index++)
    }
    await Promise.all(Array.from({ length: CONCURRENCY }, worker))
  },
  write({ typists, speed }) {
    for (let i = 0; i < typists; i++) write(people[i], 1_000 * i, speed)
  },
  count: () => ({ ...count }),
  /** Everybody stops; then every reader must have been told that nobody types. */
  async end() {
    isOver = true
    const isQuiet = ({ last }) => JSON.parse(last).typists.length === 0
    const until = performance.now() + 20_000
    while (performance.now() < until && !people.every(isQuiet)) await new Promise(resolve => setTimeout(resolve, 200))
    return people.filter(person => !isQuiet(person)).length
  }
}

process.on('message', async ({ command, ...options }) => {
  process.send({ result: (await commands[command](options)) ?? null })
})
process.on('disconnect', () => process.exit())
process.send({ result: 'ready' })
