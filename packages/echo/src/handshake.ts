import type { Handshake, Headers } from './contract.ts'

/** What may be shown. Everything else (`Cookie`, `Authorization`, whatever a proxy adds) stays on the server. */
const SHOWN = /^(host|upgrade|connection|origin|user-agent|accept-language|sec-websocket-.+)$/i

export interface Opening {
  /** The request target as it came, with its query. */
  url: string
  method: string
  /** Node's `rawHeaders`: name, value, name, value, … as they were sent. */
  rawHeaders: readonly string[]
  /** The response's header lines, `Name: value`. A status line among them is passed over. */
  responseHeaders: readonly string[]
}

/** What of an opening handshake (RFC 6455 §4) can be shown to the client that made it. */
export function describeHandshake({ url, method, rawHeaders, responseHeaders }: Opening): Handshake {
  const response = shown(responseHeaders.map(headerOfLine))
  return {
    url: hideQueryValues(url),
    method,
    status: 101,
    request: shown(rawHeaders.flatMap((name, i) => (i % 2 ? [] : { name, value: rawHeaders[i + 1] ?? '' }))),
    response,
    protocol: valueIn(response, 'sec-websocket-protocol'),
    extensions: valueIn(response, 'sec-websocket-extensions')
  }
}

/** Browsers cannot send headers with a WebSocket, so credentials travel in queries: `/ws?token=…&…`. */
function hideQueryValues(url: string): string {
  const start = url.indexOf('?')
  if (start === -1) return url
  const query = url.slice(start).replaceAll(/=[^&]*/g, '=…')
  // What has no `=` may be a bare credential as well as a name.
  return url.slice(0, start) + query.replaceAll(/(?<=[?&])[^=&]+(?=&|$)/g, '…')
}

function headerOfLine(line: string) {
  const colon = line.indexOf(':')
  return { name: line.slice(0, Math.max(colon, 0)), value: line.slice(colon + 1).trim() }
}

function shown(headers: Headers): Headers {
  return headers.filter(({ name }) => SHOWN.test(name))
}

function valueIn(headers: Headers, lowerCaseName: string): string {
  return headers.find(({ name }) => name.toLowerCase() === lowerCaseName)?.value ?? ''
}
