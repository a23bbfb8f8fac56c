/**
 * Requests that may be held open to one origin, by all clients of a page, and by all tabs where the browser has locks.
 *
 * A browser opens at most six connections to an origin over HTTP/1.1, for all its tabs together, and what comes on top
 * waits for one of them to become free; a stream or a held poll never does. Six would block every further script, image
 * and `fetch`. So half of the connections are left to what ends soon: what the page loads, the messages that are posted,
 * and the polls of topics that found no place.
 */
export const PLACES = 3

/** Each element of a page brings a bundle of its own, and all must see the same places. */
const KEY = Symbol.for('livelet places')

const ignore = () => {}

/**
 * Takes a lock that all tabs share; `undefined` if another tab has it. Where there are no locks (a page over plain HTTP
 * from elsewhere than localhost) or none may be had, the page counts for itself.
 */
function lock(name: string): Promise<(() => void) | undefined> {
  const locks = globalThis.navigator?.locks
  if (!locks) return Promise.resolve(ignore)
  return new Promise(resolve => {
    locks
      .request(name, { ifAvailable: true }, lock => {
        if (lock) return new Promise<void>(release => resolve(release))
        resolve(undefined)
      })
      .catch(() => resolve(ignore))
  })
}

/** Takes a place for a request to `origin` that stays open, and returns what gives it back, once; `undefined` if all are taken. */
export async function takePlace(origin: string): Promise<(() => void) | undefined> {
  const page = globalThis as { [KEY]?: Set<string> }
  page[KEY] ??= new Set()
  const taken = page[KEY]
  for (let place = 1; place <= PLACES; place++) {
    const name = `livelet ${origin} ${place}`
    if (taken.has(name)) continue
    taken.add(name)
    const unlock = await lock(name)
    if (unlock) {
      let isMine = true
      return () => {
        if (isMine) taken.delete(name)
        isMine = false
        unlock()
      }
    }
    taken.delete(name)
  }
}
