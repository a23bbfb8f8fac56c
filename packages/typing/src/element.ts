import type { Client } from '@livelet/client'
import { defineElement, keepSession, languageOf, type Opening } from '@livelet/client/element'
import { html, LitElement } from 'lit'
import type { TypingMessages } from './contract.ts'
import { createAnnouncer } from './element/announcer.ts'
import { browserClock as clock } from './element/clock.ts'
import { watchField } from './element/field.ts'
import { createReceiver, othersIn, type Receiver } from './element/receiver.ts'
import { styles } from './element/styles.ts'
import { createWatcher, type Watcher } from './element/watcher.ts'
import { sign } from './locale.ts'

/** How long the server has to say that a sign still holds, ms. */
const ASK_TIMEOUT = 3000

interface Session {
  client: Client<TypingMessages>
  receiver: Receiver
  watcher: Watcher
  /** Ids under which this person may be listed, besides that of the connection. */
  selves: Set<string>
  stop(): void
}

/**
 * `<livelet-typing for="message" room="lobby">`: shows who else is typing in a room, and tells it when somebody types in
 * the field with the id `for`.
 *
 * Attributes: `for`, the id of an input, a textarea or anything editable (without it, it only shows); `room`; `src`, the
 * feature's path (default: where this script came from); `lang`.
 */
export class LiveletTyping extends LitElement {
  static override styles = styles
  static override properties = {
    for: { type: String },
    room: { type: String },
    src: { type: String },
    readOut: { state: true }
  }

  declare for: string | null
  declare room: string
  declare src: string | null
  declare private readOut: string
  readonly #live = keepSession(this, import.meta.url, {
    open: (opening: Opening<TypingMessages>) => this.#open(opening),
    dependsOn: () => [this.for, this.room]
  })
  readonly #announcer = createAnnouncer(clock, words => {
    this.readOut = words
  })

  constructor() {
    super()
    this.for = null
    this.room = 'lobby'
    this.src = null
    this.readOut = ''
  }

  /** The message has been sent: for a page that sends without a form. */
  stop(): void {
    this.#live.session?.watcher.leave()
  }

  #open({ client }: Opening<TypingMessages>): Session {
    const { room } = this
    const watcher = createWatcher(clock, type => {
      // While there is no connection it would wait, and come too late.
      if (client.status === 'open') client.send(type, { room })
    })
    const receiver = createReceiver({
      clock,
      ask: () => client.request('list', { room }, { timeout: ASK_TIMEOUT }),
      change: () => this.requestUpdate()
    })
    const selves = new Set<string>()
    const endings = [
      client.subscribe(
        `typing/${room}`,
        message => {
          if (message.type === 'typists') receiver.heard(message)
        },
        {
          onJoined: ({ recovered = false }) => receiver.joined(recovered),
          onError: ({ code, message }) => console.warn(`<livelet-typing room="${room}">: ${code}: ${message}`)
        }
      ),
      client.on('self', ({ id }) => selves.add(id)),
      client.onStatus(({ status }) => {
        if (status === 'open') watcher.reconnected()
        else receiver.lost()
      }),
      ...(this.for === null ? [] : [watchField(this.#root, this.for, watcher)]),
      () => watcher.leave(),
      () => receiver.lost()
    ]
    const stop = () => {
      for (const end of endings) end()
    }
    return { client, receiver, watcher, selves, stop }
  }

  get #root(): Document | ShadowRoot {
    const root = this.getRootNode()
    return root instanceof ShadowRoot ? root : this.ownerDocument
  }

  get #words(): string {
    if (!this.#live.session) return ''
    const { client, receiver, watcher, selves } = this.#live.session
    const isSelf = (id: string) => id === client.welcome?.connection || selves.has(id)
    const { typists, more } = othersIn(receiver.list, isSelf, watcher.isTyping)
    return sign(languageOf(this), typists, more)
  }

  protected override updated(): void {
    this.#announcer.show(this.#words)
  }

  protected override render(): unknown {
    return html`<p dir="auto">${this.#words}</p><span class="unseen" role="status">${this.readOut}</span>`
  }
}

defineElement('livelet-typing', LiveletTyping)
