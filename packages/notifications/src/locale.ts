/** What people read in the plain text dialect. */
export const words = {
  ko: { readOnly: '여기에서는 알림을 받기만 합니다' },
  en: { readOnly: 'notifications are only read here' }
}

export type Locale = keyof typeof words
