import type { Shown } from '../contract.ts'

/** How long tabs wait for what other tabs say, ms. */
export const CLAIM_TIME = 150
/** Numbers that are remembered as shown. */
const REMEMBERED = 500

/** What tabs of one origin say to each other. `visible`: somebody sees it in this tab, so that no other need show it. */
export type Say = { seq: number; tab: string; visible: boolean }

/** The part of a `BroadcastChannel` that is used. */
export interface Line {
  postMessage(message: Say): void
  onmessage: ((event: { data: Say }) => void) | null
  close(): void
}

export interface Claims {
  /** Something has come to this tab. */
  arrived(item: Shown): void
  stop(): void
}

interface Options {
  /** Names this tab; of several that could show one, the lowest does. */
  tab: string
  line: Line
  after(ms: number, run: () => void): () => void
  /** Whether somebody sees this tab now. */
  isVisible(): boolean
  /** Shows these, which no other tab does, in one. */
  show(items: readonly Shown[]): void
}

/**
 * Lets one tab of many show what has come, and none if somebody sees it already. Each says what has come to it, waits a
 * little for what the others say, and shows it if nobody who goes before it has it.
 */
export function openClaims({ tab, line, after, isVisible, show }: Options): Claims {
  const mine = new Map<number, Shown>()
  /** Of which another tab takes care. */
  const taken = new Set<number>()
  let cancel: (() => void) | undefined

  function take(seq: number): void {
    mine.delete(seq)
    taken.add(seq)
    const [oldest] = taken
    if (taken.size > REMEMBERED && oldest !== undefined) taken.delete(oldest)
  }

  function decide(): void {
    cancel = undefined
    const items = [...mine.values()]
    for (const { seq } of items) take(seq)
    if (items.length > 0 && !isVisible()) show(items)
  }

  line.onmessage = ({ data: { seq, tab: other, visible } }) => {
    // Whoever has it first shows it; of two that have it at once, the lower one.
    if (visible || !mine.has(seq) || other < tab) take(seq)
  }

  return {
    arrived(item) {
      const visible = isVisible()
      if (!visible && taken.has(item.seq)) return
      line.postMessage({ seq: item.seq, tab, visible })
      if (visible) return
      mine.set(item.seq, item)
      cancel ??= after(CLAIM_TIME, decide)
    },
    stop() {
      cancel?.()
      line.close()
    }
  }
}
