/** Length of a short text, UTF-16 units. */
export const SHORT_TEXT = 40

/** As many texts of 40 units as are asked for, cut out of the given ones, half of them Korean and half English. */
export function shortTexts(korean: readonly string[], english: readonly string[], count: number): string[] {
  const cut = (texts: readonly string[]) => {
    const all = texts.join(' ')
    return Array.from({ length: count / 2 }, (_, i) => all.slice(i * SHORT_TEXT, (i + 1) * SHORT_TEXT)).filter(
      ({ length }) => length === SHORT_TEXT
    )
  }
  const [ko, en] = [cut(korean), cut(english)]
  return ko.flatMap((text, i) => [text, en[i % en.length] ?? text])
}

const ROUNDS = 20

/**
 * Texts a second of processor time, in the fastest of some rounds of at least `ms` each, after one to warm up: what
 * makes the others slower is what else runs on the machine, and shares its memory.
 */
export function textsPerSecond(texts: readonly string[], score: (text: string) => unknown, ms = 100): number {
  const round = () => {
    const start = process.cpuUsage()
    let count = 0
    let spent = 0
    do {
      for (let i = 0; i < 2000; i++) score(texts[count++ % texts.length] ?? '')
      const { user, system } = process.cpuUsage(start)
      spent = (user + system) / 1000
    } while (spent < ms)
    return (1000 * count) / spent
  }
  round()
  return Math.max(...Array.from({ length: ROUNDS }, round))
}
