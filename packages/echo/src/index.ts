export type { EchoMessages, Handshake, Headers } from './contract.ts'
export { default, type EchoOptions } from './plugin.ts'
