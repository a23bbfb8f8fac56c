import type { Duplex } from 'node:stream'
import type { WebSocket } from 'ws'
import type { Frame } from './frame.ts'

const NOTHING: Frame[] = []
const NO_BYTES = Buffer.alloc(0)

/** Bytes after which a log reader's next page waits until these have gone. */
const PAGE_BYTES = 65_536

/** Writes what is due in one turn of the event loop: once per connection, the bytes joined once for all that send the same. */
export class Flusher {
  #due: Outbox[] = []
  readonly #run = () => {
    const due = this.#due
    this.#due = []
    let lastFrames: Frame[] = NOTHING
    let lastBytes: Buffer = NO_BYTES
    for (const outbox of due) {
      const frames = outbox.take()
      if (frames.length === 0) continue
      if (!isEqual(frames, lastFrames)) {
        lastFrames = frames
        lastBytes = join(frames)
      }
      outbox.write(frames, lastBytes)
    }
  }

  add(outbox: Outbox): void {
    if (this.#due.push(outbox) === 1) setImmediate(this.#run)
  }
}

function isEqual(a: Frame[], b: Frame[]): boolean {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false
  return true
}

function join(frames: Frame[]): Buffer {
  const [first, second] = frames
  if (first && !second) return first.wire
  return Buffer.concat(frames.map(frame => frame.wire))
}

/** What an outbox tells its connection. */
export interface OutboxOwner {
  /** More than the outbox may hold waits, and none of it may be left out. */
  onOverflow(): void
  /** All that waited has been handed to the operating system. */
  onDrain(): void
  /** Something is being written. */
  onWrite(): void
}

/**
 * All that goes to one connection, in order. While the connection takes what it is given, frames leave at the end of the
 * turn. While it does not, they wait here: of each state only the latest (it takes its new place at the end), signals
 * as long as there is room.
 */
export class Outbox {
  readonly #socket: WebSocket
  /** The stream to write to, or `undefined` where everything goes through `ws.send`. */
  readonly #stream: Duplex | undefined
  readonly #flusher: Flusher
  readonly #owner: OutboxOwner
  readonly #limit: number
  #frames: Frame[] = NOTHING
  /** What waits while the socket is blocked: a state under its topic, all else under its own key. */
  #waiting: Map<object, Frame> | undefined
  #bytes = 0
  #blocked = false
  #closed = false

  constructor(socket: WebSocket, stream: Duplex | undefined, flusher: Flusher, owner: OutboxOwner, limit: number) {
    this.#socket = socket
    this.#stream = stream
    this.#flusher = flusher
    this.#owner = owner
    this.#limit = limit
  }

  /** Whether a log reader may add its next page. */
  get hasRoom(): boolean {
    return !this.#waiting && !this.#blocked && this.#bytes < PAGE_BYTES
  }

  /** What waits here, bytes. */
  get bytes(): number {
    return this.#bytes
  }

  /** Whether so much waits that no more should be asked of the application for this connection. */
  get isFull(): boolean {
    return this.#bytes >= this.#limit
  }

  /** Sends a frame that must arrive: an answer, a control message, an entry of a log. */
  push(frame: Frame): void {
    if (this.#closed) return
    this.#add(frame)
    if (this.#waiting && this.#bytes - frame.length > this.#limit) this.#owner.onOverflow()
  }

  /** Sends a state, or puts it in the place of an older one of the same topic that still waits. */
  pushState(frame: Frame, topic: object): void {
    if (this.#closed) return
    if (!this.#waiting) {
      this.#add(frame)
      return
    }
    const older = this.#waiting.get(topic)
    if (older) {
      this.#bytes -= older.length
      this.#waiting.delete(topic)
    }
    this.#waiting.set(topic, frame)
    this.#bytes += frame.length
  }

  /** Sends a signal, or drops it where it would have to wait behind too much. */
  pushSignal(frame: Frame): void {
    if (this.#closed || (this.#waiting && this.#bytes + frame.length > this.#limit)) return
    this.#add(frame)
  }

  #add(frame: Frame): void {
    this.#bytes += frame.length
    if (this.#waiting) {
      this.#waiting.set({}, frame)
      return
    }
    if (this.#frames === NOTHING) {
      this.#frames = [frame]
      if (!this.#blocked) this.#flusher.add(this)
    } else this.#frames.push(frame)
    // So much in one turn, or while the last write has not gone, is kept as for a slow reader: what comes next conflates.
    if (this.#blocked || this.#bytes > this.#limit) this.#wait()
  }

  #wait(): void {
    this.#waiting = new Map()
    for (const frame of this.#frames) this.#waiting.set({}, frame)
    this.#frames = NOTHING
    if (!this.#blocked) this.#flusher.add(this)
  }

  /** What to write now; nothing while the socket is blocked. */
  take(): Frame[] {
    if (this.#blocked || this.#closed) return NOTHING
    const frames = this.#waiting ? [...this.#waiting.values()] : this.#frames
    this.#waiting = undefined
    this.#frames = NOTHING
    this.#bytes = 0
    return frames
  }

  write(frames: Frame[], bytes: Buffer): void {
    this.#owner.onWrite()
    const stream = this.#stream
    if (!stream) {
      this.#send(frames)
      return
    }
    stream.write(bytes)
    if (stream.writableLength > 0) {
      this.#blocked = true
      // An empty write is called back in its turn, whether or not the stream would emit 'drain'.
      stream.write(NO_BYTES, () => this.#unblock())
    } else this.#owner.onDrain()
  }

  #send(frames: Frame[]): void {
    this.#blocked = true
    const last = frames.length - 1
    for (const [i, frame] of frames.entries()) {
      const options = { binary: frame.binary, compress: false }
      this.#socket.send(frame.payload, options, i === last ? () => this.#unblock() : undefined)
    }
  }

  #unblock(): void {
    this.#blocked = false
    if (this.#closed) return
    if (this.#waiting || this.#frames !== NOTHING) this.#flusher.add(this)
    else this.#owner.onDrain()
  }

  /** Writes all that waits, whether or not the socket is blocked, and takes no more. */
  end(): void {
    this.#blocked = false
    const frames = this.take()
    if (frames.length > 0) this.write(frames, join(frames))
    this.#closed = true
  }

  /** Forgets all that waits, and takes no more. */
  drop(): void {
    this.#closed = true
    this.#frames = NOTHING
    this.#waiting = undefined
    this.#bytes = 0
  }
}
