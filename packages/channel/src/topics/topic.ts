import type { Joined, MessageId, Position, TopicKind } from '@livelet/protocol'
import type { Codec } from '../codec.ts'
import type { Connection } from '../connection.ts'
import type { Engine, LogEntry, MaybePromise, Placed } from '../engine.ts'
import { Frame } from '../frame.ts'
import type { Dialect } from '../handshake.ts'

/** How a publication reads in plain text; `undefined`: it is not for people. */
export type RenderText = (type: string, fields: object) => string | undefined

/** What all topics of a feature share. */
export interface TopicContext {
  codec: Codec
  engine: Engine
  render: RenderText
  /** Whether text readers of a state get only words that are new to them. */
  distinctText: boolean
}

/** A topic of one feature on this node, for as long as somebody is joined to it. */
export interface Topic {
  readonly name: string
  readonly kind: TopicKind
  readonly size: number
  /**
   * Joins a connection: `joined` first, then what it must get.
   *
   * @param since where the reader stopped, if it was here before
   */
  join(connection: Connection, since: Position | undefined, re: MessageId | undefined): MaybePromise<void>
  leave(connection: Connection): void
  /** Asks anew what is for a connection. */
  recheck?(connection: Connection): MaybePromise<void>
}

/** A publication in the two dialects, each encoded at most once, and only if somebody reads it. */
export class Encoded {
  readonly #context: TopicContext
  readonly #topic: string
  readonly #publication: LogEntry
  #json: Frame | undefined
  #text: Frame | null | undefined

  constructor(context: TopicContext, topic: string, publication: LogEntry) {
    this.#context = context
    this.#topic = topic
    this.#publication = publication
  }

  get offset(): number {
    return this.#publication.offset
  }

  get groups(): ReadonlySet<string> | undefined {
    return this.#publication.groups
  }

  /** `null`: nothing is sent in this dialect. */
  in(dialect: Dialect): Frame | null {
    return dialect === 'json' ? this.#asJson() : this.#asText()
  }

  #asJson(): Frame {
    if (!this.#json) {
      const { type, fields, offset } = this.#publication
      this.#json = new Frame(this.#context.codec.encode(type, fields, { topic: this.#topic, offset }))
    }
    return this.#json
  }

  #asText(): Frame | null {
    if (this.#text === undefined) {
      const text = this.#context.render(this.#publication.type, this.#publication.fields)
      this.#text = text === undefined ? null : new Frame(text)
    }
    return this.#text
  }
}

/** Tells a JSON reader that it is joined, and where delivery goes on. Text readers are not told. */
export function sendJoined(connection: Connection, { type: _, re, ...fields }: Joined): void {
  if (connection.dialect === 'json') connection.sendControl('joined', fields, re)
}

export type { Placed }
