import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { connectTo, type TestClient } from '@livelet/channel/testing'
import { ms, percentile } from './statistics.ts'

const MISSED = 10_000
const TOPIC = 'notifications/inbox'

/** One client comes back after 10,000 that it missed, while another asks for something all the time. */
export async function measureReplay(folder: string): Promise<void> {
  const server = fork(process.argv[1]?.replace('bench.mjs', 'server.mjs') ?? '', [
    join(folder, 'replay.db'),
    String(MISSED)
  ])
  const [url] = await once(server, 'message')
  const headers = { user: 'ann' }
  const [other, reader] = await Promise.all([connectTo(`${url}/ws`), connectTo(`${url}/notifications`, { headers })])
  const { epoch } = await reader.joined(TOPIC)
  for (let run = 1; run <= 3; run++) {
    let isOver = false
    const echoes = echoTrips(other, () => isOver)
    const began = performance.now()
    await reader.joined(TOPIC, { epoch, offset: 0 })
    for (let seq = 1; seq <= MISSED; seq++) {
      const message = await reader.message('notification')
      if (message.seq !== seq) throw new Error(`expected ${seq}, got ${message.seq}`)
    }
    const took = performance.now() - began
    isOver = true
    const times = await echoes
    console.log(
      `${MISSED.toLocaleString('en')} missed ones in order: ${ms(took)}; another connection's echo meanwhile: median ${ms(percentile(times, 50))}, 99th percentile ${ms(percentile(times, 99))} of ${times.length}`
    )
  }
  for (const client of [other, reader]) await client.close()
  server.kill()
}

/** Echoes one after another, until `isOver`. */
async function echoTrips(client: TestClient, isOver: () => boolean): Promise<number[]> {
  const times: number[] = []
  while (!isOver()) {
    const began = performance.now()
    await client.request({ type: 'echo', data: 'x' })
    times.push(performance.now() - began)
  }
  return times
}
