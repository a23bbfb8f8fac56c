import type { Language } from '@livelet/client/element'
import type { Label } from '../contract.ts'

/** What <livelet-sentiment> says. */
export interface Words {
  label: string
  placeholder: string
  nothing: string
  hint: string
  verdict: Record<Label, string>
  confidence(confidence: number): string
  readOut(label: Label, confidence: number): string
  gauge: string
  keywords: string
  /** Why there is no verdict, by error code; `other` for the rest. */
  refused: { other: string } & Record<string, string>
}

const percent = (confidence: number) => `${Math.round(100 * confidence)} %`

const ko: Words = {
  label: '글의 감정',
  placeholder: '느낌을 적어 보세요',
  nothing: '기다리는 중',
  hint: '입력하는 동안 글의 감정을 만든 낱말이 여기에 나옵니다.',
  verdict: { positive: '긍정', negative: '부정', neutral: '중립' },
  confidence: confidence => `확신 ${percent(confidence)}`,
  readOut: (label, confidence) => `${ko.verdict[label]}, ${ko.confidence(confidence)}`,
  gauge: '부정에서 긍정까지',
  keywords: '판단을 만든 낱말',
  refused: {
    LIVELET_TOO_BIG: '글이 너무 깁니다.',
    LIVELET_UNAVAILABLE: '지금은 분석할 수 없습니다. 조금 뒤에 다시 적어 보세요.',
    LIVELET_RATE_LIMITED: '너무 빠릅니다. 잠시 뒤에 다시 적어 보세요.',
    LIVELET_FORBIDDEN: '분석할 권한이 없습니다.',
    TIMEOUT: '서버가 답하지 않습니다.',
    other: '분석하지 못했습니다.'
  }
}

const en: Words = {
  label: 'What it feels like',
  placeholder: 'Write how you feel',
  nothing: 'Waiting',
  hint: 'The words that make the verdict will be listed here as you type.',
  verdict: { positive: 'Positive', negative: 'Negative', neutral: 'Neutral' },
  confidence: confidence => `${percent(confidence)} sure`,
  readOut: (label, confidence) => `${en.verdict[label]}, ${en.confidence(confidence)}`,
  gauge: 'From negative to positive',
  keywords: 'Words that made the verdict',
  refused: {
    LIVELET_TOO_BIG: 'The text is too long.',
    LIVELET_UNAVAILABLE: 'It cannot be analyzed now. Try again in a moment.',
    LIVELET_RATE_LIMITED: 'That was too fast. Try again in a moment.',
    LIVELET_FORBIDDEN: 'You may not have it analyzed.',
    TIMEOUT: 'The server does not answer.',
    other: 'It could not be analyzed.'
  }
}

export const elementWords: Record<Language, Words> = { ko, en }
