export type { TypingMessages, Typists } from './contract.ts'
export type { TypingOptions } from './options.ts'
export { default, type TypingDecorator } from './plugin.ts'
export type { Typist } from './typists.ts'
