import type { Typists } from '../contract.ts'
import type { Clock } from './clock.ts'

/** How long a sign may stand without news before the server is asked, ms (Stream's clients drop it after 7 s). */
const STALE = 7000

type Listed = Pick<Typists, 'typists' | 'more'>

export interface ReceiverOptions {
  clock: Clock
  /** Asks the server who is typing; rejects if it does not answer. */
  ask(): Promise<Typists>
  change(): void
}

/** Who is typing, as far as it is known for sure: of a server that has gone silent nothing stays behind. */
export interface Receiver {
  readonly list: Listed
  heard(list: Typists): void
  /** There is a connection, and the reader is joined. @param isRecovered whether what was heard before still holds */
  joined(isRecovered: boolean): void
  /** There is no connection. */
  lost(): void
}

const NOBODY: Listed = { typists: [], more: 0 }

export function createReceiver({ clock, ask, change }: ReceiverOptions): Receiver {
  let last: Listed = NOBODY
  let isSure = false
  let isJoined = false
  let forget = () => {}

  function trust(list: Listed) {
    last = list
    isSure = true
    isJoined = true
    forget()
    if (last.typists.length > 0) forget = clock.after(STALE, check)
    change()
  }

  function check() {
    ask().then(trust, () => {
      if (!isJoined) return
      isSure = false
      forget()
      // It may only have been slow.
      forget = clock.after(STALE, check)
      change()
    })
  }

  return {
    get list() {
      return isSure ? last : NOBODY
    },
    heard: trust,
    joined: isRecovered => trust(isRecovered ? last : NOBODY),
    lost() {
      forget()
      isSure = false
      isJoined = false
      change()
    }
  }
}

/**
 * All but the reader.
 *
 * @param isTyping whether the reader is typing, and so may be among those who are not listed
 */
export function othersIn({ typists, more }: Listed, isSelf: (id: string) => boolean, isTyping: boolean): Listed {
  const others = typists.filter(({ id }) => !isSelf(id))
  const isUnlisted = isTyping && others.length === typists.length && more > 0
  return { typists: others, more: isUnlisted ? more - 1 : more }
}
