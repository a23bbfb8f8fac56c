import { addressOf } from './address.ts'
import { backoff, retryWithin } from './backoff.ts'
import { LiveletError } from './error.ts'
import { add, callEach } from './listeners.ts'
import { openLiveness } from './liveness.ts'
import { openOutbox } from './outbox.ts'
import { errorOf, type Incoming, openRequests } from './requests.ts'
import { openStatus } from './status.ts'
import { openTopics } from './topics.ts'
import type { AnyMessages, Client, ClientOptions, Clock, Messages, Socket, Transport } from './types.ts'
import { onWake } from './wake.ts'
import { CloseCode, type Joined, reconnectsAfter, SUBPROTOCOL, type Welcome } from './wire.ts'

/** A connection that stood for this long has proven itself: the next loss begins with the shortest delay, ms. */
const PROVEN = 5000

const TRANSPORTS = ['websocket', 'sse', 'poll'] as const
const NO_SOCKET = 'there is no global WebSocket: pass one as options.WebSocket'

const systemClock: Clock = {
  now: () => performance.now(),
  setTimeout: (callback, ms) => setTimeout(callback, ms),
  clearTimeout: timer => clearTimeout(timer as number)
}

/**
 * Connects to a Livelet feature, and stays connected: `connect<MessagesOf<typeof contract>>('/counter')`.
 *
 * @param url where the feature is: `ws`, `wss`, `http`, `https`, or in a browser relative to the page.
 * @throws TypeError if there is no WebSocket or `url` is malformed; what the WebSocket throws for an address that it refuses.
 */
