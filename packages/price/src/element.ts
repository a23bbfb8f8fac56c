import {
  defineElement,
  keepSession,
  type Language,
  languageOf,
  type Opening,
  statusWords
} from '@livelet/client/element'
import { html, LitElement, nothing } from 'lit'
import type { PriceMessages } from './contract.ts'
import { type Chart, openChart } from './element/chart.ts'
import { LiveletPriceDigits, widthOf } from './element/digits.ts'
import { openSession } from './element/session.ts'
import { styles } from './element/styles.ts'
import { changeView, tableView } from './element/views.ts'
import { elementWords, readOut, sourceName, type Words } from './element/words.ts'
import { formatPrice, priceFormat, unitOf } from './format.ts'
import type { Point } from './history.ts'

/** How often the age of the price is said anew, ms. */
const AGE_EVERY = 1_000

/**
 * `<livelet-price symbol="BTCUSDT">`: a price as it changes, its source, its age, and its last hour.
 *
 * Attributes: `symbol`; `src`, the feature's path (default: where this script came from); `label`, what to call it;
 * `chart="off"` leaves the chart and its table out; `lang`.
 */
export class LiveletPrice extends LitElement {
  static override styles = styles
  static override properties = {
    symbol: { type: String },
    label: { type: String },
    src: { type: String },
    chart: { type: String },
    refusal: { state: true },
    pointed: { state: true },
    isTableOpen: { state: true }
  }

