export { type Language, languageOf, watchLanguage } from './element/language.ts'
export { panel, unseen } from './element/panel.ts'
export { defineElement, serverUrl } from './element/place.ts'
export {
  type KeptSession,
  keepSession,
  type Opening,
  type SessionHost,
  type SessionOptions
} from './element/session.ts'
export { type SharedClient, shareClient } from './element/share.ts'
export { statusWords } from './element/status-words.ts'
export { tokens } from './element/tokens.ts'
