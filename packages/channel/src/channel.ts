import { type ContractDefinition, MAX_TOPICS, type MessageId, type Position } from '@livelet/protocol'
import type { FastifyBaseLogger } from 'fastify'
import type { Codec } from './codec.ts'
import type { ChannelDefinition, Identity, LiveConnection, MessageContext, TopicRules } from './definition.ts'
import type { Engine, Publication } from './engine.ts'
import { ForbiddenError, NotFoundError, UnavailableError, ValidationError } from './errors.ts'
import type { Hub } from './hub.ts'
import { Caps, SenderLimits } from './limits.ts'
import type { Settings } from './options.ts'
import type { Peer, Reader } from './reader.ts'
import { TopicMap } from './topics/map.ts'
import type { Content } from './topics/topic.ts'
import { Welcome } from './welcome.ts'

export type Definition = ChannelDefinition<ContractDefinition>
type Handler = (fields: object, context: MessageContext) => unknown

/** One feature of one app: its connections, its topics, and who may join them. */
export class Channel {
  readonly hub: Hub
  readonly codec: Codec
  readonly definition: Definition
  readonly settings: Settings
  readonly engine: Engine
  readonly log: FastifyBaseLogger
  readonly handlers: Record<string, Handler>
  readonly caps: Caps
  /** How fast each sender of HTTP requests may go. */
  readonly senders: SenderLimits
  readonly connections = new Set<Peer>()
  readonly topics: TopicMap
  readonly welcome: Welcome
  readonly #users = new Map<string, Set<Peer>>()

  constructor(hub: Hub, codec: Codec, definition: Definition, settings: Settings, log: FastifyBaseLogger) {
    this.hub = hub
    this.codec = codec
    this.definition = definition
    this.settings = settings
    this.engine = settings.engine
    this.log = log
    this.handlers = definition.receive as Record<string, Handler>
    this.caps = new Caps(settings.maxConnections, settings.maxConnectionsPerAddress)
    this.senders = new SenderLimits(settings.rate)
    this.topics = new TopicMap(this)
    this.welcome = new Welcome(codec, settings)
  }

  /** How a `send` type reads in plain text, if it does. */
  render(type: string, fields: object): string | undefined {
    const renderers = this.definition.text?.render
    return renderers && Object.hasOwn(renderers, type) ? renderers[type]?.(fields as never) : undefined
  }

  add(connection: Peer): void {
    this.connections.add(connection)
    this.hub.connections.add(connection)
    const user = connection.identity?.id
    if (user === undefined) return
    const connections = this.#users.get(user) ?? new Set()
    this.#users.set(user, connections.add(connection))
  }

  remove(connection: Peer): void {
    this.connections.delete(connection)
    this.hub.remove(connection)
    const user = connection.identity?.id
    if (user !== undefined) {
      const connections = this.#users.get(user)
      connections?.delete(connection)
      if (connections?.size === 0) this.#users.delete(user)
    }
  }

  /** The open connections of one user. */
  of(user: string): Peer[] {
    return [...(this.#users.get(user) ?? [])].filter(connection => connection.isOpen)
  }

  /**
   * Joins a connection to a topic. A second join replaces the first.
   *
   * @throws LIVELET_NOT_FOUND, LIVELET_FORBIDDEN
   */
  async join(connection: Reader, name: string, since?: Position, re?: MessageId): Promise<void> {
    await this.check(connection.identity, name)
    if (!connection.isOpen) return
    if (!connection.topics.has(name) && connection.topics.size >= MAX_TOPICS) {
      throw new ForbiddenError(`a connection may be joined to at most ${MAX_TOPICS} topics`)
    }
    const { topic, done } = await this.topics.hold(name)
    try {
      connection.topics.set(name, topic)
      await topic.join(connection, since, re)
      if (!connection.isOpen) topic.leave(connection)
    } catch (error) {
      connection.topics.delete(name)
      topic.leave(connection)
      throw error
    } finally {
      done()
    }
  }

  /**
   * What a topic keeps, without joining it: the latest of a state, a page of a log after `since`.
   *
   * @throws LIVELET_NOT_FOUND, LIVELET_FORBIDDEN, LIVELET_UNAVAILABLE if there is nothing yet
   */
  async read(connection: LiveConnection, name: string, since?: Position): Promise<Content> {
    await this.check(connection.identity, name)
    return this.readAgain(connection, name, since)
  }

  /** The same for who has just been let in. */
  async readAgain(connection: LiveConnection, name: string, since?: Position): Promise<Content> {
    const topic = await this.topics.peek(name)
    if (!topic.read) throw new ValidationError(`${name} is a signal: there is nothing to read, only to listen to`)
    const content = await topic.read(connection, since)
    if (!content) throw new UnavailableError(`there is nothing in ${name} yet`)
    return content
  }

  /** @throws LIVELET_NOT_FOUND, LIVELET_FORBIDDEN */
  async check(identity: Identity | null, name: string): Promise<void> {
    const [family = '', part = ''] = name.split('/')
    const rules = this.rules(family)
    const allow = this.settings.allow?.[family] ?? rules.allow
    if ((await allow(identity, part)) !== true) throw new ForbiddenError(`${name} may not be joined`)
    if (rules.has && !(await rules.has(part))) throw new NotFoundError(`there is no topic ${name}`)
  }

  rules(family: string): TopicRules {
    const all: Record<string, TopicRules> | undefined = this.definition.topics
    const rules = all && Object.hasOwn(all, family) ? all[family] : undefined
    if (!rules) throw new NotFoundError(`${this.codec.contract.name} has no topics ${family}/…`)
    return rules
  }

  leave(connection: Reader, name: string): void {
    const topic = connection.topics.get(name)
    if (!topic) return
    connection.topics.delete(name)
    topic.leave(connection)
    this.topics.release(name)
  }

  /** Asks again whether a user's connections may stay joined, and takes them out of what they may not. */
  async recheck(user: string): Promise<void> {
    for (const connection of this.of(user)) {
      for (const name of [...connection.topics.keys()]) {
        const stays = await this.check(connection.identity, name).then(
          () => true,
          () => false
        )
        const topic = connection.topics.get(name)
        if (stays) await topic?.recheck?.(connection)
        if (stays || !topic) continue
        this.leave(connection, name)
        if (connection.dialect === 'json') connection.sendControl('left', { topic: name })
      }
    }
  }

  /** Publishes to a topic, whether or not somebody is joined to it. */
  publish(family: string, name: string, publication: Publication, position?: Partial<Position>): void | Promise<void> {
    const definition = this.codec.topicDefinition(family)
    if (!definition?.send.includes(publication.type)) {
      throw new TypeError(`${this.codec.contract.name} does not publish "${publication.type}" to ${family}/…`)
    }
    return this.topics.publish(family, name, definition.kind, publication, position)
  }
}
