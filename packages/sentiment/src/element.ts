import { defineElement, keepSession, languageOf, type Opening, statusWords } from '@livelet/client/element'
import { html, LitElement, nothing } from 'lit'
import type { SentimentMessages } from './contract.ts'
import { strongest } from './element/paint.ts'
import { openSession, type Result } from './element/session.ts'
import { styles } from './element/styles.ts'
import { gauge, keywordList, mirror } from './element/views.ts'
import { elementWords, type Words } from './element/words.ts'

/** How long a verdict must stay before it is read out, ms: one that changes with each letter is not worth listening to. */
const READ_OUT_AFTER = 1200

/**
 * `<livelet-sentiment>`: a field whose words are coloured by what they weigh as one types, and the verdict beside it.
 *
 * Attributes: `src`, the feature's path (default: where this script came from); `label`, what to call the field; `lang`.
 * The property `text` is what is in the field.
 */
export class LiveletSentiment extends LitElement {
  static override styles = styles
  static override properties = {
    label: { type: String },
    src: { type: String },
    typed: { state: true },
    result: { state: true },
    refusal: { state: true },
    readOut: { state: true }
  }

  declare label: string | null
  declare src: string | null
  /** What is in the field. It is never written back, so that no composition is disturbed. */
  declare private typed: string
  declare private result: Result | undefined
  declare private refusal: string
  declare private readOut: string
  readonly #live = keepSession(this, import.meta.url, {
    open: ({ client, onStop }: Opening<SentimentMessages>) => {
      onStop(() => clearTimeout(this.#readOutTimer))
      const session = openSession(client, {
        result: result => this.#show(result),
        refused: code => {
          this.refusal = code
        }
      })
      session.type(this.typed)
      return session
    }
  })
  #readOutTimer: ReturnType<typeof setTimeout> | undefined

  constructor() {
    super()
    this.label = null
    this.src = null
    this.typed = ''
    this.refusal = ''
    this.readOut = ''
  }

  get text(): string {
    return this.typed
  }

  set text(text: string) {
    const field = this.#field
    if (field) field.value = text
    this.#type(text)
  }

  #type(text: string): void {
    this.typed = text
    this.refusal = ''
    if (text.trim() === '') this.#forget()
    this.#live.session?.type(text)
  }

  #forget(): void {
    clearTimeout(this.#readOutTimer)
    this.result = undefined
    this.readOut = ''
  }

  #show(result: Result): void {
    this.refusal = ''
    this.result = result
    clearTimeout(this.#readOutTimer)
    this.#readOutTimer = setTimeout(() => {
      this.readOut = this.#words.readOut(result.label, result.confidence)
    }, READ_OUT_AFTER)
  }

  get #field(): HTMLTextAreaElement | null {
    return this.renderRoot?.querySelector('textarea') ?? null
  }

  get #words(): Words {
    return elementWords[languageOf(this)]
  }

  protected override firstUpdated(): void {
    const field = this.#field
    if (field) field.value = this.typed
  }

  protected override updated(): void {
    const needle = this.renderRoot.querySelector<HTMLElement>('.gauge')
    // through CSSOM, because a policy without 'unsafe-inline' refuses style attributes
    needle?.style.setProperty('--at', String(this.result === undefined ? 0.5 : (this.result.score + 1) / 2))
  }

  protected override render(): unknown {
    const words = this.#words
    const { typed, result, refusal } = this
    return html`
      <div role="group" aria-labelledby="label">
        <header>
          <label class="label" id="label" for="field">${this.label ?? words.label}</label>
          <span class="status" data-status=${this.#live.link.status}>${statusWords(this.#live.link, languageOf(this))}</span>
        </header>
        <div class="paper">
          ${mirror(typed, result)}
          <textarea id="field" rows="3" spellcheck="false" autocomplete="off" placeholder=${words.placeholder}
            aria-describedby="verdict" @input=${(event: Event) => {
              this.#type((event.target as HTMLTextAreaElement).value)
            }}></textarea>
        </div>
        <div class="verdict" id="verdict" data-label=${result?.label ?? 'none'}>
          <span class="emoji" aria-hidden="true">${result?.emoji ?? '💬'}</span>
          <span class="word">${result === undefined ? words.nothing : words.verdict[result.label]}</span>
          <span class="confidence">${result === undefined ? nothing : words.confidence(result.confidence)}</span>
        </div>
        ${gauge(words, result)}
        ${keywordList(words, result === undefined ? [] : strongest(result.keywords))}
        <span class="unseen" role="status">${this.readOut}</span>
        <p class="notice" role="status">${refusal === '' ? '' : (words.refused[refusal] ?? words.refused.other)}</p>
      </div>`
  }
}

defineElement('livelet-sentiment', LiveletSentiment)
