import { objectOf } from '@livelet/protocol'
import type { Ajv } from 'ajv'
import type { FastifyInstance, FastifyRequest, RouteShorthandOptions } from 'fastify'
import { type TProperties, type TSchema, Type } from 'typebox'
import type { Clock } from './clock.ts'
import type { Identity } from './definition.ts'
import type { Engine, MaybePromise } from './engine.ts'
import { explain } from './validation.ts'

/** Fastify's route hooks that guard a feature's route on every transport. */
export type RouteHooks = Pick<
  RouteShorthandOptions,
  'onRequest' | 'preParsing' | 'preValidation' | 'preHandler' | 'onResponse' | 'onError'
>

/** Options that hold for every feature, at `register(channel, …)`, and that each feature may override. */
export interface ChannelDefaults {
  /** Language of the plain text dialect [`'ko'`]. */
  locale?: 'ko' | 'en'
  hooks?: RouteHooks
  /** Who asks; runs as the last `preHandler`. What it throws refuses the handshake [anonymous]. */
  identify?: (request: FastifyRequest) => MaybePromise<Identity | null>
  /** Origins besides the app's own whose pages may connect, such as `https://example.com`; `*` is any [none]. */
  origins?: readonly string[]
  /** Largest message, bytes [64 KiB]. */
  maxPayload?: number
  /** Messages that one connection may send, and HTTP requests of one user, or address of who is none [50 a second, 100 at once]. */
  rate?: { perSecond: number; burst: number }
  /** Connections to one feature: WebSockets, streams of events and held requests [10,000]. */
  maxConnections?: number
  /** Connections to one feature from one address [no limit: behind a proxy everybody may be one address]. */
  maxConnectionsPerAddress?: number
  /** Time between two beats, ms [25,000]. Two missed ones end a connection. */
  heartbeat?: number
  /** Bytes that may wait for a slow reader [1 MiB]. */
  outbox?: number
  /** What nodes share [memory]. */
  engine?: Engine
}

/** Options that every feature has. */
export interface SharedOptions extends ChannelDefaults {
  /** Where the feature is served [its name]. */
  path?: string
  /** Put before `path`; Fastify sets it. */
  prefix?: string
  /** The decorator's name, and what keys and tables begin with [the feature's name]. */
  as?: string
  /** Who may join which topic: overrides the feature's own rule, per topic family. */
  allow?: Record<string, (identity: Identity | null, name: string) => MaybePromise<boolean>>
  /** Whether the feature's element is served at `<path>/element.js` [true]. */
  element?: boolean
}

/** Options of the channel itself. */
export interface ChannelOptions extends ChannelDefaults {
  /** Time in which connections are closed when the app closes, ms [5,000]. Less than Fastify's `pluginTimeout`. */
  drain?: number
  /** Whether documented parts of ws only are used [false]: slower, and `maxPayload` is then one for all features. */
  publicApiOnly?: boolean
  /** Time, for tests. */
  clock?: Clock
}

const fn = Type.Optional(Type.Unsafe({ typeof: 'function' }))
const object = Type.Optional(Type.Unsafe({ typeof: 'object' }))
const hook = Type.Optional(
  Type.Unsafe({ anyOf: [{ typeof: 'function' }, { type: 'array', items: { typeof: 'function' } }] })
)
const count = Type.Integer({ minimum: 1 })
const ms = Type.Integer({ minimum: 10, maximum: 2 ** 31 - 1 })

/** As browsers send it (RFC 6454 §6.2), without a path: one with a `/` at its end would never be met. */
const ORIGIN = '^(\\*|null|[a-z][a-z0-9+.-]*://[^/]+)$'

