import { defineElement, languageOf, serverUrl, watchLanguage } from '@livelet/client/element'
import { html, LitElement, nothing } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import type { Handshake } from './contract.ts'
import { isAccepted } from './element/accept.ts'
import { parseHex } from './element/bytes.ts'
import { type Entry, formatMilliseconds, type Row, withRow } from './element/frames.ts'
import { type Dialect, openSession, type Session, type Status } from './element/session.ts'
import { styles } from './element/styles.ts'
import { connectionPanel, handshakeTables, type Known, knownTable, logRow } from './element/views.ts'
import { elementWords, type Words } from './element/words.ts'

/** How near to its end the log counts as read to the end, px. */
const END = 24

/**
 * `<livelet-inspector>`: connects to the echo endpoint and shows all that travels: the handshake, each frame, how long
 * an answer takes, and why a connection ends.
 *
 * Attributes: `src`, the feature's path (default: where this script came from); `dialect`, `text` or `json`; `lang`.
 */
export class LiveletInspector extends LitElement {
  static override styles = styles
  static override properties = {
    dialect: { converter: (value: string | null): Dialect => (value === 'json' ? 'json' : 'text') },
    status: { state: true },
    known: { state: true },
    handshake: { state: true },
    verified: { state: true },
    rows: { state: true },
    badHex: { state: true },
    raw: { state: true },
    trip: { state: true }
  }

  declare dialect: Dialect
  declare status: Status
  declare private known: Known | undefined
  declare private handshake: Handshake | undefined
  declare private verified: boolean
  declare private rows: Row[]
  declare private badHex: boolean
  declare private raw: boolean
  declare private trip: number | undefined
  #session: Session | undefined
  #unwatch = () => {}
  #logWasAtEnd = true

  constructor() {
    super()
    this.dialect = 'text'
    this.status = 'closed'
    this.verified = false
    this.rows = []
    this.badHex = false
    this.raw = false
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.#unwatch = watchLanguage(this, () => this.requestUpdate())
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#unwatch()
    this.disconnect()
  }

  connect(): void {
    if (this.#session !== undefined) return
    this.status = 'connecting'
    this.known = undefined
    this.handshake = undefined
    this.verified = false
    this.trip = undefined
    const session: Session = openSession(serverUrl(this, import.meta.url), this.dialect, {
      opened: known => {
        this.status = 'open'
        this.known = known
      },
      entry: entry => this.#add(entry),
      handshake: handshake => void this.#show(handshake),
      closed: () => {
        if (this.#session !== session) return
        this.#session = undefined
        this.status = 'closed'
      }
    })
    this.#session = session
  }

  disconnect(): void {
    this.#session?.close()
  }

  #switchToJson(): void {
    const old = this.#session
    this.#session = undefined
    old?.close()
    this.dialect = 'json'
    this.connect()
  }

  #add(entry: Entry): void {
    this.rows = withRow(this.rows, entry, Date.now())
    if (entry.what === 'frame' && entry.roundTrip !== undefined) this.trip = entry.roundTrip
  }

