import { control, serverOptions } from './control.ts'
import { answerTo } from './echo.ts'

interface BunSocket {
  subscribe(topic: string): void
  send(text: string): void
}

/** As much of Bun's types as is used here. */
declare const Bun: {
  serve(options: {
    hostname: string
    port: number
    fetch(request: Request, server: { upgrade(request: Request): boolean }): Response | undefined
    websocket: {
      perMessageDeflate: boolean
      open(socket: BunSocket): void
      message(socket: BunSocket, data: string): void
    }
  }): { port: number; pendingWebSockets: number; publish(topic: string, text: string): void }
}

const { deflate = false } = serverOptions()

const server = Bun.serve({
  hostname: '127.0.0.1',
  port: 0,
  fetch: (request, server) => (server.upgrade(request) ? undefined : new Response(null, { status: 426 })),
  websocket: {
    perMessageDeflate: deflate,
    open: socket => socket.subscribe('all'),
    message: (socket, data) => socket.send(answerTo(data))
  }
})

control({
  port: server.port,
  connections: () => server.pendingWebSockets,
  publish(message) {
    server.publish('all', JSON.stringify(message))
  }
})
