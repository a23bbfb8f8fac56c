/** Jobs that wait for a commit, and share it. */
export interface GroupCommit<Job, Result> {
  add(job: Job): Promise<Result>
  /** Resolves when nothing waits any more. */
  settled(): Promise<void>
}

interface Waiting<Job, Result> {
  job: Job
  resolve(result: Result): void
  reject(error: unknown): void
}

/**
 * Commits what comes while the last commit runs together, because each waits for the disk.
 *
 * @param commit all of them, or none
 * @param max jobs of one commit
 */
export function groupCommit<Job, Result>(
  commit: (jobs: readonly Job[]) => Promise<readonly Result[]>,
  max: number
): GroupCommit<Job, Result> {
  let waiting: Waiting<Job, Result>[] = []
  let running: Promise<void> | undefined

  async function run(): Promise<void> {
    while (waiting.length > 0) {
      // What is added in the same turn of the event loop comes along.
      await new Promise(setImmediate)
      const group = waiting.slice(0, max)
      waiting = waiting.slice(max)
      try {
        const results = await commit(group.map(({ job }) => job))
        for (const [index, { resolve }] of group.entries()) resolve(results[index] as Result)
      } catch (error) {
        for (const { reject } of group) reject(error)
      }
    }
    // In the same turn as the look at what waits: whoever comes next begins anew.
    running = undefined
  }

  return {
    add(job) {
      return new Promise((resolve, reject) => {
        waiting.push({ job, resolve, reject })
        running ??= run()
      })
    },
    settled: async () => running
  }
}
