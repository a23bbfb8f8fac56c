import type { Limits } from './store.ts'

/** What people read in the plain text dialect. */
export const words = {
  ko: {
    expected: (got: string) => `+1이나 -5처럼 더할 수, 또는 reset이어야 합니다. 받은 것: ${got}`,
    limits: ({ min, max }: Limits) => `값은 ${min}부터 ${max}까지여야 합니다`
  },
  en: {
    expected: (got: string) => `expected a number to add, like +1 or -5, or reset, got ${got}`,
    limits: ({ min, max }: Limits) => `the value must stay within ${min} and ${max}`
  }
}

export type Locale = keyof typeof words
