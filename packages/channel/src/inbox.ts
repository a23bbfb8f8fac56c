/** Messages that may wait on one connection before its socket is paused. */
export const MAX_WAITING = 64

/** Something to be handled in its turn. */
export interface Task {
  /** The type, if a newer task of the same type takes this one's place. */
  latest?: string
  run(): void | Promise<void>
  /** Called once, instead of what `run` would still do, when a newer task has taken this one's place. */
  supersede?(): void
}

/** What an inbox asks of its connection. */
export interface InboxOwner {
  /** Whether the next task may start now; when that changes, `next` must be called. */
  readonly mayRun: boolean
  /** Paused when more than `MAX_WAITING` wait, and resumed when half of them are done. */
  readonly socket: { pause(): void; resume(): void }
}

/** A connection's messages, handled one after another in the order in which they came. */
export class Inbox {
  readonly #owner: InboxOwner
  #waiting: Task[] | undefined
  #running: Task | undefined
  #paused = false

  constructor(owner: InboxOwner) {
    this.#owner = owner
  }

  add(task: Task): void {
    if (task.latest !== undefined) this.#supersede(task.latest)
    if (!this.#waiting && !this.#running && this.#owner.mayRun) this.#run(task)
    else {
      this.#waiting ??= []
      this.#waiting.push(task)
    }
    if (!this.#waiting) return
    this.next()
    if (!this.#paused && this.#waiting && this.#waiting.length > MAX_WAITING) {
      this.#paused = true
      this.#owner.socket.pause()
    }
  }

  #supersede(type: string): void {
    const index = this.#waiting?.findIndex(task => task.latest === type) ?? -1
    const [older] = index < 0 ? [] : (this.#waiting?.splice(index, 1) ?? [])
    older?.supersede?.()
    const running = this.#running
    if (running?.latest === type) {
      this.#running = undefined
      running.supersede?.()
    }
  }

  /** Starts what waits, as far as it may. */
  next(): void {
    while (this.#waiting && !this.#running && this.#owner.mayRun) {
      const task = this.#waiting.shift()
      if (task) this.#run(task)
      else this.#waiting = undefined
    }
    if (this.#paused && (this.#waiting?.length ?? 0) <= MAX_WAITING / 2) {
      this.#paused = false
      this.#owner.socket.resume()
    }
  }

  #run(task: Task): void {
    this.#running = task
    const done = task.run()
    if (!done) {
      if (this.#running === task) this.#running = undefined
      return
    }
    done.finally(() => {
      // A superseded task ends late: by then another one runs, or none.
      if (this.#running === task) this.#running = undefined
      this.next()
    })
  }

  clear(): void {
    this.#waiting = undefined
  }
}
