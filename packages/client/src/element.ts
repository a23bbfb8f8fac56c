export { type Language, languageOf, watchLanguage } from './element/language.ts'
export { defineElement, serverUrl } from './element/place.ts'
export { type SharedClient, shareClient } from './element/share.ts'
export { tokens } from './element/tokens.ts'
