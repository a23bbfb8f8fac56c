import type { Client } from '@livelet/client'
import type { NotificationsMessages, Shown, Unread } from '../contract.ts'
import {
  emptyList,
  type List,
  withArrived,
  withFirstPage,
  withNextPage,
  withoutExpired,
  withoutRemoved,
  withRead
} from './list.ts'

const TOPIC = 'notifications/inbox'
const PAGE = 20
const MAX_PAGE = 100

export interface SessionEvents {
  /** The list or the number of unread ones has changed. */
  change(): void
  /** Something new has come, now or while this page was away. */
  arrived(item: Shown): void
  /** A question failed. */
  failed(): void
}

export interface Session {
  readonly list: List
  readonly unread: Unread
  loadMore(): Promise<void>
  /** Marks read, and shows it at once. */
  read(which: { ids: number[] } | { upTo: number }): Promise<void>
  stop(): void
}

/** One inbox over a connection. */
export function openSession(client: Client<NotificationsMessages>, events: SessionEvents): Session {
  let list = emptyList
  let unread: Unread = { count: 0, more: false }
  let isStopped = false

  function set(next: List): void {
    list = withoutExpired(next, Date.now())
    events.change()
  }

  /** Asks for the newest page, as long as what is shown: what was read elsewhere meanwhile is not told afterwards. */
  async function reload(isWhole: boolean): Promise<void> {
    try {
      const limit = Math.min(MAX_PAGE, Math.max(PAGE, list.items.length))
      const page = await client.request('list', { limit })
      if (!isStopped) set(withFirstPage(list, page, isWhole))
    } catch {
      // It broke again: the next join asks again.
    }
  }

  const stops = [
    client.subscribe(
      TOPIC,
      message => {
        if (message.type !== 'notification') return
        const { type: _, topic: __, offset: ___, ...item } = message
        set(withArrived(list, item))
        events.arrived(item)
      },
      { onJoined: ({ recovered }) => void reload(recovered === true), onError: () => events.failed() }
    ),
    client.on('unread', ({ count, more }) => {
      unread = { count, more }
      events.change()
    }),
    client.on('read', which => set(withRead(list, which))),
    client.on('removed', ({ ids }) => set(withoutRemoved(list, ids)))
  ]

  return {
    get list() {
      return list
    },
    get unread() {
      return unread
    },
    async loadMore() {
      if (typeof list.next !== 'number') return
      try {
        const page = await client.request('list', { before: list.next, limit: PAGE })
        if (!isStopped) set(withNextPage(list, page))
      } catch {
        events.failed()
      }
    },
    async read(which) {
      set(withRead(list, which))
      try {
        await client.request('read', which)
      } catch (error) {
        // Who is no user has nothing to mark.
        if (error instanceof Error && 'code' in error && error.code === 'LIVELET_FORBIDDEN') return
        if (!isStopped) events.failed()
        await reload(true)
      }
    },
    stop() {
      isStopped = true
      for (const stop of stops) stop()
    }
  }
}
