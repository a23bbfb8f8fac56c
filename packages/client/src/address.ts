/**
 * The address for a WebSocket: relative to the page in a browser, `http` and `https` turned into `ws` and `wss`.
 *
 * @throws TypeError if `url` is none, or is relative where there is no page.
 */
export function addressOf(url: string | URL, base: string | undefined = globalThis.location?.href): string {
  const address = new URL(url, base)
  address.protocol = address.protocol.replace('http', 'ws')
  // A fragment is not sent, and a WebSocket may refuse it.
  address.hash = ''
  return address.href
}
