import t, { type Test } from 'tap'
import { keepSession, type Opening, type SessionHost } from '../src/element/session.ts'
import type { AnyMessages } from '../src/types.ts'
import { fakeNetwork } from './fixtures/socket.ts'

const network = fakeNetwork()
/** Who watches the language now. */
const watching = new Set<() => void>()

Object.assign(globalThis, {
  WebSocket: network.WebSocket,
  MutationObserver: class {
    readonly #listener: () => void
    constructor(listener: () => void) {
      this.#listener = listener
    }
    observe() {
      watching.add(this.#listener)
    }
    disconnect() {
      watching.delete(this.#listener)
    }
  }
})

type Controller = Parameters<SessionHost['addController']>[0]

/** Stands in for a Lit element that has a name. */
class FakeElement {
  readonly localName = 'livelet-x'
  readonly baseURI = 'http://localhost/page.html'
  readonly ownerDocument = { documentElement: {} }
  isConnected = false
  src: string | null
  name: unknown = 'main'
  /** How many updates were asked for. */
  updates = 0
  controller: Controller | undefined

  constructor(src: string | null) {
    this.src = src
  }
  getAttribute(name: string) {
    return name === 'src' ? this.src : null
  }
  addController(controller: Controller) {
    this.controller = controller
  }
  requestUpdate() {
    this.updates += 1
  }
  connect() {
    this.isConnected = true
    this.controller?.hostConnected()
  }
  disconnect() {
    this.isConnected = false
    this.controller?.hostDisconnected()
  }
  updated() {
    this.controller?.hostUpdated()
  }
}

interface SceneOptions {
  src?: string | null
  /** What opening a session throws, if it shall. */
  fault?: string
}

/** An element, and all that happens to its sessions. */
function scene(t: Test, { src = '/x', fault }: SceneOptions = {}) {
  const element = new FakeElement(src)
  const events: string[] = []
  const openings: Opening<AnyMessages>[] = []
  const live = keepSession(element as unknown as SessionHost, 'http://localhost/bundle.js', {
    open(opening: Opening<AnyMessages>) {
      const { name } = element
      openings.push(opening)
      events.push(`open ${name}`)
      opening.onStop(() => events.push('undo first'))
      opening.onStop(() => events.push('undo second'))
      if (fault) throw new Error(fault)
      return { name, stop: () => events.push(`stop ${name}`) }
    },
    dependsOn: () => [element.name]
  })
  t.teardown(() => element.disconnect())
  return { element, live, events, openings, tookEvents: () => events.splice(0) }
}

t.test('a session is open while the element is in the document', async t => {
  const { element, live, openings, tookEvents } = scene(t)
  t.equal(live.session, undefined)
  element.connect()
  t.equal(live.session?.name, 'main')
  t.same(tookEvents(), ['open main'])
  t.equal(openings[0]?.url.href, 'http://localhost/x')

  element.disconnect()
  t.equal(live.session, undefined)
  t.same(tookEvents(), ['stop main', 'undo second', 'undo first'])
  await Promise.resolve()
  t.equal(openings[0]?.client.status, 'closed')
  t.equal(watching.size, 0)
  element.disconnect()
  t.same(tookEvents(), [], 'nothing ends twice')
})

t.test('an element that moves in the document gets a new session over the same connection', async t => {
  const { element, openings, tookEvents } = scene(t)
  element.connect()
  network.socket.welcome()
  const { updates } = element
  element.disconnect()
  element.connect()
  await Promise.resolve()
  t.same(tookEvents(), ['open main', 'stop main', 'undo second', 'undo first', 'open main'])
  t.equal(openings[1]?.client, openings[0]?.client)
  t.equal(openings[1]?.client.status, 'open')
  t.equal(element.updates, updates, 'its connection is as it was')
  t.equal(watching.size, 1)
})

t.test('when something has changed that the session depends on, another is opened after the update', async t => {
  const { element, live, tookEvents } = scene(t)
  element.connect()
  element.updated()
  t.same(tookEvents(), ['open main'])
  element.name = 'other'
  t.same(tookEvents(), [])
  element.updated()
  t.same(tookEvents(), ['stop main', 'undo second', 'undo first', 'open other'])
  t.equal(live.session?.name, 'other')
  element.updated()
  t.same(tookEvents(), [])

  element.name = Number.NaN
  element.updated()
  t.same(tookEvents().at(-1), 'open NaN')
  element.updated()
  t.same(tookEvents(), [], 'what is no number is still the same')
})

t.test('another src is another connection', async t => {
  const { element, openings } = scene(t)
  element.connect()
  element.src = '/elsewhere'
  element.updated()
  await Promise.resolve()
  t.equal(openings[1]?.url.href, 'http://localhost/elsewhere')
  t.equal(openings[0]?.client.status, 'closed')
  t.equal(openings[1]?.client.status, 'connecting')
})

t.test('an update outside the document opens nothing', async t => {
  const { element, live, tookEvents } = scene(t)
  element.updated()
  element.connect()
  element.disconnect()
  tookEvents()
  element.name = 'other'
  element.updated()
  t.same(tookEvents(), [])
  element.connect()
  t.equal(live.session?.name, 'other')
})

t.test('the element is updated when the status changes, and told it', async t => {
  const { element, live } = scene(t)
  t.same(live.link, { status: 'connecting' })
  element.connect()
  const before = element.updates
  network.socket.welcome()
  t.match(live.link, { status: 'open', transport: 'websocket' })
  t.equal(element.updates, before + 1)

  element.disconnect()
  await Promise.resolve()
  t.match(live.link, { status: 'open' }, 'what it was last')
  t.equal(element.updates, before + 1)
})

t.test('the element is updated when the language changes', async t => {
  const { element } = scene(t)
  element.connect()
  const before = element.updates
  for (const listener of watching) listener()
  t.equal(element.updates, before + 1)
})

t.test('an element that does not find its server has no session until its src changes', async t => {
  const { element, live, events } = scene(t, { src: null })
  t.throws(() => element.connect(), { name: 'TypeError', message: /needs src/ })
  element.updated()
  t.same(events, [], 'and it complains once')
  element.src = '/found'
  element.updated()
  t.equal(live.session?.name, 'main')
})

t.test('what was begun for a session that could not be opened is undone', async t => {
  const { element, live, openings, tookEvents } = scene(t, { fault: 'no room' })
  t.throws(() => element.connect(), { message: 'no room' })
  t.equal(live.session, undefined)
  tookEvents()
  element.disconnect()
  t.same(tookEvents(), ['undo second', 'undo first'])
  await Promise.resolve()
  t.equal(openings[0]?.client.status, 'closed')
  t.equal(watching.size, 0)
})
