import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import websocket from '@fastify/websocket'
import Fastify from 'fastify'
import { control } from './control.ts'

/**
 * The least that a fan-out can cost on Node's streams: each turn's frames are made once, joined, and written to each socket in
 * one `write`. The bytes are those that Livelet sends; there is nothing else: no topics, no limits, no slow readers.
 */
const app = Fastify()
await app.register(websocket, { options: { maxPayload: 65_536 } })
const sockets = new Set<Duplex>()
app.get('/bench', { websocket: true }, (_, { raw: { socket } }) => {
  sockets.add(socket)
  socket.once('close', () => sockets.delete(socket))
})
await app.listen({ host: '127.0.0.1', port: 0 })

/** A whole text message from a server (RFC 6455 §5.2), of 126 to 65,535 bytes. */
function frameOf(text: string): Buffer {
  const payload = Buffer.from(text)
  const head = Buffer.from([0x81, 126, 0, 0])
  head.writeUInt16BE(payload.length, 2)
  return Buffer.concat([head, payload])
}

let due: Buffer[] = []
let offset = 0

control({
  port: (app.server.address() as AddressInfo).port,
  connections: () => sockets.size,
  publish({ type, ...fields }, topic) {
    const text = JSON.stringify({ type, topic: `${topic}/all`, offset: ++offset, ...fields })
    if (due.push(frameOf(text)) > 1) return
    setImmediate(() => {
      const bytes = Buffer.concat(due)
      due = []
      for (const socket of sockets) socket.write(bytes)
    })
  }
})
