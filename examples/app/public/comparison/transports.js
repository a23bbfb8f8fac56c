import { events } from './events.js'
import { longPoll } from './long-poll.js'
import { poll } from './poll.js'
import { websocket } from './websocket.js'

/**
 * The four ways to read a feed, by their names. Each takes `{url, topic, every, onUpdate, onEnd}`, begins at once, calls
 * `onEnd` if it cannot go on, and gives back what stops it. `every`, ms, is for polling only.
 */
export const transports = { poll, longPoll, events, websocket }
export const NAMES = Object.keys(transports)
