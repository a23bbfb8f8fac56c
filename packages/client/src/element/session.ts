import type { Client, Messages, StatusEvent } from '../types.ts'
import { watchLanguage } from './language.ts'
import { serverUrl } from './place.ts'
import { shareClient } from './share.ts'

/** The part of a Lit element that is used here. */
export interface SessionHost extends HTMLElement {
  addController(controller: { hostConnected(): void; hostUpdated(): void; hostDisconnected(): void }): void
  requestUpdate(): void
}

/** What a session is opened with. */
export interface Opening<M extends Messages> {
  /** The connection, shared with the page's other elements of this address. */
  client: Client<M>
  /** The address. */
  url: URL
  /** Has `undo` called when the session ends, after its `stop`; of several the last one first. */
  onStop(undo: () => void): void
}

export interface SessionOptions<M extends Messages, S extends { stop(): void }> {
  open(opening: Opening<M>): S
  /** Reactive properties that a session is opened with. When one or `src` has changed, the update opens another session. */
  dependsOn?(): readonly unknown[]
}

export interface KeptSession<S> {
  /** `undefined` while the element is not in the document. */
  readonly session: S | undefined
  /** The connection's status, or what it was last. */
  readonly link: StatusEvent
}

/**
 * Keeps a session open while a Lit element is in the document, and updates the element when the connection's status or
 * the language changes. It is a field of the element:
 *
 * ```ts
 * readonly #live = keepSession(this, import.meta.url, {
 *   open: ({ client }: Opening<CounterMessages>) => openSession(client, this.name),
 *   dependsOn: () => [this.name]
 * })
 * ```
 *
 * @param moduleUrl the script's own `import.meta.url`, for `serverUrl`: what that throws, connecting the element throws
 */
export function keepSession<M extends Messages, S extends { stop(): void }>(
  host: SessionHost,
  moduleUrl: string,
  { open, dependsOn = () => [] }: SessionOptions<M, S>
): KeptSession<S> {
  const endings: (() => void)[] = []
  let session: S | undefined
  let link: StatusEvent = { status: 'connecting' }
  let openedWith: readonly unknown[] = []

  const dependencies = () => [host.getAttribute('src'), ...dependsOn()]
  const onStop = (undo: () => void) => void endings.push(undo)

  function start(): void {
    stop()
    openedWith = dependencies()
    const url = serverUrl(host, moduleUrl)
    const { client, release } = shareClient<M>(url)
    onStop(release)
    onStop(watchLanguage(host, () => host.requestUpdate()))
    onStop(
      client.onStatus(event => {
        // An element that was moved hears again what it knows.
        if (event === link) return
        link = event
        host.requestUpdate()
      })
    )
    const opened = open({ client, url, onStop })
    onStop(() => opened.stop())
    session = opened
  }

  function stop(): void {
    session = undefined
    for (const undo of endings.splice(0).reverse()) undo()
  }

  host.addController({
    hostConnected: start,
    hostDisconnected: stop,
    hostUpdated() {
      if (host.isConnected && dependencies().some((value, i) => !Object.is(value, openedWith[i]))) start()
    }
  })
  return {
    get session() {
      return session
    },
    get link() {
      return link
    }
  }
}
