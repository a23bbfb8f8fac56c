/** Places of a price below 1 after its leading zeros. */
const SIGNIFICANT = 4

/** How a price is written: cents where there are some, and for less than 1 as many places as say something. */
export function priceFormat(price: string, currency: string, language: string): Intl.NumberFormat {
  const isCode = /^[A-Z]{3}$/.test(currency)
  const style: Intl.NumberFormatOptions = isCode
    ? { style: 'currency', currency, currencyDisplay: 'narrowSymbol' }
    : { style: 'decimal' }
  const places = placesOf(price, isCode ? currency : 'USD')
  return new Intl.NumberFormat(language, { ...style, minimumFractionDigits: places, maximumFractionDigits: places })
}

function placesOf(price: string, currency: string): number {
  const [whole = '', fraction = ''] = price.replace('-', '').split('.')
  if (/[1-9]/.test(whole)) {
    const usual =
      new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
    return usual === 0 && whole.length < 3 ? 2 : usual
  }
  const zeros = /^0*/.exec(fraction)?.[0].length ?? 0
  return Math.min(zeros + SIGNIFICANT, 20)
}

/** What stands behind the number, if the currency has no sign of its own. */
export const unitOf = (currency: string): string => (/^[A-Z]{3}$/.test(currency) ? '' : ` ${currency}`)

/** `70352.36000000` in USD → `$70,352.36`. Intl reads the text exactly, digit by digit (ECMA-402, Intl.NumberFormat v3). */
export function formatPrice(price: string, currency: string, language = 'en'): string {
  return priceFormat(price, currency, language).format(price as `${number}`) + unitOf(currency)
}
