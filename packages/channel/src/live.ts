import { CloseCode, type ContractDefinition, type MessagesOf, type Position } from '@livelet/protocol'
import type { Channel } from './channel.ts'
import type { Clock } from './clock.ts'
import type { Engine } from './engine.ts'

/** One topic, to publish to. */
export interface LiveTopic<D extends ContractDefinition> {
  /**
   * Sends to everyone who is joined, on every node. Of a state topic, a publish whose offset is not higher than the last
   * one's is dropped, so that a store that answers out of order cannot end readers on an old value.
   *
   * @param position the version that the store gave, as `offset`, and the store's epoch if it has one
   * @throws TypeError if the topic does not send this type, or the fields cannot be written
   */
  publish<T extends keyof MessagesOf<D>['send'] & string>(
    type: T,
    fields: MessagesOf<D>['send'][T],
    position?: Partial<Position>
  ): void | Promise<void>
  /** Of a log with its own `source`: tells its readers that there is something new. */
  wake(): void | Promise<void>
  /** Of a state without `load`: forgets the value that is kept. */
  forget(): void | Promise<void>
}

/** A feature that has been opened. */
export interface Live<D extends ContractDefinition> {
  readonly engine: Engine
  /** The channel's time, which tests may turn. */
  readonly clock: Clock
  /** Connections that are open on this node: WebSockets, streams of events and held requests. */
  readonly connections: number
  /** The language of the plain text dialect. */
  readonly locale: 'ko' | 'en'
  topic(family: keyof D['topics'] & string, name: string): LiveTopic<D>
  /** Sends to a user's WebSockets and streams on this node, outside of any topic; ends with how many there are. */
  send<T extends keyof MessagesOf<D>['send'] & string>(user: string, type: T, fields: MessagesOf<D>['send'][T]): number
  /** Ends a user's connections on this node, over every transport [4003, after which clients stop]; ends with how many there were. */
  disconnect(user: string, code?: number, reason?: string): number
  /** Asks `allow` again for all that a user is joined to; what it refuses is left. */
  recheck(user: string): Promise<void>
}

export function createLive<D extends ContractDefinition>(channel: Channel): Live<D> {
  return {
    engine: channel.engine,
    clock: channel.hub.clock,
    locale: channel.settings.locale,
    get connections() {
      return channel.connections.size
    },
    topic: (family, name) => ({
      publish: (type, fields, position) => channel.publish(family, name, { type, fields }, position),
      wake: () => channel.topics.wake(`${family}/${name}`),
      forget: () => channel.topics.forget(`${family}/${name}`)
    }),
    send(user, type, fields) {
      const connections = channel.of(user).filter(({ isStream }) => isStream)
      for (const connection of connections) connection.send(type, fields)
      return connections.length
    },
    disconnect(user, code = CloseCode.expired, reason = 'signed out') {
      const connections = channel.of(user)
      for (const connection of connections) connection.close(code, reason)
      return connections.length
    },
    recheck: user => channel.recheck(user)
  }
}