  declare symbol: string
  declare label: string | null
  declare src: string | null
  declare chart: string | null
  declare private refusal: string
  declare private pointed: number | null
  declare private isTableOpen: boolean
  readonly #live = keepSession(this, import.meta.url, {
    open: ({ client, onStop }: Opening<PriceMessages>) => {
      const aging = setInterval(() => this.requestUpdate(), AGE_EVERY)
      onStop(() => clearInterval(aging))
      onStop(() => this.#endChart())
      this.refusal = ''
      // An element that was moved in the document is there again without having been changed.
      this.requestUpdate()
      return openSession(client, this.symbol, {
        change: () => {
          this.refusal = ''
          this.requestUpdate()
        },
        refused: code => {
          this.refusal = code
        }
      })
    },
    dependsOn: () => [this.symbol]
  })
  #chart: Chart | undefined

  constructor() {
    super()
    this.symbol = 'BTCUSDT'
    this.label = null
    this.src = null
    this.chart = null
    this.refusal = ''
    this.pointed = null
    this.isTableOpen = false
  }

  get #language(): Language {
    return languageOf(this)
  }

  get #words(): Words {
    return elementWords[this.#language]
  }

  /** Whether what is shown may have changed meanwhile. */
  get #isStale(): boolean {
    return this.#live.session?.price?.stale === true || this.#live.link.status !== 'open'
  }

  #time(ms: number, withSeconds: boolean): string {
    return new Intl.DateTimeFormat(this.#language, {
      hour: '2-digit',
      minute: '2-digit',
      ...(withSeconds && { second: '2-digit' }),
      hourCycle: 'h23'
    }).format(ms)
  }

  protected override updated(): void {
    this.#showDigits()
    this.#showChart()
  }

  #showDigits(): void {
    const price = this.#live.session?.price
    const digits = this.renderRoot.querySelector('livelet-price-digits')
    if (!price || !(digits instanceof LiveletPriceDigits)) return
    const formatter = priceFormat(price.price, price.currency, this.#language)
    const text = formatPrice(price.price, price.currency, this.#language)
    // through CSSOM, because a policy without 'unsafe-inline' refuses style attributes
    digits.parentElement?.style.setProperty('--ems', String(widthOf(text)))
    if (digits.getAttribute('aria-label') !== text) digits.show(price.price, formatter, unitOf(price.currency))
  }

  #showChart(): void {
    const place = this.renderRoot.querySelector('.plot')
    if (!(place instanceof HTMLElement) || !this.#live.session) {
      this.#endChart()
      return
    }
    this.#chart ??= openChart({
      place,
      price: value => this.#axisPrice(value),
      time: (seconds, withSeconds) => this.#time(seconds * 1000, withSeconds),
      onPoint: index => {
        this.pointed = index
      }
    })
    this.#chart.draw(this.#live.session.points())
  }

  #endChart(): void {
    this.#chart?.stop()
    this.#chart = undefined
  }

  #axisPrice(value: number): string {
    const { price = '1', currency = 'USD' } = this.#live.session?.price ?? {}
    return priceFormat(price, currency, this.#language).format(value)
  }

  #text([, price]: Point): string {
    return formatPrice(price, this.#live.session?.price?.currency ?? 'USD', this.#language)
  }

  protected override render(): unknown {
    const words = this.#words
    const price = this.#live.session?.price
    return html`
      <div role="group" aria-labelledby="label" data-language=${this.#language}>
        <header>
          <span class="label" id="label">${this.label ?? words.price(this.symbol)}</span>
          <span class="status" data-status=${this.#live.link.status}>${statusWords(this.#live.link, this.#language)}</span>
        </header>
        <div class="value" ?data-stale=${this.#isStale}>
          ${price ? html`<livelet-price-digits></livelet-price-digits>` : html`<span class="none" aria-hidden="true">–</span>`}
        </div>
        ${this.#facts()}
        ${this.chart === 'off' ? nothing : this.#figure()}
        <span class="unseen" role="status">${price ? readOut(price, this.#isStale, this.#language) : ''}</span>
        <p class="notice" role="status">${this.#notice()}</p>
      </div>`
  }

  #notice(): string {
    const { refused } = this.#words
    const why = this.#live.session?.isWaiting ? 'LIVELET_UNAVAILABLE' : this.refusal
    return why === '' ? '' : (refused[why] ?? refused.other)
  }

  #facts(): unknown {
    const price = this.#live.session?.price
    if (!price || !this.#live.session) return html`<dl class="facts"></dl>`
    const words = this.#words
    const age = Math.max(0, Math.round((Date.now() - this.#live.session.heardAt) / 1000))
    const name = sourceName(price.source, this.#language)
    return html`
      <dl class="facts">
        ${price.change24h === undefined ? nothing : changeView(price.change24h, words, this.#language)}
        <div>
          <dd>${this.#isStale ? html`<span class="badge">${words.stale}</span> ` : nothing}${words.age(age)}</dd>
        </div>
        <div>
          <dt class="unseen">${words.source}</dt>
          <dd>${price.simulated ? html`<span class="badge">${name}: ${words.simulated}</span>` : name}</dd>
        </div>
      </dl>`
  }

  #figure(): unknown {
    const words = this.#words
    const price = this.#live.session?.price
    const points = this.#live.session?.points() ?? []
    const isEmpty = points.length < 2
    const pointed = this.pointed === null ? undefined : points[this.pointed]
    return html`
      <figure>
        <figcaption>
          <span>${words.chart}</span>
          <span aria-hidden="true">${pointed ? `${this.#time(pointed[0], true)} · ${this.#text(pointed)}` : ''}</span>
        </figcaption>
        <div class="plot" aria-hidden="true" ?data-simulated=${price?.simulated} ?data-stale=${this.#isStale}
          ?data-empty=${isEmpty}>
          ${isEmpty ? html`<p class="empty">${words.empty}</p>` : nothing}
        </div>
      </figure>
      <details @toggle=${(event: ToggleEvent) => {
        this.isTableOpen = event.newState === 'open' || (event.target as HTMLDetailsElement).open
      }}>
        <summary>${words.table}</summary>
        ${this.isTableOpen ? tableView(points, words, { time: at => this.#time(at, false), price: point => this.#text(point) }) : nothing}
      </details>`
  }
}

defineElement('livelet-price-digits', LiveletPriceDigits)
defineElement('livelet-price', LiveletPrice)
