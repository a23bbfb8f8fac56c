import type { Language } from '@livelet/client/element'

/** What <livelet-notifications> says. */
export interface Words {
  title: string
  /** The bell, with how many are unread. */
  bell(badge: string): string
  unread: string
  empty: string
  loading: string
  markAll: string
  older: string
  close: string
  dismiss(title: string): string
  askPermission: string
  offline: string
  failed: string
  others(count: number): string
  announce(title: string, others: number): string
  level: Record<'info' | 'success' | 'warning' | 'error', string>
}

export const elementWords: Record<Language, Words> = {
  ko: {
    title: '알림',
    bell: badge => (badge === '' ? '알림, 읽지 않은 것 없음' : `알림, 읽지 않음 ${badge}개`),
    unread: '읽지 않음',
    empty: '아직 알림이 없습니다.',
    loading: '불러오는 중…',
    markAll: '모두 읽음',
    older: '이전 알림 더 보기',
    close: '닫기',
    dismiss: title => `알림 닫기: ${title}`,
    askPermission: '이 탭을 보지 않을 때도 알림 받기',
    offline: '연결이 끊겼습니다. 다시 이어지면 놓친 알림이 모두 옵니다.',
    failed: '서버가 답하지 않았습니다. 다시 시도해 주세요.',
    others: count => `그 밖에 ${count}개`,
    announce: (title, others) => (others > 0 ? `새 알림: ${title}, 그 밖에 ${others}개` : `새 알림: ${title}`),
    level: { info: '', success: '성공', warning: '주의', error: '오류' }
  },
  en: {
    title: 'Notifications',
    bell: badge => (badge === '' ? 'Notifications, none unread' : `Notifications, ${badge} unread`),
    unread: 'Unread',
    empty: 'Nothing here yet.',
    loading: 'Loading…',
    markAll: 'Mark all as read',
    older: 'Show older ones',
    close: 'Close',
    dismiss: title => `Dismiss: ${title}`,
    askPermission: 'Notify me while I am not looking at this tab',
    offline: 'The connection is lost. When it is back, everything you missed will come.',
    failed: 'The server did not answer. Please try again.',
    others: count => `and ${count} more`,
    announce: (title, others) =>
      others > 0 ? `New notification: ${title}, and ${others} more` : `New notification: ${title}`,
    level: { info: '', success: 'Success', warning: 'Warning', error: 'Error' }
  }
}
