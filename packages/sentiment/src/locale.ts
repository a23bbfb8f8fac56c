import type { Label } from './contract.ts'

interface Words {
  label: Record<Label, string>
  tooLong(length: number, limit: number): string
  timedOut(ms: number): string
}

/** What people read. */
export const words: Record<Locale, Words> = {
  ko: {
    label: { positive: '긍정', negative: '부정', neutral: '중립' },
    tooLong: (length, limit) => `글이 너무 깁니다: ${length}자, 최대 ${limit}자`,
    timedOut: ms => `분석이 ${ms}ms 안에 끝나지 않았습니다`
  },
  en: {
    label: { positive: 'positive', negative: 'negative', neutral: 'neutral' },
    tooLong: (length, limit) => `the text is too long: ${length} characters, at most ${limit}`,
    timedOut: ms => `the analysis did not end within ${ms} ms`
  }
}

export type Locale = 'ko' | 'en'

export const EMOJI: Record<Label, string> = { positive: '😊', negative: '😞', neutral: '😐' }
