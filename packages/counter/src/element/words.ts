import type { Language } from '@livelet/client/element'

/** What <livelet-counter> says. */
export interface Words {
  counter(name: string): string
  value(formatted: string): string
  add(by: number): string
  subtract(by: number): string
  reset: string
  /** Why a change was not made, by error code; `other` for the rest. */
  refused: { other: string } & Record<string, string>
}

export const elementWords: Record<Language, Words> = {
  ko: {
    counter: name => `카운터 ${name}`,
    value: formatted => `현재 값 ${formatted}`,
    add: by => `${by} 더하기`,
    subtract: by => `${by} 빼기`,
    reset: '초기화',
    refused: {
      LIVELET_VALIDATION: '정해진 한도를 넘을 수 없습니다.',
      LIVELET_FORBIDDEN: '이 카운터를 볼 권한이 없습니다.',
      LIVELET_NOT_FOUND: '이런 이름의 카운터가 없습니다.',
      LIVELET_RATE_LIMITED: '너무 빠릅니다. 잠시 뒤에 다시 눌러 주세요.',
      QUEUE_FULL: '연결이 끊겨 더 모아 둘 수 없습니다.',
      TIMEOUT: '서버가 답하지 않아 반영하지 못했습니다.',
      UNKNOWN_OUTCOME: '연결이 끊겨 반영되었는지 알 수 없습니다.',
      other: '반영하지 못했습니다. 다시 시도해 주세요.'
    }
  },
  en: {
    counter: name => `Counter ${name}`,
    value: formatted => `Now ${formatted}`,
    add: by => `Add ${by}`,
    subtract: by => `Subtract ${by}`,
    reset: 'Reset',
    refused: {
      LIVELET_VALIDATION: 'It cannot go past its limit.',
      LIVELET_FORBIDDEN: 'You may not see this counter.',
      LIVELET_NOT_FOUND: 'There is no counter of this name.',
      LIVELET_RATE_LIMITED: 'That was too fast. Try again in a moment.',
      QUEUE_FULL: 'Offline: no more changes can be kept.',
      TIMEOUT: 'The server did not answer, so this was not counted.',
      UNKNOWN_OUTCOME: 'The connection was lost: it is not known whether this was done.',
      other: 'This was not counted. Please try again.'
    }
  }
}
