/**
 * Long polling: asks, and the server holds the request until there is something newer than the ETag, or for 25 seconds.
 * Then the page asks again, at once.
 */
export function longPoll({ url, onUpdate, onEnd }) {
  const gone = new AbortController()
  let etag

  async function ask() {
    const headers = { prefer: 'wait=25', ...(etag && { 'if-none-match': etag }) }
    const response = await fetch(url, { headers, cache: 'no-store', signal: gone.signal })
    if (response.status === 200) {
      etag = response.headers.get('etag')
      onUpdate(await response.json())
    } else if (response.status !== 304) throw new Error(response.statusText)
  }

  async function askAgainAndAgain() {
    while (!gone.signal.aborted) await ask()
  }

  askAgainAndAgain().catch(() => gone.signal.aborted || onEnd())
  return () => gone.abort()
}
