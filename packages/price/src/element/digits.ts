import { buildStyles } from 'number-flow/csp'
import * as lite from 'number-flow/lite'

// number-flow's types describe its CommonJS build, where the default export lies one level deeper than in the ES module
const NumberFlow = lite.default as unknown as typeof lite.default.default

const sheet = new CSSStyleSheet()
sheet.replaceSync(buildStyles()[2])

/**
 * `<livelet-price-digits>`: a decimal whose digits roll. It keeps still for who prefers reduced motion.
 *
 * What is drawn are the parts that Intl makes of the decimal's text, one element for each digit; a number is made of it
 * only to know which way to roll. number-flow puts a `<style>` into its shadow tree, which a content security policy
 * without `'unsafe-inline'` refuses: the same rules come as a constructed style sheet, and the `<style>` stays out.
 */
export class LiveletPriceDigits extends NumberFlow {
  show(decimal: string, formatter: Intl.NumberFormat, unit: string): void {
    this.data = lite.formatToData(decimal as `${number}`, formatter, undefined, unit === '' ? undefined : unit)
    // number-flow says this through ElementInternals only, which not every browser reads out
    this.setAttribute('role', 'img')
    this.setAttribute('aria-label', formatter.format(decimal as `${number}`) + unit)
  }

  override attachShadow(init: ShadowRootInit): ShadowRoot {
    const root = super.attachShadow(init)
    root.adoptedStyleSheets = [sheet]
    const append = root.appendChild.bind(root)
    root.appendChild = <T extends Node>(node: T): T => (node instanceof HTMLStyleElement ? node : append(node))
    return root
  }
}

/** How wide a written price is, em: in wide fonts; digits are all of one width, separators half as wide. */
export function widthOf(text: string): number {
  const digits = text.replace(/\D/g, '').length
  const narrow = text.replace(/[^.,\s]/g, '').length
  return Math.max(4, digits * 0.66 + narrow * 0.34 + (text.length - digits - narrow) * 0.75 + 0.3)
}
