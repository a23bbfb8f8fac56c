import { UnavailableError, ValidationError } from '@livelet/channel/errors'
import { openDatabase } from './sqlite/database.ts'
import {
  afterChange,
  afterReset,
  type Change,
  type Changed,
  type Counted,
  type CounterStore,
  KEY_LIFETIME
} from './store.ts'

/** A change that waits for its turn. */
interface Job {
  /** Writes, and gives what to call once that is on the disk. */
  run(): () => void
  reject(error: unknown): void
}

/**
 * Counters in a SQLite file, which needs `libsql`. What was answered is on the disk, so that it outlives `kill -9`. All
 * changes of one turn of the event loop share a transaction, because each transaction waits for the disk.
 *
 * @param path the file, made if it is missing; its folder is not. Several processes may use it.
 * @throws Error if `libsql` is not installed, or if the file cannot be opened: it names the path.
 */
export function sqliteCounters(path: string): CounterStore {
  const database = openDatabase(path)
  let waiting: Job[] = []
  let closed = false

  function change(name: string, change: Change): Changed {
    const { key, now } = change
    const earlier = key === undefined ? undefined : database.keyUse(name, key, now - KEY_LIFETIME)
    if (earlier) return { ...earlier, duplicate: true }
    const counted = afterChange(name, database.counter(name), change)
    database.setCounter(name, counted)
    if (key !== undefined) {
      database.forgetKeys(now - KEY_LIFETIME)
      database.setKeyUse(name, key, counted, now)
    }
    return { ...counted, duplicate: false }
  }

  function reset(name: string, to: number): Counted {
    const counted = afterReset(database.counter(name), to)
    database.setCounter(name, counted)
    return counted
  }

  function inNextGroup<T>(write: () => T): Promise<T> {
    return new Promise((resolve, reject) => {
      if (closed) throw new UnavailableError(`the counters in ${path} are closed`)
      const run = () => {
        const result = write()
        return () => resolve(result)
      }
      if (waiting.push({ run, reject }) === 1) setImmediate(commitGroup)
    })
  }

  function commitGroup() {
    const group = waiting
    waiting = []
    if (group.length === 0) return
    try {
      for (const resolve of database.transaction(() => group.flatMap(runOne))) resolve()
    } catch (error) {
      for (const { reject } of group) reject(error)
    }
  }

  /** A refusal comes before anything is written and is one change's own. Every other error is the whole group's. */
  function runOne({ run, reject }: Job): (() => void)[] {
    try {
      return [run()]
    } catch (error) {
      if (!(error instanceof ValidationError)) throw error
      reject(error)
      return []
    }
  }

  return {
    epoch: database.epoch,
    read: database.counter,
    change: (name, limits) => inNextGroup(() => change(name, limits)),
    reset: (name, to) => inNextGroup(() => reset(name, to)),
    close() {
      if (closed) return
      closed = true
      commitGroup()
      database.close()
    }
  }
}
