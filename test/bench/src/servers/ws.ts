import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { WebSocketServer } from 'ws'
import { control, serverOptions } from './control.ts'
import { answerTo } from './echo.ts'

const { deflate = false } = serverOptions()

const server = new WebSocketServer({ host: '127.0.0.1', port: 0, maxPayload: 65_536, perMessageDeflate: deflate })
server.on('connection', socket => {
  socket.on('message', data => socket.send(answerTo(String(data))))
})
await once(server, 'listening')

const { clients } = server
control({
  port: (server.address() as AddressInfo).port,
  connections: () => clients.size,
  publish(message) {
    const text = JSON.stringify(message)
    for (const client of clients) if (client.readyState === client.OPEN) client.send(text)
  }
})
