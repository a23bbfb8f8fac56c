import type { IncomingHttpHeaders } from 'node:http'
import type { Transport } from './contract.ts'

/** Which of the four a request is, by what the channel tells them apart by on one URL. */
export function transportOf({ upgrade, accept, prefer }: IncomingHttpHeaders): Transport {
  if (upgrade !== undefined) return 'websocket'
  if (accept?.includes('text/event-stream')) return 'events'
  return prefer === undefined ? 'poll' : 'longPoll'
}
