import type { Clock } from '@livelet/channel'
import type { ComparisonMessages, Figures, Transport } from './contract.ts'
import { createFeed, type Feed } from './feed.ts'
import { Tally } from './tally.ts'

/** Time between two looks at the figures, ms. */
const FIGURES_EVERY = 250

/** Where a run's messages go. */
export interface RunOutput {
  update(update: ComparisonMessages['send']['update']): void
  figures(figures: Figures): void
}

/** One page's feed, and what its four readers cost. */
export interface Run extends Pick<Feed, 'published' | 'isMoving' | 'pace' | 'publish'> {
  readonly tallies: Record<Transport, Tally>
  readonly figures: Figures
  end(): void
}

/** The server's time, ms since 1970, finer than `Date.now`: a delay over one machine is less than 1 ms. */
export const serverTime = (): number => performance.timeOrigin + performance.now()

export function createRun(clock: Clock, output: RunOutput): Run {
  const feed = createFeed(clock, number => output.update({ number, sent: serverTime() }))
  const tallies = { poll: new Tally(), longPoll: new Tally(), events: new Tally(), websocket: new Tally() }
  let cancel = () => {}
  let told = ''

  const run: Run = {
    tallies,
    get published() {
      return feed.published
    },
    get isMoving() {
      return feed.isMoving
    },
    get figures() {
      const { poll, longPoll, events, websocket } = tallies
      return {
        published: feed.published,
        poll: poll.figures,
        longPoll: longPoll.figures,
        events: events.figures,
        websocket: websocket.figures
      }
    },
    publish: feed.publish,
    pace: feed.pace,
    end() {
      feed.pace(0)
      cancel()
    }
  }

  function tell() {
    cancel = clock.after(FIGURES_EVERY, tell)
    const { figures } = run
    const text = JSON.stringify(figures)
    if (text !== told) output.figures(figures)
    told = text
  }

  feed.publish()
  tell()
  return run
}
