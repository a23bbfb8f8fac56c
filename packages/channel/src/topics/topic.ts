import type { Joined, MessageId, Position, TopicKind } from '@livelet/protocol'
import type { Codec } from '../codec.ts'
import type { LiveConnection } from '../definition.ts'
import type { Engine, LogEntry, MaybePromise, Placed } from '../engine.ts'
import { Frame } from '../frame.ts'
import { messageEvent } from '../http/event.ts'
import type { Form, Reader } from '../reader.ts'
import type { Remembered } from './remembered.ts'

/** How a publication reads in plain text; `undefined`: it is not for people. */
export type RenderText = (type: string, fields: object) => string | undefined

/** What all topics of a feature share. */
export interface TopicContext {
  codec: Codec
  engine: Engine
  render: RenderText
  /** Whether text readers of a state get only words that are new to them. */
  distinctText: boolean
  /** The last values of states whose stores give no version, and where they were. */
  remembered: Remembered
}

/** What a topic keeps, as JSON texts, and the position up to which that is all. */
export interface Content extends Position {
  kind: 'state' | 'log'
  /** Of a state its latest, without `topic` and `offset`; of a log the entries of one page, as its readers get them. */
  items: string[]
  /** Of a log, if a position was given: whether `items` are what came next. */
  recovered?: boolean
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
  join(connection: Reader, since: Position | undefined, re: MessageId | undefined): MaybePromise<void>
  leave(connection: Reader): void
  /** Asks anew what is for a connection. */
  recheck?(connection: Reader): MaybePromise<void>
  /** What is kept, for who is not joined; of a log, after `since`. A signal keeps nothing. */
  read?(connection: LiveConnection, since: Position | undefined): Promise<Content | undefined>
}

/** A publication in the forms in which it is read, each encoded at most once, and only if somebody reads it. */
export class Encoded {
  readonly #context: TopicContext
  readonly #topic: string
  readonly #publication: LogEntry
  readonly #epoch: string
  #json: string | undefined
  #bare: string | undefined
  #jsonFrame: Frame | undefined
  #text: Frame | null | undefined
  #event: Frame | undefined

  constructor(context: TopicContext, topic: string, publication: LogEntry, epoch: string) {
    this.#context = context
    this.#topic = topic
    this.#publication = publication
    this.#epoch = epoch
  }

  get offset(): number {
    return this.#publication.offset
  }

  get groups(): ReadonlySet<string> | undefined {
    return this.#publication.groups
  }

  /** The message as readers of the topic get it. */
  get json(): string {
    const { type, fields, offset } = this.#publication
    this.#json ??= this.#context.codec.encode(type, fields, { topic: this.#topic, offset })
    return this.#json
  }

  /** The message without its place, for who has asked for this topic alone. */
  get bare(): string {
    this.#bare ??= this.#context.codec.encode(this.#publication.type, this.#publication.fields)
    return this.#bare
  }

  /** `null`: nothing is sent in this form. */
  in(form: Form): Frame | null {
    if (form === 'json') {
      this.#jsonFrame ??= new Frame(this.json)
      return this.#jsonFrame
    }
    return form === 'text' ? this.#asText() : this.#asEvent()
  }

  #asText(): Frame | null {
    if (this.#text === undefined) {
      const text = this.#context.render(this.#publication.type, this.#publication.fields)
      this.#text = text === undefined ? null : new Frame(text)
    }
    return this.#text
  }

  #asEvent(): Frame {
    this.#event ??= messageEvent(this.json, { epoch: this.#epoch, offset: this.offset })
    return this.#event
  }
}

/** Tells a JSON reader that it is joined, and where delivery goes on. Text readers are not told. */
export function sendJoined(connection: Reader, { type: _, re, ...fields }: Joined): void {
  if (connection.dialect === 'json') connection.sendControl('joined', fields, re)
}

export type { Placed }
