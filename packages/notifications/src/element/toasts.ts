import type { Shown } from '../contract.ts'

/** Toasts that are shown at once; the oldest make room. */
export const MAX_TOASTS = 3
/** How long one is shown, ms. */
export const TOAST_TIME = 6_000
/** The least time between two announcements, ms: nobody can listen faster. */
export const ANNOUNCE_EVERY = 3_000

export interface Toast {
  item: Shown
  until: number
}

export interface Toasts {
  /** The newest last. */
  readonly shown: readonly Toast[]
  /** How many came in this burst and found no room. */
  readonly hidden: number
  add(item: Shown): void
  dismiss(seq: number): void
  /** While somebody looks at them or has the keyboard there, they stay. */
  hold(isHeld: boolean): void
  clear(): void
}

interface Clock {
  now(): number
  after(ms: number, run: () => void): () => void
}

/** @param onChange is called whenever something is shown or goes */
export function openToasts(clock: Clock, onChange: () => void): Toasts {
  let shown: Toast[] = []
  let hidden = 0
  let isHeld = false
  let cancel = () => {}

  function schedule(): void {
    cancel()
    const [first] = shown
    if (first && !isHeld) cancel = clock.after(Math.max(0, first.until - clock.now()), expire)
  }

  function set(next: Toast[]): void {
    shown = next
    if (shown.length === 0) hidden = 0
    schedule()
    onChange()
  }

  const expire = () => set(shown.filter(({ until }) => until > clock.now()))

  return {
    get shown() {
      return shown
    },
    get hidden() {
      return hidden
    },
    add(item) {
      const all = [...shown.filter(({ item: { seq } }) => seq !== item.seq), { item, until: clock.now() + TOAST_TIME }]
      hidden += Math.max(0, all.length - MAX_TOASTS)
      set(all.slice(-MAX_TOASTS))
    },
    dismiss: seq => set(shown.filter(({ item }) => item.seq !== seq)),
    hold(held) {
      if (held === isHeld) return
      isHeld = held
      // Whoever looked away has time to look again.
      if (!held) shown = shown.map(toast => ({ ...toast, until: Math.max(toast.until, clock.now() + TOAST_TIME / 2) }))
      schedule()
    },
    clear: () => set([])
  }
}

/** Says the newest of what came, at most every few seconds, and how many others there were. */
export function announcer(
  clock: Clock,
  say: (newest: Shown, others: number) => void
): { add(item: Shown): void; stop(): void } {
  let waiting: Shown[] = []
  let cancel: (() => void) | undefined

  function announce(): void {
    cancel = undefined
    const newest = waiting.at(-1)
    if (!newest) return
    say(newest, waiting.length - 1)
    waiting = []
    cancel = clock.after(ANNOUNCE_EVERY, announce)
  }

  return {
    add(item) {
      waiting.push(item)
      // A moment, in which the rest of a burst comes.
      cancel ??= clock.after(100, announce)
    },
    stop() {
      cancel?.()
      waiting = []
    }
  }
}
