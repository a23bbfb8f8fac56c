/** The items of a list that is written with commas, or a line each. */
export const list = (text: string): string[] => text.trim().split(/\s*[,\n]\s*/)

/** Every way to take one of each, or an even choice of at most `most` of them. */
export function pairs(lists: readonly (readonly string[])[], most = 700): string[] {
  const all = lists.reduce<readonly string[]>(
    (before, next) => (before.length === 0 ? next : before.flatMap(a => next.map(b => `${a} ${b}`))),
    []
  )
  const every = Math.ceil(all.length / most)
  return all.filter((_, i) => i % every === 0)
}
