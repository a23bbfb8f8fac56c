/** The server of the replay, in a process of its own. */
import channel, { openChannel } from '@livelet/channel'
import { defineContract } from '@livelet/protocol'
import Fastify from 'fastify'
import { Type } from 'typebox'
import notifications from '../src/index.ts'
import { sqliteNotifications } from '../src/sqlite.ts'

const [, , path = '', missed = '0'] = process.argv
const data = { data: Type.String() }
const echo = defineContract({ name: 'echo', receive: { echo: { fields: data, answer: data } }, send: {} })

const app = Fastify()
const rate = { perSecond: 1e9, burst: 1e9 }
const identify = ({ headers: { user } }: { headers: Record<string, unknown> }) => ({ id: String(user) })
await app.register(channel, { rate, identify })
await openChannel(app, echo, { receive: { echo: message => message } }, { path: '/ws' })
await app.register(notifications, { store: sqliteNotifications(path), element: false })
const sends = Array.from({ length: Number(missed) }, (_, n) =>
  app.notifications.send({
    to: n % 2 ? 'everyone' : { user: 'ann' },
    title: `title ${n}`,
    body: 'A body of a usual length.'
  })
)
await Promise.all(sends)
process.send?.(await app.listen({ host: '127.0.0.1', port: 0 }))