const defaultsFields = {
  locale: Type.Optional(Type.Enum(['ko', 'en'])),
  hooks: Type.Optional(
    objectOf({
      onRequest: hook,
      preParsing: hook,
      preValidation: hook,
      preHandler: hook,
      onResponse: hook,
      onError: hook
    })
  ),
  identify: fn,
  origins: Type.Optional(Type.Array(Type.String({ pattern: ORIGIN }))),
  maxPayload: Type.Optional(Type.Integer({ minimum: 1, maximum: 2 ** 31 - 1 })),
  rate: Type.Optional(objectOf({ perSecond: Type.Number({ exclusiveMinimum: 0 }), burst: count })),
  maxConnections: Type.Optional(count),
  maxConnectionsPerAddress: Type.Optional(count),
  heartbeat: Type.Optional(ms),
  outbox: Type.Optional(Type.Integer({ minimum: 1024 })),
  engine: object
} satisfies TProperties

const channelFields = {
  ...defaultsFields,
  drain: Type.Optional(ms),
  publicApiOnly: Type.Optional(Type.Boolean()),
  clock: object
} satisfies TProperties

const sharedFields = {
  ...defaultsFields,
  path: Type.Optional(Type.String({ pattern: '^/' })),
  as: Type.Optional(Type.String({ pattern: '^[A-Za-z_][\\w]{0,62}$' })),
  allow: Type.Optional(Type.Record(Type.String(), Type.Unsafe({ typeof: 'function' }))),
  element: Type.Optional(Type.Boolean())
} satisfies TProperties

/** What Fastify itself puts into a plugin's options. */
const fastifyFields = {
  prefix: Type.Optional(Type.String()),
  logLevel: Type.Optional(Type.Unknown()),
  logSerializers: Type.Optional(Type.Unknown())
} satisfies TProperties

/** A value that is undefined is one that was not given. */
function given<T extends object>(options: T): Partial<T> {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as Partial<T>
}

function check(ajv: Ajv, name: string, fields: TProperties, options: object): void {
  const schema: TSchema = objectOf({ ...fields, ...fastifyFields })
  if (!ajv.validate(schema, given(options))) throw new TypeError(`${name}: option ${explain(ajv.errors)}`)
}

export const DEFAULT_DRAIN = 5_000

/** @throws TypeError that names the option and says what was expected. */
export function checkChannelOptions(ajv: Ajv, fastify: FastifyInstance, options: ChannelOptions): void {
  check(ajv, '@livelet/channel', channelFields, options)
  const { drain = DEFAULT_DRAIN } = options
  const { pluginTimeout = 10_000 } = fastify.initialConfig
  if (pluginTimeout > 0 && drain >= pluginTimeout) {
    throw new TypeError(
      `@livelet/channel: option "drain" must be less than pluginTimeout (${pluginTimeout}), got ${drain}`
    )
  }
}

/** @throws TypeError that names the option and says what was expected. */
export function checkFeatureOptions(ajv: Ajv, name: string, own: TProperties, options: SharedOptions): void {
  check(ajv, name, { ...own, ...sharedFields }, options)
}

const BUILT_IN = {
  locale: 'ko',
  hooks: {},
  origins: [],
  maxPayload: 65_536,
  rate: { perSecond: 50, burst: 100 },
  maxConnections: 10_000,
  heartbeat: 25_000,
  outbox: 1_048_576
} as const satisfies ChannelDefaults

/** A feature's options with nothing left open but what may be. */
export type Settings = SharedOptions & Required<Pick<SharedOptions, keyof typeof BUILT_IN | 'as' | 'path' | 'engine'>>

/** Fills what a feature leaves open from the channel's defaults, and these from the built-in ones. */
export function resolveSettings(
  name: string,
  options: SharedOptions,
  defaults: ChannelDefaults & { engine: Engine }
): Settings {
  return { as: name, path: `/${name}`, ...BUILT_IN, engine: defaults.engine, ...given(defaults), ...given(options) }
}

/** A route hook, or several, as a list. */
export function hookList<T>(hooks: RouteHooks[keyof RouteHooks]): T[] {
  return (hooks === undefined ? [] : Array.isArray(hooks) ? hooks : [hooks]) as T[]
}
