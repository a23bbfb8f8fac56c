import { NAMES, transports } from './transports.js'

/**
 * Reads a feed in one way or several.
 *
 * @param names of the ways
 * @param options what all of them need
 * @param onUpdate called with the way's name, and the update
 */
export function openReaders(names, options, onUpdate) {
  /** The number of the last update, by way. */
  const last = Object.fromEntries(NAMES.map(name => [name, 0]))
  const waiting = new Set()

  function update(name, message) {
    last[name] = message.number
    onUpdate(name, message)
    for (const check of waiting) check()
  }

  const stops = names.map(name => transports[name]({ ...options, onUpdate: message => update(name, message) }))
  return {
    /** Waits until these ways have come to this number, or for `patience`, ms. */
    reached(some, number, patience) {
      return new Promise(resolve => {
        const timer = setTimeout(end, patience)
        function end() {
          clearTimeout(timer)
          waiting.delete(check)
          resolve()
        }
        function check() {
          if (some.every(name => last[name] >= number)) end()
        }
        waiting.add(check)
        check()
      })
    },
    stop() {
      for (const stop of stops) stop()
    }
  }
}
