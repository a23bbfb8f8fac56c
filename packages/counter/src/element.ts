import { defineElement, keepSession, languageOf, type Opening, statusWords } from '@livelet/client/element'
import { html, LitElement } from 'lit'
import type { CounterMessages } from './contract.ts'
import { LiveletDigits } from './element/digits.ts'
import { openSession } from './element/session.ts'
import { styles } from './element/styles.ts'
import { elementWords, type Words } from './element/words.ts'
import type { Change } from './optimistic.ts'

/** How long the value must stay before it is read out, ms: a value that runs is not worth listening to. */
const READ_OUT_AFTER = 1200

/**
 * `<livelet-counter name="main">`: a counter that everyone sees change.
 *
 * Attributes: `name` of the counter; `src`, the feature's path (default: where this script came from); `label`, what to
 * call it; `lang`.
 */
export class LiveletCounter extends LitElement {
  static override styles = styles
  static override properties = {
    name: { type: String },
    label: { type: String },
    src: { type: String },
    refusal: { state: true },
    readOut: { state: true }
  }

  declare name: string
  declare label: string | null
  declare src: string | null
  declare private refusal: string
  declare private readOut: string
  readonly #live = keepSession(this, import.meta.url, {
    open: ({ client, onStop }: Opening<CounterMessages>) => {
      this.refusal = ''
      onStop(() => clearTimeout(this.#readOutTimer))
      return openSession(client, this.name, {
        change: () => this.#changed(),
        refused: code => {
          this.refusal = code
        }
      })
    },
    dependsOn: () => [this.name]
  })
  #readOutTimer: ReturnType<typeof setTimeout> | undefined

  constructor() {
    super()
    this.name = 'main'
    this.label = null
    this.src = null
    this.refusal = ''
    this.readOut = ''
  }

  #changed(): void {
    this.requestUpdate()
    clearTimeout(this.#readOutTimer)
    this.#readOutTimer = setTimeout(() => {
      const value = this.#live.session?.value
      if (value !== undefined) this.readOut = this.#words.value(this.#formatter.format(value))
    }, READ_OUT_AFTER)
  }

  #press(change: Change): void {
    if (this.#live.session?.value === undefined) return
    this.refusal = ''
    this.#live.session.press(change)
  }

  get #words(): Words {
    return elementWords[languageOf(this)]
  }

  get #formatter(): Intl.NumberFormat {
    return new Intl.NumberFormat(languageOf(this))
  }

  protected override updated(): void {
    const value = this.#live.session?.value
    const digits = this.renderRoot.querySelector('livelet-digits')
    if (value === undefined || !(digits instanceof LiveletDigits)) return
    const text = this.#formatter.format(value)
    // through CSSOM, because a policy without 'unsafe-inline' refuses style attributes
    digits.parentElement?.style.setProperty('--ems', String(widthOf(text)))
    digits.show(value, this.#formatter)
  }

  protected override render(): unknown {
    const words = this.#words
    const value = this.#live.session?.value
    const button = (text: string, name: string, kind: string, change: Change) => html`
      <button type="button" class=${kind} aria-label=${name} aria-disabled=${String(value === undefined)}
        @click=${() => this.#press(change)}>${text}</button>`
    return html`
      <div role="group" aria-labelledby="label">
        <header>
          <span class="label" id="label">${this.label ?? words.counter(this.name)}</span>
          <span class="status" data-status=${this.#live.link.status}>${statusWords(this.#live.link, languageOf(this))}</span>
        </header>
        <div class="value">
          ${value === undefined ? html`<span class="none" aria-hidden="true">–</span>` : html`<livelet-digits></livelet-digits>`}
        </div>
        <div class="buttons">
          ${button('−1', words.subtract(1), '', { by: -1 })}
          ${button('+1', words.add(1), 'main', { by: 1 })}
          ${button('+5', words.add(5), '', { by: 5 })}
          ${button(words.reset, words.reset, 'quiet', 'reset')}
        </div>
        <span class="unseen" role="status">${this.readOut}</span>
        <p class="notice" role="status">${this.refusal === '' ? '' : (words.refused[this.refusal] ?? words.refused.other)}</p>
      </div>`
  }
}

/** How wide a formatted number is, em: in wide fonts; digits are all of one width, separators half as wide. */
function widthOf(text: string): number {
  const digits = text.replace(/\D/g, '').length
  return Math.max(2, digits * 0.68 + (text.length - digits) * 0.34 + 0.4)
}

defineElement('livelet-digits', LiveletDigits)
defineElement('livelet-counter', LiveletCounter)
