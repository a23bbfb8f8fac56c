export { connect } from './connect.ts'
export { type ClientErrorCode, LiveletError } from './error.ts'
export type {
  Answer,
  AnyMessages,
  Client,
  ClientOptions,
  Clock,
  Fields,
  Message,
  Messages,
  ReceiveType,
  RequestOptions,
  SendType,
  Socket,
  SocketConstructor,
  Status,
  StatusEvent,
  SubscribeOptions,
  TopicMessage,
  Transport
} from './types.ts'
export type { ErrorCode, Joined, MessageId, Position, Rate, TopicKind, Welcome } from './wire.ts'
