/** The most people that are called by their names. */
const MOST_NAMED = 3

const lists = { ko: new Intl.ListFormat('ko'), en: new Intl.ListFormat('en') }

/** What people read: beside a field, and in the plain text dialect. */
export const words = {
  ko: {
    someone: '💬 누군가 입력 중...',
    named: (names: readonly string[]) => `💬 ${lists.ko.format(names)} 님이 입력 중...`,
    others: (names: readonly string[], others: number) => `💬 ${lists.ko.format(names)} 님 외 ${others}명이 입력 중...`,
    many: '💬 여러 명이 입력 중...',
    expected: (got: string) => `typing 또는 stop이어야 합니다. 받은 것: ${got}`
  },
  en: {
    someone: '💬 Someone is typing...',
    named: (names: readonly string[]) => `💬 ${lists.en.format(names)} ${names.length > 1 ? 'are' : 'is'} typing...`,
    others: (names: readonly string[], others: number) =>
      `💬 ${lists.en.format([...names, others === 1 ? '1 other' : `${others} others`])} are typing...`,
    many: '💬 Several people are typing...',
    expected: (got: string) => `expected typing or stop, got ${got}`
  }
}

export type Locale = keyof typeof words

/**
 * One sentence for who is typing; empty for nobody. Who has no name is "someone", alone or together, and counted beside
 * those who have one.
 *
 * @param typists those who are listed
 * @param more how many others there are
 */
export function sign(locale: Locale, typists: readonly { name: string | null }[], more: number): string {
  const { someone, named, others, many } = words[locale]
  const total = typists.length + more
  const names = typists.map(({ name }) => name).filter(name => name !== null)
  if (total === 0) return ''
  if (names.length === 0) return someone
  if (total > MOST_NAMED) return many
  return names.length === total ? named(names) : others(names, total - names.length)
}
