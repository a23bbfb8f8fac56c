/** What is priced, and in what. */
export interface Pair {
  /** Its name here, as `BTCUSDT`. */
  symbol: string
  /** `BTC` */
  base: string
  /** `USDT` */
  quote: string
}

/** What a symbol may end in without a dash before it. Longer ones first: `USDT` also ends in something. */
const QUOTES = ['FDUSD', 'USDT', 'USDC', 'USD', 'EUR', 'GBP', 'KRW', 'JPY', 'TRY', 'BRL', 'BTC', 'ETH', 'BNB']

/** Coins that are redeemed for a dollar, and that people read as dollars. */
const DOLLARS = ['FDUSD', 'USDT', 'USDC']

/**
 * Reads `BTCUSDT` or `BTC-USDT`.
 *
 * @throws TypeError if it cannot tell where the second currency begins
 */
export function pairOf(symbol: string): Pair {
  const dashed = /^([A-Z0-9]{1,20})-([A-Z0-9]{2,10})$/.exec(symbol)
  if (dashed) return { symbol, base: dashed[1] ?? '', quote: dashed[2] ?? '' }
  const quote = /^[A-Z0-9]{4,30}$/.test(symbol)
    ? QUOTES.find(quote => symbol.endsWith(quote) && symbol.length > quote.length)
    : undefined
  if (!quote) {
    throw new TypeError(
      `"symbols" must be pairs like BTCUSDT, or BTC-XYZ with a dash, got ${JSON.stringify(symbol.slice(0, 40))}`
    )
  }
  return { symbol, base: symbol.slice(0, -quote.length), quote }
}

/** The currency that a price in `quote` is shown in, where there is one an ISO 4217 code. */
export function currencyOf({ quote }: Pair): string {
  return DOLLARS.includes(quote) ? 'USD' : quote
}
