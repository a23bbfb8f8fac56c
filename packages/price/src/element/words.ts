import type { Language } from '@livelet/client/element'
import type { Price } from '../quote.ts'

/** What <livelet-price> says. */
export interface Words {
  price(symbol: string): string
  change: string
  source: string
  simulated: string
  age(seconds: number): string
  stale: string
  chart: string
  empty: string
  table: string
  time: string
  worth: string
  /** Why there is nothing to see, by error code; `other` for the rest. */
  refused: { other: string } & Record<string, string>
}

const names: Record<string, Record<Language, string>> = {
  binance: { ko: '바이낸스', en: 'Binance' },
  coinbase: { ko: '코인베이스', en: 'Coinbase' },
  kraken: { ko: '크라켄', en: 'Kraken' },
  upbit: { ko: '업비트', en: 'Upbit' },
  simulated: { ko: '모의 시장', en: 'Simulated market' }
}

/** What people call a source. */
export const sourceName = (source: string, language: Language): string => names[source]?.[language] ?? source

export const elementWords: Record<Language, Words> = {
  ko: {
    price: symbol => `${symbol} 시세`,
    change: '24시간',
    source: '출처',
    simulated: '실제 시세가 아닙니다',
    age: seconds => {
      if (seconds < 2) return '방금'
      return seconds < 90 ? `${seconds}초 전` : `${Math.round(seconds / 60)}분 전`
    },
    stale: '멈춘 시세',
    chart: '지난 1시간',
    empty: '시세가 모이면 여기에 그려집니다.',
    table: '표로 보기',
    time: '시각',
    worth: '시세',
    refused: {
      LIVELET_FORBIDDEN: '이 시세를 볼 권한이 없습니다.',
      LIVELET_NOT_FOUND: '이 서버에는 이런 종목이 없습니다.',
      LIVELET_UNAVAILABLE: '지금은 시세를 주는 거래소가 없습니다. 돌아오면 바로 보여 드립니다.',
      other: '시세를 받지 못했습니다. 다시 시도하는 중입니다.'
    }
  },
  en: {
    price: symbol => `Price of ${symbol}`,
    change: '24 h',
    source: 'Source',
    simulated: 'not a real price',
    age: seconds => {
      if (seconds < 2) return 'just now'
      return seconds < 90 ? `${seconds} s ago` : `${Math.round(seconds / 60)} min ago`
    },
    stale: 'Stale',
    chart: 'The last hour',
    empty: 'The chart begins when prices have come in.',
    table: 'Show as a table',
    time: 'Time',
    worth: 'Price',
    refused: {
      LIVELET_FORBIDDEN: 'You may not see this price.',
      LIVELET_NOT_FOUND: 'This server has no such symbol.',
      LIVELET_UNAVAILABLE: 'No market gives this price at present. It shows as soon as one does.',
      other: 'The price cannot be had. Trying again.'
    }
  }
}

/** What is worth interrupting somebody for: where a price comes from, and that it stands still. Not each price. */
export function readOut(price: Pick<Price, 'source' | 'simulated'>, isStale: boolean, language: Language): string {
  const { simulated, stale } = elementWords[language]
  const name = sourceName(price.source, language)
  return [name, price.simulated ? simulated : '', isStale ? stale : ''].filter(Boolean).join(', ')
}
