import { defineContract, type MessagesOf } from '@livelet/protocol'
import { Type } from 'typebox'

/** How the same feed may be read. */
export const TRANSPORTS = ['poll', 'longPoll', 'events', 'websocket'] as const
export type Transport = (typeof TRANSPORTS)[number]

/** Most updates that a run may ask for, a second. */
export const MAX_PER_SECOND = 50

const count = Type.Integer({ minimum: 0 })

/** What one transport has cost a run so far. `up` is what came from the browser, `down` what went to it, both in bytes. */
const tally = Type.Object({ requests: count, up: count, down: count, open: count })

/**
 * A run is one page that compares. It lives as long as the connection that started it, and has a feed of its own, so that
 * the pace of one page changes nothing in another's figures. All times are in ms since 1970.
 */
export const contract = defineContract({
  name: 'comparison',
  topics: {
    feed: { kind: 'state', send: ['update'] },
    figures: { kind: 'state', send: ['figures'] }
  },
  receive: {
    /** Starts this connection's run, with one update for who joins the feed first. */
    start: { fields: {}, answer: { run: Type.String() } },
    /** How many updates a second from now on; 0: none. The answer tells how many there have been. */
    pace: { fields: { perSecond: Type.Number({ minimum: 0, maximum: MAX_PER_SECOND }) }, answer: { published: count } },
    /** The server's time, to compare clocks by. */
    time: { fields: {}, answer: { at: Type.Number() } },
    /** The processor time that the server's process has used so far, µs, and how many runs have a feed that moves. */
    cpu: { fields: {}, answer: { used: count, runs: count } }
  },
  send: {
    update: { number: count, sent: Type.Number() },
    figures: { published: count, poll: tally, longPoll: tally, events: tally, websocket: tally }
  }
})

export type ComparisonMessages = MessagesOf<typeof contract>
export type Figures = ComparisonMessages['send']['figures']
