import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import type { WebSocketServer } from 'ws'

const kSocket = Symbol('livelet socket')
const kDone = Symbol('livelet done')

type Upgrade = IncomingMessage & { [kSocket]?: Duplex; [kDone]?: boolean }

const REFUSAL = 'HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Length: 0\r\n\r\n'

/** Refuses an upgrade that no route will answer any more. */
export function refuseUpgrade(socket: Duplex): void {
  socket.on('error', () => socket.destroy())
  socket.end(REFUSAL, () => socket.destroy())
}

/** Upgrades that are neither done nor refused. */
export class Upgrades {
  readonly #sockets = new Set<Duplex>()

  /** Follows each upgrade that is not done at once: hooks of a scope may take their time before ours are called. */
  follow(server: Server, websocketServer: WebSocketServer): void {
    const sockets = this.#sockets
    // One function for all: a closure of each would keep its request for as long as the connection lasts.
    function forget(this: Duplex): void {
      sockets.delete(this)
    }
    server.on('upgrade', (request: Upgrade, socket) => {
      if (request[kDone]) return
      request[kSocket] = socket
      sockets.add(socket)
      socket.on('close', forget)
    })
    websocketServer.on('connection', (_socket, request: Upgrade) => {
      if (request[kSocket]) sockets.delete(request[kSocket])
      request[kDone] = true
    })
  }

  refuse(): void {
    for (const socket of this.#sockets) refuseUpgrade(socket)
  }

  destroy(): void {
    for (const socket of this.#sockets) socket.destroy()
  }
}
