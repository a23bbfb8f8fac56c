import { createHttp, type Http } from './fallback/http.ts'
import { abandon, trySocket } from './fallback/try-socket.ts'
import type { Clock, Socket, SocketConstructor, Transport } from './types.ts'

/** What the fallback is given by the client. It imports nothing of the client itself, so that a bundle can load it apart. */
export interface Environment {
  /** `ws:` or `wss:` */
  address: string
  subprotocol: string
  /** Absent: there is none, or it is not to be used. */
  WebSocket: SocketConstructor | undefined
  transports: readonly Transport[]
  fetch: typeof globalThis.fetch
  clock: Clock
  random(): number
  /** How long an attempt may take, ms. */
  timeout: number
  /** Whether WebSocket has worked before. */
  hasWorked: boolean
  /** Calls back when it is worth trying now. Returns what ends that. */
  onWake(wake: () => void): () => void
}

/** A socket over whatever gets through. */
export interface FallbackSocket extends Socket {
  readonly transport: Transport
  onmessage: ((event: { data: unknown }) => void) | undefined
  onclose: ((event: { code: number; reason: string }) => void) | undefined
}

/** What is known from one socket of a client to the next. */
interface Memory {
  hasWorked: boolean
  /** Attempts with WebSocket that failed in a row. */
  failures: number
  beginsWithHttp: boolean
  /** Time until WebSocket is tried again while HTTP serves, ms. */
  retryIn: number
}

/** The first of these times, and the longest of those that double from it, ms. */
const FIRST_RETRY = 30_000
const LAST_RETRY = 600_000
/** A page that is shown and hidden again and again tries no more often than this, ms. */
const WAKE_PAUSE = 10_000
/** A WebSocket that breaks sooner has not worked, ms: some proxies let the upgrade pass, and little more. */
const PROVEN = 5_000
/** Attempts that fail in a row before HTTP is tried where WebSocket has worked: a restarting server refuses everything. */
const PATIENCE = 2

/** Close codes: nobody said why; the client heard nothing any more. */
const ABNORMAL = 1006
const NO_HEARTBEAT = 4001

const ignore = () => {}

/**
 * Makes the sockets of a client whose WebSocket has failed. Each begins with what worked last. While HTTP serves, WebSocket
 * is tried again from time to time; once it is welcomed, the client is welcomed a second time and joins everything anew
 * from where it is, and the stream of a topic ends when that is joined over there.
 */
export function openFallback(environment: Environment): () => FallbackSocket {
  const { hasWorked, WebSocket } = environment
  const memory = { hasWorked, failures: 1, beginsWithHttp: !WebSocket || !hasWorked, retryIn: FIRST_RETRY }
  return () => openSocket(environment, memory)
}

