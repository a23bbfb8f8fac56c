import type { Listed, Page, Shown } from '../contract.ts'

/** What the list shows: the newest first, as far back as has been loaded. */
export interface List {
  /** By `seq`, descending. */
  readonly items: readonly Listed[]
  /** Where the next page begins; `null`: nothing older, `undefined`: nothing loaded yet. */
  readonly next: number | null | undefined
}

export const emptyList: List = { items: [], next: undefined }

function merge(...lists: (readonly Listed[])[]): Listed[] {
  const bySeq = new Map<number, Listed>()
  for (const item of lists.flat()) bySeq.set(item.seq, item)
  return [...bySeq.values()].sort((a, b) => b.seq - a.seq)
}

/** Adds what has just come; what was there already keeps its place, and is not unread again. */
export function withArrived(list: List, item: Shown): List {
  if (list.items.some(({ seq }) => seq === item.seq)) return list
  return { ...list, items: merge([{ ...item, read: false }], list.items) }
}

/**
 * Puts the newest page in its place. It says best what is read, and what is there no more; older ones that were loaded
 * stay, unless something may have been missed between.
 */
export function withFirstPage(list: List, page: Page, isWhole: boolean): List {
  const oldest = page.items.at(-1)?.seq ?? 0
  const newest = page.items[0]?.seq ?? 0
  const newer = list.items.filter(({ seq }) => seq > newest)
  const older = page.next === null || !isWhole ? [] : list.items.filter(({ seq }) => seq < oldest)
  return { items: merge(older, newer, page.items), next: older.length > 0 ? list.next : page.next }
}

export function withNextPage(list: List, page: Page): List {
  return { items: merge(list.items, page.items), next: page.next }
}

export function withRead(list: List, which: { ids?: readonly number[] | undefined; upTo?: number | undefined }): List {
  const { ids = [], upTo = 0 } = which
  const items = list.items.map(item =>
    !item.read && (item.seq <= upTo || ids.includes(item.seq)) ? { ...item, read: true } : item
  )
  return { ...list, items }
}

export function withoutRemoved(list: List, ids: readonly number[]): List {
  return { ...list, items: list.items.filter(({ seq }) => !ids.includes(seq)) }
}

/** Leaves out what has expired by `now`, ms since 1970. */
export function withoutExpired(list: List, now: number): List {
  const items = list.items.filter(({ expiresAt }) => expiresAt === undefined || expiresAt > now)
  return items.length === list.items.length ? list : { ...list, items }
}
