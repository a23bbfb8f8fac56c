import { once } from 'node:events'
import { WebSocket } from 'ws'

/** Handshakes at a time: more would only wait for each other. */
const BATCH = 100

export interface Readers {
  /** Ends, with the time by `performance.now()`, when each reader has got a message that holds this text. */
  all(text: string): Promise<number>
  close(): void
}

/** So many readers of one price, in this process. */
export async function openReaders(port: number, count: number): Promise<Readers> {
  let wanted = Buffer.from('nothing yet')
  let missing = 0
  let onAll = (_time: number) => {}

  function receive(data: Buffer): void {
    if (missing === 0 || !data.includes(wanted)) return
    if (--missing === 0) onAll(performance.now())
  }

  async function open(): Promise<WebSocket> {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/price`, ['livelet.v1'], { perMessageDeflate: false })
    await once(socket, 'open')
    socket.send('{"type":"join","topic":"price/BTCUSDT"}')
    socket.on('message', receive)
    return socket
  }

  const sockets: WebSocket[] = []
  while (sockets.length < count) {
    const size = Math.min(BATCH, count - sockets.length)
    sockets.push(...(await Promise.all(Array.from({ length: size }, open))))
  }

  return {
    all(text) {
      wanted = Buffer.from(text)
      missing = count
      return new Promise(resolve => {
        onAll = resolve
      })
    },
    close() {
      for (const socket of sockets) socket.terminate()
    }
  }
}
