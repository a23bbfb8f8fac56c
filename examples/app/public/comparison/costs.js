/**
 * What a message cost in each way, µs: the median of all rounds, the lowest and the highest.
 *
 * @param rounds each with a slice for each way and one for `nobody`, of the same length: `used` µs of the process, and
 *   `messages` that arrived
 */
export function costs(rounds) {
  const names = Object.keys(rounds[0] ?? {}).filter(name => name !== 'nobody')
  return Object.fromEntries(names.map(name => [name, costOf(name, rounds)]))
}

function costOf(name, rounds) {
  const each = rounds
    .filter(slices => slices[name].messages > 0)
    .map(slices => (slices[name].used - slices.nobody.used) / slices[name].messages)
    .sort((a, b) => a - b)
  if (each.length === 0) return undefined
  const [below, above] = [each[Math.floor((each.length - 1) / 2)], each[Math.ceil((each.length - 1) / 2)]]
  return { median: (below + above) / 2, lowest: each[0], highest: each[each.length - 1] }
}
