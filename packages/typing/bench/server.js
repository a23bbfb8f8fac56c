import typing from '@livelet/typing'
import Fastify from 'fastify'

const app = Fastify()
await app.register(typing, { identify: ({ query }) => ({ id: query.name, name: query.name }) })
await app.listen({ host: '127.0.0.1', port: 0 })

process.on('message', () => {
  const { user, system } = process.cpuUsage()
  process.send({ cpu: user + system })
})
process.on('disconnect', () => process.exit())
process.send({ port: app.server.address().port })
