// Decimal numbers as text, exactly. Nothing here turns a price into a floating point number.

const NUMBER = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,2}))?$/
/** No price is longer, and nobody shall make us multiply numbers of any length. */
const MAX_LENGTH = 64

/** A number that a source wrote, such as `70352.36000000` or `1.2e-7`, as a plain decimal; `undefined` if it is none. */
export function decimalOf(text: unknown): string | undefined {
  if (typeof text !== 'string' || text.length > MAX_LENGTH) return undefined
  const match = NUMBER.exec(text)
  if (!match) return undefined
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match
  const point = whole.length + Number(exponent)
  const digits = point < 1 ? '0'.repeat(1 - point) + whole + fraction : (whole + fraction).padEnd(point, '0')
  const before = digits.slice(0, Math.max(point, 1)).replace(/^0+(?=\d)/, '')
  const after = digits.slice(Math.max(point, 1))
  return sign + before + (after === '' ? '' : `.${after}`)
}

/** Two decimals as whole numbers of the same unit. */
function scaled(a: string, b: string): [bigint, bigint] {
  const places = (text: string) => (text.split('.')[1] ?? '').length
  const most = Math.max(places(a), places(b))
  const units = (text: string) => BigInt(text.replace('.', '') + '0'.repeat(most - places(text)))
  return [units(a), units(b)]
}

const absolute = (n: bigint) => (n < 0n ? -n : n)

export function isPositive(decimal: string): boolean {
  return !decimal.startsWith('-') && /[1-9]/.test(decimal)
}

export function isEqual(a: string, b: string): boolean {
  const [left, right] = scaled(a, b)
  return left === right
}

/** Whether `to` is further from `from` than this part of it: `0.2` is 20 %. */
export function jumps(from: string, to: string, ratio: string): boolean {
  const [start, end] = scaled(from, to)
  const [part, one] = scaled(ratio, '1')
  return absolute(end - start) * one > absolute(start) * part
}

/** The change from one decimal to another, percent with three places, as `-1.234`; `undefined` from 0. */
export function percentChange(from: string, to: string): string | undefined {
  const [start, end] = scaled(from, to)
  if (start === 0n) return undefined
  const sign = end < start !== start < 0n && end !== start ? '-' : ''
  const size = absolute(start)
  const thousandths = (absolute(end - start) * 200_000n + size) / (2n * size)
  const text = String(thousandths).padStart(4, '0')
  return `${thousandths === 0n ? '' : sign}${text.slice(0, -3)}.${text.slice(-3)}`
}
