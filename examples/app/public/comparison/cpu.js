import { openControl } from './control.js'
import { costs } from './costs.js'
import { openReaders } from './readers.js'
import { NAMES } from './transports.js'

/** How the server's work is measured: each way alone for so long, ms, and that so often, at this pace. */
export const SLICE = 2_000
export const ROUNDS = 3
export const PER_SECOND = 50
export const EVERY = 100

const PATIENCE = 2_000

function pause(ms, signal) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      reject(signal.reason)
    })
  })
}

/**
 * Measures what a message costs the server's process in each way. The ways take turns, because one process serves them all
 * and only its whole work can be seen. Where nobody reads, the process works too (the feed moves, others visit): that is
 * taken off.
 *
 * @param onProgress called with the step and the number of steps
 * @param signal aborted to give up
 * @throws Error if the connection ends, or the signal is aborted
 */
export async function measureCpu({ onProgress, signal }) {
  const control = await openControl(() => {})
  const rounds = []
  let others = 0
  try {
    const { url, topic } = await control.start()
    await control.ask({ type: 'pace', perSecond: PER_SECOND })
    for (let round = 0; round < ROUNDS; round++) {
      const slices = {}
      signal.throwIfAborted()
      for (const [i, name] of ['nobody', ...NAMES].entries()) {
        onProgress(round * (NAMES.length + 1) + i + 1, ROUNDS * (NAMES.length + 1))
        slices[name] = await measureSlice(name)
      }
      rounds.push(slices)
    }

    async function measureSlice(name) {
      let messages = 0
      const names = name === 'nobody' ? [] : [name]
      const readers = openReaders(names, { url, topic, every: EVERY, onEnd() {} }, () => messages++)
      try {
        // What it takes to connect is not a message's.
        await readers.reached(names, 1, PATIENCE)
        const before = await control.ask({ type: 'cpu' })
        messages = 0
        await pause(SLICE, signal)
        const after = await control.ask({ type: 'cpu' })
        others = Math.max(others, after.runs - 1)
        return { used: after.used - before.used, messages }
      } finally {
        readers.stop()
      }
    }
  } finally {
    control.close()
  }
  return { costs: costs(rounds), others }
}
