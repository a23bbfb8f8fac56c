import { buildStyles } from 'number-flow/csp'
import * as lite from 'number-flow/lite'

// number-flow's types describe its CommonJS build, where the default export lies one level deeper than in the ES module
const NumberFlow = lite.default as unknown as typeof lite.default.default

const sheet = new CSSStyleSheet()
sheet.replaceSync(buildStyles()[2])

/**
 * `<livelet-digits>`: a number whose digits roll. It keeps still for who prefers reduced motion.
 *
 * number-flow puts a `<style>` into its shadow tree, which a content security policy without `'unsafe-inline'` refuses.
 * So the same rules come as a constructed style sheet, and the `<style>` stays out.
 */
export class LiveletDigits extends NumberFlow {
  show(value: number, formatter: Intl.NumberFormat): void {
    this.data = lite.formatToData(value, formatter)
    // number-flow says this through ElementInternals only, which not every browser reads out
    this.setAttribute('role', 'img')
    this.setAttribute('aria-label', formatter.format(value))
  }

  override attachShadow(init: ShadowRootInit): ShadowRoot {
    const root = super.attachShadow(init)
    root.adoptedStyleSheets = [sheet]
    const append = root.appendChild.bind(root)
    root.appendChild = <T extends Node>(node: T): T => (node instanceof HTMLStyleElement ? node : append(node))
    return root
  }
}
