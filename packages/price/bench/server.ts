// One server in a process of its own, so that its CPU time is its own: `livelet`, or its peer `loop`.
import type { AddressInfo } from 'node:net'
import websocket from '@fastify/websocket'
import price, { binance } from '@livelet/price'
import Fastify from 'fastify'
import { WebSocket } from 'ws'

const [kind, restUrl = '', streamUrl = ''] = process.argv.slice(2)
const app = Fastify()

if (kind === 'livelet') {
  await app.register(price, { sources: [binance({ restUrl, streamUrl })], maxConnections: 100_000 })
} else {
  // As one would write it by hand: one upstream, and each of its messages sent to each reader.
  const readers = new Set<WebSocket>()
  await app.register(websocket)
  app.get('/price', { websocket: true }, socket => {
    readers.add(socket)
    socket.on('close', () => readers.delete(socket))
  })
  new WebSocket(`${streamUrl}/ws/btcusdt@ticker`).on('message', data => {
    const { s: symbol, c: price, E: at, P: change24h } = JSON.parse(String(data))
    for (const reader of readers) reader.send(JSON.stringify({ type: 'price', symbol, price, at, change24h }))
  })
}

await app.listen({ host: '127.0.0.1', port: 0 })
process.on('message', () => process.send?.({ cpu: process.cpuUsage() }))
process.on('disconnect', () => process.exit())
process.send?.({ port: (app.server.address() as AddressInfo).port })
