const BADGE = /^\(\d+\+?\) /

/** How many are unread, as a badge says it; empty for none. */
export function badgeOf({ count, more }: { count: number; more: boolean }): string {
  if (more || count > 99) return '99+'
  return count === 0 ? '' : String(count)
}

/** A page's title with the badge before it, or without it. */
export function titleWith(title: string, badge: string): string {
  const plain = title.replace(BADGE, '')
  return badge === '' ? plain : `(${badge}) ${plain}`
}
