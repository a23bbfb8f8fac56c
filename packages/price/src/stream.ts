import { WebSocket } from 'ws'
import { faultOf, faultOfStatus, SourceFault } from './fault.ts'

/** Longest message that is read, bytes. */
const MAX_MESSAGE = 65_536
/** How long a handshake may take, ms. */
const HANDSHAKE = 10_000

export interface StreamEvents {
  /** What to say first, to be told of prices. */
  hello?: string
  message(text: string): void
  /** It has ended, or never began. Called once, unless it was closed here. */
  end(fault: SourceFault): void
}

/** Opens a WebSocket, and gives back what closes it. Pings are answered by ws, each with its own payload. */
export function openStream(url: URL, { hello, message, end }: StreamEvents, now: () => number): () => void {
  const socket = new WebSocket(url, { handshakeTimeout: HANDSHAKE, maxPayload: MAX_MESSAGE, perMessageDeflate: false })
  let isOver = false

  function finish(fault: SourceFault): void {
    if (isOver) return
    isOver = true
    socket.terminate()
    end(fault)
  }

  socket.on('open', () => {
    if (hello !== undefined) socket.send(hello)
  })
  socket.on('message', data => {
    if (!isOver) message(data.toString())
  })
  socket.on('unexpected-response', (_request, response) => {
    response.resume()
    finish(faultOfStatus(response.statusCode ?? 0, response.headers['retry-after'], now()))
  })
  socket.on('error', error => finish(faultOf(error)))
  socket.on('close', code => finish(new SourceFault('unavailable', `closed with ${code}`)))

  return () => {
    isOver = true
    // Before the handshake has ended, closing shows as an error, which has a listener.
    socket.terminate()
  }
}
