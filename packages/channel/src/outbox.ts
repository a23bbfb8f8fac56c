import { Buffer } from 'node:buffer'
import type { Writable } from 'node:stream'
import type { WebSocket } from 'ws'
import type { Batch } from './batch.ts'
import type { Flusher } from './flusher.ts'
import type { Frame } from './frame.ts'

const NO_BYTES = Buffer.alloc(0)

/** Bytes after which a log reader's next page waits until these have gone. */
const PAGE_BYTES = 65_536

/** What a slow reader is given at once, bytes: the rest waits here, where states conflate. */
const CHUNK_BYTES = 262_144

/** What an outbox tells its connection. */
export interface OutboxOwner {
  /** What sends where there is no stream to write to. */
  readonly socket?: WebSocket
  /** More than the outbox may hold waits, and none of it may be left out. */
  onOverflow(): void
  /** There is room again: what held back because there was none may go on. */
  onDrain(): void
}

/**
 * All that goes to one connection, in order. While the connection takes what it is given, frames leave at the end of the
 * turn. While it does not, they wait here: of each state only the latest (it takes its new place at the end), signals
 * as long as there is room.
 *
 * A fan-out goes through thousands of these in a turn, each of which has left the processor's caches since the last one.
 * So all that a plain write needs stands here, and its owner is asked for nothing.
 */
export class Outbox {
  /** What is due at the end of this turn. */
  #due: Batch
  #blocked = false
  #closed = false
  /** What waits while the socket is blocked: a state under its topic, all else under its own key. */
  #waiting: Map<object, Frame> | undefined
  #lastWrite: number
  readonly #flusher: Flusher
  /** The stream to write to, or `undefined` where everything goes through `ws.send`. */
  readonly #stream: Writable | undefined
  readonly #deflate: boolean
  readonly #limit: number
  readonly #owner: OutboxOwner
  /** Bytes of what waits. */
  #held = 0

  /**
   * @param deflate in which of their two forms frames are written
   * @param limit bytes that may wait for a connection that takes no more
   */
  constructor(
    owner: OutboxOwner,
    { stream, deflate }: { stream: Writable | undefined; deflate: boolean },
    flusher: Flusher,
    limit: number
  ) {
    this.#owner = owner
    this.#stream = stream
    this.#deflate = deflate
    this.#flusher = flusher
    this.#limit = limit
    this.#due = flusher.nothing
    this.#lastWrite = flusher.now
  }

  /** When it last wrote, or else was made, ms, whole. */
  get lastWrite(): number {
    return this.#lastWrite
  }

  /** Whether a log reader may add its next page. */
  get hasRoom(): boolean {
    return !this.#waiting && !this.#blocked && this.#due.length < PAGE_BYTES
  }

  /** What waits here, bytes. */
  get bytes(): number {
    return this.#waiting ? this.#held : this.#due.length
  }

  /** Whether so much waits that no more should be asked of the application for this connection. */
  get isFull(): boolean {
    return this.bytes >= this.#limit
  }

  /** Writes the first frame at once, so that it leaves with what its stream still holds back. */
  begin(frame: Frame): void {
    if (this.#stream) this.#stream.write(frame.wire(this.#deflate))
    else this.#send([frame])
  }

  /** Sends a frame that must arrive: an answer, a control message, an entry of a log. */
  push(frame: Frame): void {
    if (this.#closed) return
    this.#add(frame)
    if (this.#waiting && this.#held - frame.length > this.#limit) this.#owner.onOverflow()
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
      this.#held -= older.length
      this.#waiting.delete(topic)
    }
    this.#waiting.set(topic, frame)
    this.#held += frame.length
  }

  /** Sends a signal, or drops it where it would have to wait behind too much. */
  pushSignal(frame: Frame): void {
    if (this.#closed || (this.#waiting && this.#held + frame.length > this.#limit)) return
    this.#add(frame)
  }

  #add(frame: Frame): void {
    if (this.#waiting) {
      this.#waiting.set({}, frame)
      this.#held += frame.length
      return
    }
    const isFirst = this.#due.count === 0
    this.#due = this.#due.with(frame)
    if (isFirst && !this.#blocked) this.#flusher.add(this)
    // So much in one turn, or while the last write has not gone, is kept as for a slow reader: what comes next conflates.
    if (this.#blocked || this.#due.length > this.#limit) this.#wait()
  }

  #wait(): void {
    this.#waiting = new Map()
    for (const frame of this.#due.frames()) this.#waiting.set({}, frame)
    this.#held = this.#due.length
    this.#due = this.#flusher.nothing
  }

  /** What to write now: all that is due, or of what waits as much as `bytes` allow. */
  #take(bytes: number): Batch {
    if (!this.#waiting) {
      const due = this.#due
      this.#due = this.#flusher.nothing
      return due
    }
    let batch = this.#flusher.nothing
    for (const [key, frame] of this.#waiting) {
      if (batch.length >= bytes) break
      batch = batch.with(frame)
      this.#waiting.delete(key)
    }
    this.#held -= batch.length
    if (this.#waiting.size === 0) this.#waiting = undefined
    return batch
  }

  /** Writes what is due, unless the socket is blocked. `now` is the flusher's. */
  flush(now: number): void {
    if (this.#blocked || this.#closed) return
    const hadRoom = this.hasRoom && !this.isFull
    const batch = this.#take(CHUNK_BYTES)
    if (batch.count > 0) this.#write(batch, now)
    if (this.#blocked) return
    if (!hadRoom) this.#owner.onDrain()
    if (this.#waiting) this.#flusher.add(this)
  }

  #write(batch: Batch, now: number): void {
    this.#lastWrite = now
    const stream = this.#stream
    if (!stream) {
      this.#send(batch.frames())
      return
    }
    stream.write(batch.bytes(this.#deflate))
    if (stream.writableLength > 0 && !stream.writableCorked) {
      this.#blocked = true
      // An empty write is called back in its turn, whether or not the stream would emit 'drain'.
      stream.write(NO_BYTES, () => this.#unblock())
    }
  }

  #send(frames: Frame[]): void {
    this.#blocked = true
    const last = frames.length - 1
    for (const [i, { payload, binary }] of frames.entries()) {
      this.#owner.socket?.send(payload, { binary }, i === last ? () => this.#unblock() : undefined)
    }
  }

  #unblock(): void {
    this.#blocked = false
    if (this.#closed) return
    if (this.#waiting || this.#due.count > 0) this.#flusher.add(this)
    else this.#owner.onDrain()
  }

  /** Writes all that waits, whether or not the socket is blocked, and takes no more. */
  end(): void {
    if (this.#closed) return
    const batch = this.#take(Number.POSITIVE_INFINITY)
    if (batch.count > 0) this.#write(batch, this.#flusher.now)
    this.#closed = true
  }

  /** Forgets all that waits, and takes no more. */
  drop(): void {
    this.#closed = true
    this.#due = this.#flusher.nothing
    this.#waiting = undefined
    this.#held = 0
  }
}
