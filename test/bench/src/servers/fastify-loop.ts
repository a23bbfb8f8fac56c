import type { AddressInfo } from 'node:net'
import websocket from '@fastify/websocket'
import Fastify from 'fastify'
import { control, serverOptions } from './control.ts'
import { answerTo } from './echo.ts'

const { deflate = false } = serverOptions()

const app = Fastify()
await app.register(websocket, { options: { maxPayload: 65_536, perMessageDeflate: deflate } })
app.get('/bench', { websocket: true }, socket => {
  socket.on('message', data => socket.send(answerTo(String(data))))
})
await app.listen({ host: '127.0.0.1', port: 0 })

const { clients } = app.websocketServer
control({
  port: (app.server.address() as AddressInfo).port,
  connections: () => clients.size,
  publish(message) {
    const text = JSON.stringify(message)
    for (const client of clients) if (client.readyState === client.OPEN) client.send(text)
  }
})
