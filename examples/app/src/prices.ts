import { binance, type PriceSource, simulated, upbit } from '@livelet/price'
import type { PriceConfig } from './config.ts'

/** Binance, Upbit for won, and the simulated market where the exchanges cannot be reached or are not wanted. */
export function sourcesOf({ source, binance: binanceUrls, upbit: upbitUrls }: PriceConfig): PriceSource[] {
  if (source === 'simulated') return [simulated()]
  const inWon: PriceSource = { ...upbit(upbitUrls), has: ({ quote }) => quote === 'KRW' }
  const real = [binance(binanceUrls), inWon]
  return source === 'auto' ? [...real, simulated()] : real
}
