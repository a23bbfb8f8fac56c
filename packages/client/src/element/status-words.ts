import type { StatusEvent } from '../types.ts'
import type { Language } from './language.ts'

const words = {
  ko: {
    connecting: '연결하는 중',
    open: '실시간',
    closed: '연결 종료',
    waiting: (seconds: number) => (seconds > 0 ? `끊김, ${seconds}초 뒤 다시 연결` : '끊김, 다시 연결하는 중')
  },
  en: {
    connecting: 'Connecting',
    open: 'Live',
    closed: 'Disconnected',
    waiting: (seconds: number) => (seconds > 0 ? `Offline, retrying in ${seconds} s` : 'Offline, reconnecting')
  }
}

/** What a client's status is called, for people. */
export function statusWords({ status, retryIn = 0 }: StatusEvent, language: Language): string {
  return status === 'waiting' ? words[language].waiting(Math.round(retryIn / 1000)) : words[language][status]
}
