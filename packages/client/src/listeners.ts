/** Adds, and returns what removes. */
export function add<T>(set: Set<T>, item: T): () => void {
  set.add(item)
  return () => {
    set.delete(item)
  }
}

/** Calls what may throw. A fault of the application is reported as uncaught, and stops nobody else. */
export function guard(call: () => void): void {
  try {
    call()
  } catch (error) {
    queueMicrotask(() => {
      throw error
    })
  }
}

/** Calls all that were there at the start and still are. */
export function callEach<T>(set: ReadonlySet<T>, call: (item: T) => void): void {
  for (const item of [...set]) if (set.has(item)) guard(() => call(item))
}
