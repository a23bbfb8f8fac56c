import type { Clock } from '@livelet/channel'
import { faultOf, faultOfStatus, SourceFault } from './fault.ts'

/** Longest answer that is read, bytes. One ticker has less than 1 kB. */
const MAX_BODY = 262_144

export interface HttpAnswer {
  body: string
  headers: Headers
}

export interface HttpOptions {
  clock: Clock
  /** ms */
  timeout: number
}

/**
 * GETs a text. Redirects are not followed: they may lead anywhere.
 *
 * @throws SourceFault
 */
export async function getText(url: URL, { clock, timeout }: HttpOptions): Promise<HttpAnswer> {
  const controller = new AbortController()
  const cancel = clock.after(timeout, () =>
    controller.abort(new SourceFault('unavailable', `no answer within ${timeout} ms`))
  )
  try {
    const headers = { accept: 'application/json', 'user-agent': 'livelet' }
    const response = await fetch(url, { headers, redirect: 'error', signal: controller.signal })
    if (!response.ok) {
      await response.body?.cancel()
      throw faultOfStatus(response.status, response.headers.get('retry-after'), clock.now())
    }
    return { body: await readBody(response), headers: response.headers }
  } catch (error) {
    throw faultOf(error)
  } finally {
    cancel()
  }
}

async function readBody(response: Response): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  let length = 0
  for await (const chunk of response.body ?? []) {
    length += chunk.byteLength
    if (length > MAX_BODY) throw new SourceFault('malformed', `an answer of more than ${MAX_BODY} bytes`)
    text += decoder.decode(chunk, { stream: true })
  }
  return text + decoder.decode()
}
