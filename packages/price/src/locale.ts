/** What people read in the plain text dialect besides prices. */
export const words = {
  ko: { unavailable: (symbol: string) => `지금은 ${symbol} 시세를 주는 거래소가 없습니다. 잠시 뒤에 다시 물어보세요` },
  en: { unavailable: (symbol: string) => `no market gives a price of ${symbol} at present, ask again in a moment` }
}

export type Locale = keyof typeof words
