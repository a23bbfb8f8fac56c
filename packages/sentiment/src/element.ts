import type { StatusEvent } from '@livelet/client'
import { defineElement, languageOf, serverUrl, shareClient, statusWords, watchLanguage } from '@livelet/client/element'
import { html, LitElement, nothing, type PropertyValues } from 'lit'
import type { SentimentMessages } from './contract.ts'
import { strongest } from './element/paint.ts'
import { openSession, type Result, type Session } from './element/session.ts'
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
    link: { state: true },
    typed: { state: true },
    result: { state: true },
    refusal: { state: true },
    readOut: { state: true }
  }

  declare label: string | null
  declare src: string | null
  declare private link: StatusEvent
  /** What is in the field. It is never written back, so that no composition is disturbed. */
  declare private typed: string
  declare private result: Result | undefined
  declare private refusal: string
  declare private readOut: string
  #session: Session | undefined
  #stop = () => {}
  #readOutTimer: ReturnType<typeof setTimeout> | undefined

  constructor() {
    super()
    this.label = null
    this.src = null
    this.link = { status: 'connecting' }
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

  override connectedCallback(): void {
    super.connectedCallback()
    this.#start()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#stop()
  }

  #start(): void {
    this.#stop()
    const { client, release } = shareClient<SentimentMessages>(serverUrl(this, import.meta.url))
    const session = openSession(client, {
      result: result => this.#show(result),
      refused: code => {
        this.refusal = code
      },
      status: change => {
        this.link = change
      }
    })
    const unwatch = watchLanguage(this, () => this.requestUpdate())
    this.#session = session
    session.type(this.typed)
    this.#stop = () => {
      clearTimeout(this.#readOutTimer)
      session.stop()
      unwatch()
      release()
      this.#session = undefined
      this.#stop = () => {}
    }
  }

  #type(text: string): void {
    this.typed = text
    this.refusal = ''
    if (text.trim() === '') this.#forget()
    this.#session?.type(text)
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

  protected override updated(changed: PropertyValues): void {
    if (changed.has('src') && changed.get('src') !== undefined && this.isConnected) this.#start()
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
          <span class="status" data-status=${this.link.status}>${statusWords(this.link, languageOf(this))}</span>
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