function openSocket(environment: Environment, memory: Memory): FallbackSocket {
  const { address, clock, onWake, random, subprotocol, timeout, WebSocket } = environment
  let socket: Socket | undefined
  let http: Http | undefined
  let cancelAttempt = ignore
  let stopWaking = ignore
  /** Until the next attempt with WebSocket; after that, until HTTP ends. */
  let timer: unknown
  let triedAt = 0

  const emit = (data: unknown) => self.onmessage?.({ data })
  const stop = () => {
    self.readyState = 3
    clock.clearTimeout(timer)
    stopWaking()
    cancelAttempt()
  }
  const lost = (code: number, reason: string) => {
    stop()
    http?.close()
    self.onclose?.({ code, reason })
  }
  const endHttp = () => {
    clock.clearTimeout(timer)
    http?.close()
    http = undefined
  }

  /** From now on the client talks to this WebSocket. */
  const adopt = (mine: Socket, welcome: unknown) => {
    const since = clock.now()
    Object.assign(memory, { hasWorked: true, beginsWithHttp: false, retryIn: FIRST_RETRY })
    socket = mine
    cancelAttempt = ignore
    self.readyState = 1
    mine.onmessage = ({ data }: { data: unknown }) => {
      if (http) leaveJoined(http, data)
      emit(data)
    }
    mine.onclose = ({ code, reason }: { code: number; reason: string }) => {
      memory.failures = code === ABNORMAL && clock.now() - since < PROVEN ? memory.failures + 1 : 0
      lost(code, reason)
    }
    emit(welcome)
  }
  const leaveJoined = (http: Http, data: unknown) => {
    const { type, topic } = JSON.parse(String(data))
    if (type === 'joined') http.leave(topic)
    if (http.size === 0) endHttp()
  }

  /** @param ms how long the WebSocket may take to be welcomed */
  const attempt = (ms: number, welcomed: (mine: Socket, welcome: unknown) => void, failed: () => void) => {
    triedAt = clock.now()
    const open = () => new (WebSocket as SocketConstructor)(address, subprotocol)
    cancelAttempt = trySocket(clock, open, ms, welcomed, () => {
      cancelAttempt = ignore
      memory.failures++
      failed()
    })
  }
  const retryLater = () => {
    timer = clock.setTimeout(retry, memory.retryIn * (0.5 + random() / 2))
    memory.retryIn = Math.min(2 * memory.retryIn, LAST_RETRY)
  }
  const retry = () => {
    clock.clearTimeout(timer)
    timer = undefined
    attempt(timeout, moveTo, retryLater)
  }
  const wake = () => {
    // Without a timer an attempt is under way.
    if (timer !== undefined && clock.now() - triedAt >= WAKE_PAUSE) retry()
  }

  /** Goes over from HTTP. What is on its way is answered first, so that nothing overtakes it. */
  const moveTo = (mine: Socket, welcome: unknown) => {
    cancelAttempt = () => abandon(mine)
    mine.onmessage = ignore
    mine.onclose = () => {
      cancelAttempt = ignore
      http?.resume()
      retryLater()
    }
    http?.pause(() => {
      stopWaking()
      const waiting = http?.takeWaiting() ?? []
      // What the client does not join over there it has left meanwhile.
      timer = clock.setTimeout(endHttp, timeout)
      adopt(mine, welcome)
      for (const frame of waiting) mine.send(frame)
      if (http?.size === 0) endHttp()
    })
  }

  const startHttp = () => {
    http = createHttp(environment, {
      // Once a WebSocket is there, all comes from it.
      message: data => socket || emit(data),
      welcomed(welcome) {
        memory.beginsWithHttp = true
        self.readyState = 1
        if (WebSocket) {
          retryLater()
          stopWaking = onWake(wake)
        }
        emit(welcome)
      },
      lost(code, reason) {
        if (socket) return endHttp()
        memory.beginsWithHttp = self.readyState === 1 || !WebSocket
        lost(code, reason)
      }
    })
  }
  const start = () => {
    if (self.readyState !== 0) return
    if (memory.beginsWithHttp) return startHttp()
    attempt(timeout / 2, adopt, () => {
      if (memory.hasWorked && memory.failures < PATIENCE) lost(ABNORMAL, 'the WebSocket was not welcomed')
      else startHttp()
    })
  }

  const self = {
    readyState: 0,
    onmessage: undefined as FallbackSocket['onmessage'],
    onclose: undefined as FallbackSocket['onclose'],
    onerror: undefined as unknown,
    get transport() {
      return socket || !http ? 'websocket' : http.transport
    },
    send(frame: string) {
      if (socket) socket.send(frame)
      else http?.send(frame)
    },
    close(code?: number, reason?: string) {
      if (self.readyState === 0) memory.beginsWithHttp = !http || !WebSocket
      stop()
      socket?.close(code, reason)
      http?.close(code !== NO_HEARTBEAT)
    }
  } satisfies FallbackSocket
  // The client has its listeners there by then.
  queueMicrotask(start)
  return self
}
