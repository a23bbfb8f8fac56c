/**
 * Polling: asks again and again, whether or not there is something new. The ETag saves sending the same update twice; the
 * headers travel each time.
 */
export function poll({ url, every, onUpdate, onEnd }) {
  let isWanted = true
  let timer
  let etag

  async function ask() {
    const response = await fetch(url, { headers: etag ? { 'if-none-match': etag } : {}, cache: 'no-store' })
    if (response.status === 200) {
      etag = response.headers.get('etag')
      onUpdate(await response.json())
    } else if (response.status !== 304) throw new Error(response.statusText)
  }

  async function askAgainAndAgain() {
    await ask()
    if (isWanted) timer = setTimeout(() => askAgainAndAgain().catch(fail), every)
  }

  const fail = () => isWanted && onEnd()
  askAgainAndAgain().catch(fail)
  return () => {
    isWanted = false
    clearTimeout(timer)
  }
}
