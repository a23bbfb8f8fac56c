import { compareClocks, now } from './clock.js'
import { openControl } from './control.js'
import { openReaders } from './readers.js'
import { NAMES } from './transports.js'

/** Times that clocks are compared before the feed moves, and the time between two comparisons after that, ms. */
const COMPARED_FIRST = 5
const COMPARED_EVERY = 1_000

/** How long the beginning and the end wait for who is slow, ms. */
const PATIENCE = 2_000

/**
 * Reads one feed in all four ways at the same time.
 *
 * @param perSecond updates a second, 1 to 50
 * @param every time between two polls, ms
 * @param onArrival called with the way's name, when an update came, and how long it had been on the way, both ms
 * @param onFigures called with what the server has counted
 * @param onEnd called if it cannot go on
 * @throws Error, as `openControl` does
 */
export async function compare({ perSecond, every, onArrival, onFigures, onEnd }) {
  let isReady = false
  let isLost = false
  const lose = () => {
    isLost = true
    if (isReady) onEnd()
  }
  const control = await openControl(lose)
  const clocks = compareClocks()
  let onAllClosed = () => {}
  let readers
  let timer

  async function compareOnce() {
    const asked = now()
    const { at } = await control.ask({ type: 'time' })
    clocks.add(asked, at, now())
  }

  /** Ends at once. */
  function cut() {
    clearInterval(timer)
    readers?.stop()
    control.close()
  }

  /** Ends when the server has counted the last byte. */
  async function stop() {
    clearInterval(timer)
    const { published } = await control.ask({ type: 'pace', perSecond: 0 })
    await readers.reached(['events', 'websocket'], published, PATIENCE)
    const closed = new Promise(resolve => {
      onAllClosed = resolve
      setTimeout(resolve, PATIENCE)
    })
    readers.stop()
    await closed
    control.close()
  }

  try {
    const { url, topic, run } = await control.start()
    control.on('figures', figures => {
      onFigures(figures)
      if (NAMES.every(name => figures[name].open === 0)) onAllClosed()
    })
    await control.ask({ type: 'join', topic: `figures/${run}` })
    for (let n = 0; n < COMPARED_FIRST; n++) await compareOnce()
    timer = setInterval(() => compareOnce().catch(() => {}), COMPARED_EVERY)

    readers = openReaders(NAMES, { url, topic, every, onEnd: lose }, (name, { sent }) => {
      const at = now()
      onArrival(name, at, at + clocks.ahead - sent)
    })
    // Only then does the feed move, so that nobody misses the first updates because it was late.
    await readers.reached(NAMES, 1, PATIENCE)
    await control.ask({ type: 'pace', perSecond })
    if (isLost) throw new Error('lost')
    isReady = true
  } catch (error) {
    cut()
    throw error
  }
  return { clocks, stop, cut }
}