export function connect<M extends Messages = AnyMessages>(url: string | URL, options: ClientOptions = {}): Client<M> {
  const { WebSocket = globalThis.WebSocket, fetch = globalThis.fetch } = options
  // Credentials that an own WebSocket sends would be missing in the global fetch: the server would take it for somebody else.
  const { transports = options.WebSocket && !options.fetch ? (['websocket'] as const) : TRANSPORTS } = options
  const { minDelay = 500, maxDelay = 20_000, timeout = 10_000, queue = 100 } = options
  const { clock = systemClock, random = Math.random, page = globalThis as Partial<EventTarget> } = options
  const Socket = transports.includes('websocket') ? WebSocket : undefined
  const usesHttp = transports.includes('sse') || transports.includes('poll')
  if (!Socket && !usesHttp) throw new TypeError(NO_SOCKET)
  const address = addressOf(url)
  const wait = { minDelay, maxDelay, random }

  const status = openStatus()
  const handlers = new Map<string, Set<(message: never) => void>>()
  const errorHandlers = new Set<(error: LiveletError) => void>()
  let open: () => Socket & { transport?: Transport } = () => {
    if (!Socket) throw new TypeError(NO_SOCKET)
    return new Socket(address, SUBPROTOCOL)
  }
  let isLoading = false
  let transport: Transport | undefined
  let socket: ReturnType<typeof open> | undefined
  let welcome: Welcome | undefined
  let openedAt = Number.POSITIVE_INFINITY
  let attempt = 0
  let ids = 0
  /** Of the attempt that runs or the one to come. */
  let timer: unknown

  const nextId = () => ++ids
  const onError = (error: LiveletError) => callEach(errorHandlers, handler => handler(error))
  const handlersOf = (type: string) => {
    const set = handlers.get(type) ?? new Set()
    handlers.set(type, set)
    return set
  }
  const isReady = () => socket?.readyState === 1
  const transmit = (frame: string) => socket?.send(frame)
  const drop = () => {
    const dead = socket
    lost(CloseCode.noHeartbeat, 'nothing came from the server')
    dead?.close(CloseCode.noHeartbeat)
  }
  const topics = openTopics({
    clock,
    nextId,
    pump: () => outbox.pump(),
    delay: failed => backoff(wait, failed),
    onError
  })
  const outbox = openOutbox(queue, clock, topics, isReady, transmit)
  const requests = openRequests(clock, outbox)
  const liveness = openLiveness(clock, () => isReady() && transmit('{"type":"beat"}'), drop)

  const dial = () => {
    const mine = open()
    // After a drop, an older socket may still have something to say.
    mine.onmessage = ({ data }: { data: unknown }) => mine === socket && receive(data)
    mine.onclose = ({ code, reason }: { code: number; reason: string }) => mine === socket && lost(code, reason)
    // `close` follows; but where a socket is an EventEmitter, an error without a listener would be thrown.
    mine.onerror = () => {}
    socket = mine
    timer = clock.setTimeout(drop, timeout)
    status.set({ status: 'connecting' })
  }
  const redial = () => {
    clock.clearTimeout(timer)
    try {
      dial()
    } catch (error) {
      lost(1006, String(error))
    }
  }

  /** Loads what goes on over HTTP. Whoever was never welcomed does not wait. */
  const fallBack = async () => {
    isLoading = true
    const { openFallback } = await import('./fallback.ts')
    open = openFallback({
      address,
      subprotocol: SUBPROTOCOL,
      WebSocket: Socket,
      transports,
      fetch,
      clock,
      random,
      timeout,
      hasWorked: welcome !== undefined,
      onWake: wake => onWake(page, wake)
    })
    if (!welcome && status.event.status === 'waiting') redial()
  }

  const opened = (message: Welcome) => {
    // A second welcome comes from where the connection has moved to: there nothing is joined yet.
    topics.reset()
    outbox.start(message.rate)
    liveness.start(message.heartbeat)
    clock.clearTimeout(timer)
    welcome = message
    openedAt = clock.now()
    transport = socket?.transport ?? 'websocket'
    status.set({ status: 'open', transport })
  }
  const idle = () => {
    socket = undefined
    clock.clearTimeout(timer)
    liveness.stop()
    outbox.stop()
    topics.reset()
  }
  const lost = (code: number, reason: string) => {
    idle()
    if (code < 1000 || !reconnectsAfter(code)) return end(code, reason)
    requests.broken()
    if (usesHttp && !isLoading && openedAt === Number.POSITIVE_INFINITY) {
      fallBack().catch(() => {
        isLoading = false
      })
    }
    if (clock.now() - openedAt >= PROVEN) attempt = 0
    openedAt = Number.POSITIVE_INFINITY
    const retryIn = backoff(wait, attempt++, retryWithin(code, reason))
    timer = clock.setTimeout(redial, retryIn)
    status.set({ status: 'waiting', code, reason, retryIn })
  }
  const end = (code: number, reason: string) => {
    sleep()
    requests.end(new LiveletError('CLOSED', `closed: ${code} ${reason}`))
    status.set({ status: 'closed', code, reason })
  }
  const assertNotClosed = () => {
    if (status.event.status === 'closed') throw new LiveletError('CLOSED', 'the client is closed')
  }

  const receive = (data: unknown) => {
    liveness.heard()
    try {
      if (typeof data !== 'string') throw new TypeError('expected text')
      dispatch(JSON.parse(data))
    } catch (cause) {
      onError(new LiveletError('BAD_FRAME', `not a message of ${SUBPROTOCOL}: ${data}`, { cause }))
    }
  }
  const dispatch = (message: Incoming) => {
    const { type, re, topic } = message
    if (typeof type !== 'string') throw new TypeError('expected a type')
    if (type === 'welcome') opened(message as unknown as Welcome)
    else if (type === 'joined') topics.joined(message as unknown as Joined)
    else if (type === 'left') topics.left(message)
    else if (re !== undefined) requests.settle(message) || topics.refused(message)
    else if (type === 'error') onError(errorOf(message))
    else if (topic !== undefined) topics.deliver(message)
    else callEach(handlersOf(type), handler => handler(message as never))
  }

  if (Socket) dial()
  else redial()
  const sleep = onWake(page, () => {
    if (status.event.status === 'waiting') redial()
    else if (status.event.status === 'open') liveness.ask()
  })

  return {
    get status() {
      return status.event.status
    },
    get welcome() {
      return welcome
    },
    get transport() {
      return transport
    },
    onStatus: status.on,
    send(type, fields) {
      assertNotClosed()
      outbox.push({ frame: JSON.stringify({ ...(fields as object), type }) })
    },
    async request(type, fields, options) {
      assertNotClosed()
      return requests.request(nextId(), type, fields as object, { timeout, ...options }) as never
    },
    subscribe(topic, handler, options) {
      assertNotClosed()
      return topics.subscribe(topic, handler as never, options)
    },
    on(type, handler) {
      return add(handlersOf(type), handler)
    },
    onError: handler => add(errorHandlers, handler),
    close(code = CloseCode.done, reason = '') {
      if (status.event.status === 'closed') return
      socket?.close(code, reason)
      idle()
      end(code, reason)
    }
  }
}
