import type { Position, TopicKind } from '@livelet/protocol'
import type { Channel } from '../channel.ts'
import type { MaybePromise, Placed, Publication } from '../engine.ts'
import { logTopic } from './log.ts'
import { Remembered } from './remembered.ts'
import { signalTopic } from './signal.ts'
import { stateTopic } from './state.ts'
import type { Topic, TopicContext } from './topic.ts'

interface OpenTopic {
  topic: Topic
  close: () => void
}

interface Entry {
  open: Promise<OpenTopic>
  /** Joins under way: the topic must not go while one is. */
  holds: number
}

/** A feature's topics on this node. A topic is there, and subscribed at the engine, only while somebody is joined. */
export class TopicMap {
  readonly #channel: Channel
  readonly #context: TopicContext
  readonly #entries = new Map<string, Entry>()

  constructor(channel: Channel) {
    this.#channel = channel
    this.#context = {
      codec: channel.codec,
      engine: channel.engine,
      render: (type, fields) => channel.render(type, fields),
      distinctText: channel.definition.text?.distinct ?? false,
      remembered: new Remembered()
    }
  }

  get size(): number {
    return this.#entries.size
  }

  /** The topic, opened if need be, and kept until `done` is called or the last reader leaves, whichever is later. */
  async hold(name: string): Promise<{ topic: Topic; done(): void }> {
    const entry = this.#entries.get(name) ?? { open: this.#open(name), holds: 0 }
    this.#entries.set(name, entry)
    entry.holds++
    const done = () => {
      entry.holds--
      this.release(name)
    }
    try {
      const { topic } = await entry.open
      return { topic, done }
    } catch (error) {
      if (this.#entries.get(name) === entry) this.#entries.delete(name)
      throw error
    }
  }

  /** The topic to read from: the one that is open, or one that hears of nothing. */
  async peek(name: string): Promise<Topic> {
    const { topic } = await (this.#entries.get(name)?.open ?? this.#create(name, this.#key(name)))
    return topic
  }

  /** Closes a topic that nobody is joined to. */
  release(name: string): void {
    const entry = this.#entries.get(name)
    if (!entry || entry.holds > 0) return
    entry.open.then(({ topic, close }) => {
      if (entry.holds > 0 || topic.size > 0 || this.#entries.get(name) !== entry) return
      this.#entries.delete(name)
      close()
    })
  }

  async #open(name: string): Promise<OpenTopic> {
    const { engine } = this.#context
    const key = this.#key(name)
    const { topic, apply } = await this.#create(name, key)
    const unsubscribe = await engine.subscribe(key, apply)
    const [family = '', part = ''] = name.split('/')
    const onClose = this.#channel.rules(family).open?.(part)
    const close = () => {
      unsubscribe()
      onClose?.()
    }
    return { topic, close }
  }

  async #create(name: string, key: string): Promise<{ topic: Topic; apply(message: Placed): void }> {
    const { engine } = this.#context
    const [family = '', part = ''] = name.split('/')
    const rules = this.#channel.rules(family)
    switch (this.#channel.codec.topicDefinition(family)?.kind) {
      case 'log': {
        const source = rules.source ? await rules.source(part) : await engine.log(key)
        const topic = logTopic(name, this.#context, source, {
          ...(rules.audience && { audience: connection => rules.audience?.(connection, part) }),
          ...(rules.greet && { greet: connection => rules.greet?.(connection, part) })
        })
        return { topic, apply: () => topic.wake() }
      }
      case 'state': {
        const kept = async () => {
          const placed = await engine.read(key)
          return placed && { ...placed, version: placed.offset }
        }
        const topic = stateTopic(name, this.#context, rules.load ? () => rules.load?.(part) : kept)
        return { topic, apply: topic.apply }
      }
      default: {
        const topic = signalTopic(name, this.#context)
        return { topic, apply: topic.apply }
      }
    }
  }

  publish(
    family: string,
    part: string,
    kind: TopicKind,
    publication: Publication,
    position?: Partial<Position>
  ): void | Promise<void> {
    const { engine } = this.#context
    const key = this.#key(`${family}/${part}`)
    const rules = this.#channel.rules(family)
    if (kind === 'log') return this.#append(key, publication)
    // What the feature's own store keeps, the engine need not.
    if (kind === 'state' && !rules.load) return engine.publishState(key, publication, position)
    return engine.publish(key, publication, position)
  }

  async #append(key: string, publication: Publication): Promise<void> {
    const { engine } = this.#context
    const log = await engine.log(key)
    const offset = await log.append(publication)
    await engine.publish(key, publication, { epoch: log.epoch, offset })
  }

  /** Tells the readers of a log that its source has something new. */
  wake(name: string): MaybePromise<void> {
    return this.#context.engine.publish(this.#key(name), { type: 'wake', fields: {} })
  }

  forget(name: string): MaybePromise<void> {
    return this.#context.engine.forget(this.#key(name))
  }

  #key(name: string): string {
    return `${this.#channel.settings.as}:${name}`
  }
}
