/** Something that several may wait for. */
export interface Signal {
  /** Resolves when it is given next. */
  taken(): Promise<void>
  give(): void
}

export function createSignal(): Signal {
  let waiting: { promise: Promise<void>; resolve: () => void } | undefined
  return {
    taken() {
      if (!waiting) {
        let resolve = () => {}
        const promise = new Promise<void>(done => {
          resolve = done
        })
        waiting = { promise, resolve }
      }
      return waiting.promise
    },
    give() {
      waiting?.resolve()
      waiting = undefined
    }
  }
}
