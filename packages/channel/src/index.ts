export { type Clock, systemClock } from './clock.ts'
export type {
  ChannelDefinition,
  Handshake,
  Identity,
  LiveConnection,
  MessageContext,
  TextRules,
  TopicRules
} from './definition.ts'
export type {
  Audience,
  Engine,
  EngineLog,
  Listener,
  Lock,
  LogEntry,
  LogSource,
  MaybePromise,
  Placed,
  Publication
} from './engine.ts'
export type { Live, LiveTopic } from './live.ts'
export { type MemoryEngineOptions, memoryEngine } from './memory-engine.ts'
export { openChannel } from './open.ts'
export type { ChannelDefaults, ChannelOptions, RouteHooks, SharedOptions } from './options.ts'
export { channel as default } from './plugin.ts'
export type { Loaded } from './topics/state.ts'
