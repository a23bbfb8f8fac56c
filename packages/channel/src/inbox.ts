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

/** A connection's messages, handled one after another in the order in which they came. */
export class Inbox {
  readonly #pause: () => void
  readonly #resume: () => void
  readonly #mayRun: () => boolean
  #waiting: Task[] = []
  #running: Task | undefined
  #paused = false

  /**
   * @param mayRun whether the next task may start now; when that changes, `next` must be called
   * @param pause called when more than `MAX_WAITING` wait, and `resume` when half of them are done
   */
  constructor(mayRun: () => boolean, pause: () => void, resume: () => void) {
    this.#mayRun = mayRun
    this.#pause = pause
    this.#resume = resume
  }

  add(task: Task): void {
    if (task.latest !== undefined) this.#supersede(task.latest)
    this.#waiting.push(task)
    this.next()
    if (!this.#paused && this.#waiting.length > MAX_WAITING) {
      this.#paused = true
      this.#pause()
    }
  }

  #supersede(type: string): void {
    const index = this.#waiting.findIndex(task => task.latest === type)
    const [older] = index < 0 ? [] : this.#waiting.splice(index, 1)
    older?.supersede?.()
    const running = this.#running
    if (running?.latest === type) {
      this.#running = undefined
      running.supersede?.()
    }
  }

  /** Starts what waits, as far as it may. */
  next(): void {
    while (!this.#running && this.#mayRun()) {
      const task = this.#waiting.shift()
      if (!task) break
      this.#running = task
      const done = task.run()
      if (done) {
        done.finally(() => {
          // A superseded task ends late: by then another one runs, or none.
          if (this.#running === task) this.#running = undefined
          this.next()
        })
      } else if (this.#running === task) this.#running = undefined
    }
    if (this.#paused && this.#waiting.length <= MAX_WAITING / 2) {
      this.#paused = false
      this.#resume()
    }
  }

  clear(): void {
    this.#waiting = []
  }
}
