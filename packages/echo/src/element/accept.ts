import type { Handshake, Headers } from '../contract.ts'

/** RFC 6455 §1.3 */
const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'

/**
 * The `Sec-WebSocket-Accept` that answers a `Sec-WebSocket-Key`: base64 of the SHA-1 of the key and a fixed GUID.
 * `undefined` where there is no `crypto.subtle`, as on pages that came over plain http.
 */
export async function acceptOf(key: string): Promise<string | undefined> {
  if (globalThis.crypto?.subtle === undefined) return undefined
  const hash = await crypto.subtle.digest('SHA-1', new TextEncoder().encode(key + GUID))
  return btoa(String.fromCharCode(...new Uint8Array(hash)))
}

/** Whether a handshake's `Sec-WebSocket-Accept` is the one that its key asks for; `false` where that cannot be computed. */
export async function isAccepted({ request, response }: Pick<Handshake, 'request' | 'response'>): Promise<boolean> {
  const find = (headers: Headers, wanted: string) => headers.find(({ name }) => name.toLowerCase() === wanted)?.value
  const accept = await acceptOf(find(request, 'sec-websocket-key') ?? '')
  return accept !== undefined && accept === find(response, 'sec-websocket-accept')
}
