import type { Clock, Socket } from '../types.ts'

const ignore = () => {}

/** Takes a socket's listeners away and ends it. An error without a listener would be thrown where it is an EventEmitter. */
export function abandon(socket: Socket): void {
  socket.onmessage = ignore
  socket.onclose = ignore
  socket.close()
}

/**
 * Opens a WebSocket and waits for its welcome: only that says that it works, since a proxy may let the upgrade pass alone.
 *
 * @param ms how long that may take
 * @returns what gives it up; neither `welcomed` nor `failed` is called after that, nor twice.
 */
export function trySocket(
  clock: Clock,
  open: () => Socket,
  ms: number,
  welcomed: (socket: Socket, welcome: unknown) => void,
  failed: () => void
): () => void {
  let socket: Socket | undefined
  const end = () => {
    clock.clearTimeout(timer)
    if (socket) abandon(socket)
  }
  const fail = () => {
    end()
    failed()
  }
  const timer = clock.setTimeout(fail, ms)
  try {
    const mine = open()
    socket = mine
    mine.onerror = ignore
    mine.onclose = fail
    mine.onmessage = ({ data }: { data: unknown }) => {
      if (!/"type":"welcome"/.test(String(data))) return
      clock.clearTimeout(timer)
      socket = undefined
      welcomed(mine, data)
    }
  } catch {
    fail()
  }
  return end
}
