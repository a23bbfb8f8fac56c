import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Server } from 'socket.io'
import { control, serverOptions } from './control.ts'

const { deflate = false } = serverOptions()

const server = createServer()
const io = new Server(server, { serveClient: false, perMessageDeflate: deflate })
io.on('connection', socket => {
  socket.join('all')
  socket.on('echo', fields => socket.emit('echo', fields))
})
server.listen(0, '127.0.0.1')
await once(server, 'listening')

control({
  port: (server.address() as AddressInfo).port,
  connections: () => io.engine.clientsCount,
  publish({ type, ...fields }) {
    io.to('all').emit(type, fields)
  }
})
