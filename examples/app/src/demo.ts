import type { Notification } from '@livelet/notifications'
import type { FastifyRequest } from 'fastify'

/** Who the demo page may be. */
const USERS = ['mina', 'jun']

/**
 * Who asks: whom the address names, `?user=jun`, else Mina. That is a demo, in which everybody can be anybody. An app of
 * your own looks at a session or a token.
 */
export function demoUser({ query }: FastifyRequest): { id: string } {
  const user = typeof query === 'object' && query !== null && 'user' in query ? String(query.user) : ''
  return { id: USERS.includes(user) ? user : 'mina' }
}

/** Each in two languages, because the server does not know which one a page speaks. */
const DEMO: readonly Omit<Notification, 'to'>[] = [
  { title: '주문을 접수했습니다 · Order received', body: '아이스 아메리카노 2잔 · 2 iced americanos', level: 'info' },
  { title: '배송이 시작됐습니다 · On its way', body: '오늘 오후 도착 예정 · Arrives this afternoon', level: 'success' },
  { title: '재고가 얼마 남지 않았습니다 · Low stock', body: '원두 3봉지 · 3 bags of beans left', level: 'warning' },
  {
    title: '결제를 확인해 주세요 · Payment failed',
    body: '카드가 만료되었습니다 · The card has expired',
    level: 'error'
  },
  { title: '새 댓글이 달렸습니다 · New comment', url: '/notifications.html' }
]

/** What the demo feed sends next: in turn, for everyone. */
export function demoNotifications(): () => Notification {
  let next = 0
  return () => ({ title: 'Livelet', ...DEMO[next++ % DEMO.length], to: 'everyone', expiresAt: Date.now() + 86_400_000 })
}
