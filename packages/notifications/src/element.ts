import { defineElement, keepSession, languageOf, type Opening } from '@livelet/client/element'
import { html, LitElement, nothing, type PropertyValues } from 'lit'
import type { NotificationsMessages, Shown } from './contract.ts'
import { clock, mayAsk, openBrowserNotices } from './element/browser.ts'
import { emptyList } from './element/list.ts'
import { openSession, type Session } from './element/session.ts'
import { styles } from './element/styles.ts'
import { badgeOf, titleWith } from './element/title.ts'
import { announcer, openToasts } from './element/toasts.ts'
import { bellIcon, listView, toastsView } from './element/views.ts'
import { elementWords, type Words } from './element/words.ts'

/** How often "3 minutes ago" is written anew, ms. */
const TICK = 30_000
/** What stays free beside the list, px. */
const MARGIN = 16

/**
 * `<livelet-notifications>`: a bell that shows how many are unread, the list behind it, and toasts for what comes.
 *
 * Attributes: `src`, the feature's path (default: where this script came from); `open`, whether the list is shown; `quiet`,
 * whether it keeps to itself: no toasts, nothing in the page's title; `lang`.
 */
export class LiveletNotifications extends LitElement {
  static override styles = styles
  static override properties = {
    src: { type: String },
    open: { type: Boolean, reflect: true },
    quiet: { type: Boolean },
    said: { state: true },
    hasFailed: { state: true }
  }

  declare src: string | null
  declare open: boolean
  declare quiet: boolean
  /** What a screen reader hears of what came. */
  declare private said: string
  declare private hasFailed: boolean
  readonly #live = keepSession(this, import.meta.url, {
    open: (opening: Opening<NotificationsMessages>) => this.#open(opening)
  })
  readonly #toasts = openToasts(clock, () => this.requestUpdate())
  readonly #announcer = announcer(clock, ({ title }, others) => {
    this.said = this.#words.announce(title, others)
  })

  constructor() {
    super()
    this.src = null
    this.open = false
    this.quiet = false
    this.said = ''
    this.hasFailed = false
  }

  #open({ client, url, onStop }: Opening<NotificationsMessages>): Session {
    const notices = openBrowserNotices(url.href, () => this.#words.others)
    const ticking = setInterval(() => this.requestUpdate(), TICK)
    const onPointer = (event: Event) => {
      if (this.open && !event.composedPath().includes(this)) this.open = false
    }
    document.addEventListener('pointerdown', onPointer)
    onStop(() => {
      notices.stop()
      clearInterval(ticking)
      document.removeEventListener('pointerdown', onPointer)
      this.#toasts.clear()
      this.#announcer.stop()
      if (!this.quiet) document.title = titleWith(document.title, '')
    })
    this.hasFailed = false
    this.said = ''
    return openSession(client, {
      change: () => this.requestUpdate(),
      arrived: item => {
        this.#arrived(item)
        notices.arrived(item)
      },
      failed: () => {
        this.hasFailed = true
      }
    })
  }

  #arrived(item: Shown): void {
    // Nobody sees a toast in a hidden tab; and the open list shows it anyway.
    if (document.visibilityState === 'visible' && !this.open && !this.quiet) this.#toasts.add(item)
    this.#announcer.add(item)
  }

  #read(...ids: number[]): void {
    this.hasFailed = false
    for (const seq of ids) this.#toasts.dismiss(seq)
    void this.#live.session?.read({ ids })
  }

  #readAll(): void {
    this.hasFailed = false
    const newest = this.#live.session?.list.items[0]
    if (newest && !this.#isAllRead) void this.#live.session?.read({ upTo: newest.seq })
  }

  #toggle(): void {
    this.open = !this.open
  }

  /** Moves the list to where there is room for all of it. */
  #fit(): void {
    const panel = this.renderRoot.querySelector<HTMLElement>('.panel')
    if (!panel) return
    // through CSSOM, because a policy without 'unsafe-inline' refuses style attributes
    panel.style.setProperty('--shift', '0px')
    const { left, right } = panel.getBoundingClientRect()
    const over = Math.max(0, right - (document.documentElement.clientWidth - MARGIN))
    panel.style.setProperty('--shift', `${Math.max(MARGIN - left, -over)}px`)
  }

  #onKey(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || !this.open) return
    this.open = false
    this.renderRoot.querySelector<HTMLElement>('.bell')?.focus()
  }

  async #more(session: Session): Promise<void> {
    const { length } = session.list.items
    await session.loadMore()
    await this.updateComplete
    // The button moves down or goes: who works with the keyboard reads on where the new ones begin.
    this.renderRoot.querySelectorAll<HTMLElement>('.panel .item')[length]?.focus()
  }

  async #ask(): Promise<void> {
    await Notification.requestPermission()
    this.requestUpdate()
  }

  get #words(): Words {
    return elementWords[languageOf(this)]
  }

  get #isAllRead(): boolean {
    const { unread, list } = this.#live.session ?? { unread: { count: 0 }, list: emptyList }
    return unread.count === 0 && list.items.every(({ read }) => read)
  }

  protected override willUpdate(changed: PropertyValues): void {
    // The open list shows them anyway.
    if (changed.has('open') && this.open) this.#toasts.clear()
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has('open') && this.open) this.#fit()
    if (!this.#live.session || this.quiet) return
    const title = titleWith(document.title, badgeOf(this.#live.session.unread))
    if (title !== document.title) document.title = title
  }

  #panel(words: Words, session: Session): unknown {
    const isAway = this.#live.link.status === 'waiting' || this.#live.link.status === 'closed'
    return html`
      <section class="panel" id="panel" aria-labelledby="title">
        <header>
          <h2 id="title">${words.title}</h2>
          <button type="button" class="quiet" aria-disabled=${String(this.#isAllRead)} @click=${this.#readAll}>${words.markAll}</button>
        </header>
        ${isAway ? html`<p class="link">${words.offline}</p>` : nothing}
        ${this.hasFailed && !isAway ? html`<p class="link" role="alert">${words.failed}</p>` : nothing}
        <div class="scroll">
          ${listView(session.list, words, languageOf(this), Date.now(), {
            choose: item => this.#read(item.seq),
            more: () => void this.#more(session)
          })}
        </div>
        ${mayAsk() ? html`<div class="foot"><button type="button" class="quiet" @click=${this.#ask}>${words.askPermission}</button></div>` : nothing}
      </section>`
  }

  protected override render(): unknown {
    const words = this.#words
    const session = this.#live.session
    const badge = session ? badgeOf(session.unread) : ''
    return html`
      <div @keydown=${this.#onKey}>
        <button type="button" class="bell" aria-label=${words.bell(badge)} aria-expanded=${String(this.open)}
          aria-controls=${this.open ? 'panel' : nothing} @click=${this.#toggle}>
          ${bellIcon}${badge === '' ? nothing : html`<span class="badge" aria-hidden="true">${badge}</span>`}
        </button>
        ${this.open && session ? this.#panel(words, session) : nothing}
        ${toastsView(this.#toasts, words, {
          choose: item => this.#read(item.seq),
          dismiss: seq => this.#toasts.dismiss(seq),
          hold: isHeld => this.#toasts.hold(isHeld)
        })}
        <span class="unseen" role="status">${this.said}</span>
      </div>`
  }
}

defineElement('livelet-notifications', LiveletNotifications)