  async #show(handshake: Handshake): Promise<void> {
    this.handshake = handshake
    const verified = await isAccepted(handshake)
    if (this.handshake === handshake) this.verified = verified
  }

  #sendText(event: SubmitEvent): void {
    event.preventDefault()
    const field = this.#find('#text')
    if (this.status !== 'open' || field === null) return
    if (this.raw && this.dialect === 'json') this.#session?.sendRaw(field.value)
    else this.#session?.sendText(field.value)
    field.select()
  }

  #sendHex(event: SubmitEvent): void {
    event.preventDefault()
    const field = this.#find('#hex')
    const bytes = parseHex(field?.value ?? '')
    this.badHex = bytes === undefined
    if (bytes !== undefined && this.status === 'open') this.#session?.sendBinary(bytes)
  }

  async #sendFile(event: Event): Promise<void> {
    const field = event.target as HTMLInputElement
    const bytes = await field.files?.[0]?.arrayBuffer()
    field.value = ''
    if (bytes !== undefined && this.status === 'open') this.#session?.sendBinary(new Uint8Array(bytes))
  }

  #find(input: string): HTMLInputElement | null {
    return this.renderRoot.querySelector<HTMLInputElement>(input)
  }

  get #log(): Element | null {
    return this.renderRoot.querySelector('.log')
  }

  protected override willUpdate(): void {
    const log = this.#log
    this.#logWasAtEnd = log === null || log.scrollHeight - log.scrollTop - log.clientHeight < END
  }

  protected override updated(): void {
    const log = this.#log
    if (log !== null && this.#logWasAtEnd) log.scrollTop = log.scrollHeight
  }

  protected override render(): unknown {
    const words = elementWords[languageOf(this)]
    return html`
      <div class="panels" role="group" aria-label=${words.title}>
        ${connectionPanel(this, words, dialect => {
          this.dialect = dialect
        })}
        ${this.#sendPanel(words)}
        <section class="panel" aria-labelledby="handshake">
          <h3 id="handshake">${words.handshake}</h3>
          ${this.#handshakeView(words)}
        </section>
        ${this.#logPanel(words)}
      </div>`
  }

  #sendPanel(words: Words): unknown {
    const off = this.status !== 'open'
    const json = this.dialect === 'json'
    return html`
      <section class="panel">
        <form @submit=${this.#sendText}>
          <label class="label" for="text">${words.message}</label>
          <div class="bar">
            <input type="text" id="text" value="안녕" autocomplete="off">
            <button ?disabled=${off}>${words.send}</button>
          </div>
          ${
            json
              ? html`<label class="choice hint">
                  <input type="checkbox" .checked=${this.raw} @change=${(event: Event) => {
                    this.raw = (event.target as HTMLInputElement).checked
                  }}><span>${words.raw}</span></label>`
              : nothing
          }
        </form>
        <form @submit=${this.#sendHex}>
          <label class="label" for="hex">${words.hex}</label>
          <div class="bar">
            <input type="text" id="hex" class="mono" value="00 1f ff" autocomplete="off" spellcheck="false"
              aria-describedby="bad-hex" aria-invalid=${String(this.badHex)}>
            <button ?disabled=${off}>${words.binary}</button>
          </div>
          <p class="error" id="bad-hex" role="status">${this.badHex ? words.badHex : ''}</p>
        </form>
        <div class="bar">
          <button type="button" class="small" ?disabled=${off} @click=${() => this.#find('#file')?.click()}>${words.file}</button>
          <input type="file" id="file" hidden @change=${this.#sendFile}>
          ${json ? html`<button type="button" class="small" ?disabled=${off} @click=${() => this.#session?.ping()}>${words.ping}</button>` : nothing}
        </div>
      </section>`
  }

  #handshakeView(words: Words): unknown {
    if (this.known === undefined) return html`<p class="hint">${words.noHandshake}</p>`
    if (this.handshake !== undefined) return handshakeTables(this.handshake, this.known.url, this.verified, words)
    return this.dialect === 'json' ? nothing : knownTable(this.known, words, () => this.#switchToJson())
  }

  #logPanel(words: Words): unknown {
    return html`
      <section class="panel log-panel" aria-labelledby="log">
        <div class="bar spread">
          <h3 id="log">${words.log}</h3>
          ${this.trip === undefined ? nothing : html`<span class="hint">${words.lastTrip} <b>${formatMilliseconds(this.trip)}</b></span>`}
          <button type="button" class="small" ?disabled=${this.rows.length === 0} @click=${() => {
            this.rows = []
          }}>${words.clear}</button>
        </div>
        <div class="log" role="log" aria-labelledby="log" tabindex="0">
          ${this.rows.length === 0 ? html`<p class="empty">${words.empty}</p>` : nothing}
          ${repeat(
            this.rows,
            row => row.id,
            row => logRow(row, words)
          )}
        </div>
      </section>`
  }
}

defineElement('livelet-inspector', LiveletInspector)
