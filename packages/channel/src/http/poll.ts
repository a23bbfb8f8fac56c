import { randomUUID } from 'node:crypto'
import { CloseCode } from '@livelet/protocol'
import type { Channel } from '../channel.ts'
import type { Identity } from '../definition.ts'
import { ForbiddenError, InternalError, UnavailableError } from '../errors.ts'
import type { Lane, Peer } from '../reader.ts'
import type { Topic } from '../topics/topic.ts'

/** How a wait ends: something newer is there, or the time is up. */
export type Outcome = 'news' | 'time'

/** A request that is held until its topic has something newer. It costs no timer: the one sweep of all ends it in time. */
export class ParkedPoll implements Peer, Lane {
  readonly id: string = randomUUID()
  readonly dialect = 'json'
  readonly form = 'json'
  readonly isStream = false
  readonly hasRoom = true
  readonly closingSince = undefined
  readonly channel: Channel
  readonly identity: Identity | null
  readonly topics: Map<string, Topic> = new Map()
  readonly outcome: Promise<Outcome>
  isOpen = true
  readonly #until: number
  #resolve: (outcome: Outcome) => void = () => {}
  #reject: (error: Error) => void = () => {}

  /** @param until when it has waited long enough, ms */
  constructor(channel: Channel, identity: Identity | null, until: number) {
    this.channel = channel
    this.identity = identity
    this.#until = until
    this.outcome = new Promise((resolve, reject) => {
      this.#resolve = resolve
      this.#reject = reject
    })
    // What refuses it may come while it is still being joined.
    this.outcome.catch(() => {})
  }

  get outbox(): Lane {
    return this
  }

  end(outcome: Outcome | Error): void {
    this.isOpen = false
    if (outcome instanceof Error) this.#reject(outcome)
    else this.#resolve(outcome)
  }

  // That something has come is enough: the answer is read when it leaves, and is then the latest.
  push(): void {
    this.end('news')
  }

  pushState(): void {
    this.end('news')
  }

  pushSignal(): void {
    this.end('news')
  }

  setPump(): void {}

  sendControl(type: string, fields: object): void {
    if (type === 'left') this.end(new ForbiddenError('the topic may not be joined any more'))
    // Joined elsewhere than where it was: what is there now is news.
    else if (type === 'joined' && 'recovered' in fields && fields.recovered === false) this.end('news')
    else if (type === 'joined' && !('recovered' in fields)) this.end('news')
  }

  send(): void {}

  fail(error: unknown, what: string): void {
    this.channel.log.error({ err: error }, what)
    this.end(new InternalError('something went wrong on the server'))
  }

  close(code: number, reason = ''): void {
    switch (code) {
      case CloseCode.restart:
        this.end(new UnavailableError('the server is restarting'))
        break
      case CloseCode.removed:
        this.end('news')
        break
      default:
        this.end(new ForbiddenError(reason || 'the connection was ended'))
    }
  }

  beat(now: number): void {
    if (now >= this.#until) this.end('time')
  }

  terminate(): void {
    this.end('time')
  }
}
