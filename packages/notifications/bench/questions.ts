import { draftOf, type Recipient } from '../src/notification.ts'
import type { Store } from '../src/store.ts'
import { ms, percentile } from './statistics.ts'

const USERS = 10_000
const TOPICS = 100
const ASKED = 1_000

/** Nine of ten are for one user; the others for everyone, or for a topic. */
function recipient(n: number): Recipient {
  if (n % 10 > 0) return { user: `user-${(n * 7919) % USERS}` }
  return n % 20 === 0 ? 'everyone' : { topic: `topic-${(n / 10) % TOPICS}` }
}

async function fill(store: Store, from: number, to: number): Promise<void> {
  for (let n = from; n < to; ) {
    const group: Promise<unknown>[] = []
    for (const end = Math.min(n + 256, to); n < end; n++) {
      group.push(
        store.send(draftOf({ to: recipient(n), title: `title ${n}`, body: 'A body of a usual length, more or less.' }))
      )
    }
    await Promise.all(group)
  }
}

async function ask(store: Store, rows: number): Promise<void> {
  const questions = {
    unread: (user: string) => store.unread(user),
    'first page': (user: string) => store.list(user, { limit: 20 }),
    'first page of unread ones': (user: string) => store.list(user, { limit: 20, unread: true })
  }
  for (const [name, question] of Object.entries(questions)) {
    const times: number[] = []
    const cpu = process.cpuUsage()
    for (let n = 0; n < ASKED; n++) {
      const began = performance.now()
      await question(`user-${(n * 31) % USERS}`)
      times.push(performance.now() - began)
    }
    const { user, system } = process.cpuUsage(cpu)
    const each = `median ${ms(percentile(times, 50))}, 99th percentile ${ms(percentile(times, 99))}`
    console.log(`${rows.toLocaleString('en')} stored, ${name}: ${each}, CPU ${ms((user + system) / 1000 / ASKED)}`)
  }
}

export async function measureQuestions(
  withStore: (name: string, work: (store: Store) => Promise<void>) => Promise<void>,
  rows: number
): Promise<void> {
  await withStore('questions', async store => {
    for (let user = 0; user < USERS; user++) {
      // A few have read something, each is subscribed to two topics.
      await store.subscribe(`user-${user}`, `topic-${user % TOPICS}`)
      await store.subscribe(`user-${user}`, `topic-${(user + 1) % TOPICS}`)
    }
    await fill(store, 0, rows / 10)
    for (let user = 0; user < USERS; user += 2) await store.markUpTo(`user-${user}`, rows / 20)
    await ask(store, rows / 10)
    await fill(store, rows / 10, rows)
    await ask(store, rows)
  })
}
