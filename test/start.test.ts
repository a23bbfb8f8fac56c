import { once } from 'node:events'
import { createServer } from 'node:net'
import { connectTo } from '@livelet/channel/testing'
import t from 'tap'
import { freePort, startApp, temporaryFolder } from './fixtures/server.ts'

t.test('the app says in one line where it is, and stops cleanly on SIGTERM', async t => {
  const port = await freePort()
  const app = startApp(t, { PORT: String(port), DATA_DIR: await temporaryFolder(t) })
  t.match(await app.ready, `http://127.0.0.1:${port}/`)
  const response = await fetch(`http://127.0.0.1:${port}/`)
  t.equal(response.status, 200)
  t.match(response.headers.get('content-type'), 'text/html')

  const client = await connectTo(`ws://127.0.0.1:${port}/ws`, { protocols: [] })
  client.send('안녕')
  t.equal(await client.next(), 'Echo: 안녕')

  const ended = app.stop()
  t.match(await client.closed(), { code: 1012, reason: /retry=\d+/ })
  const { code, stdout, stderr } = await ended
  t.equal(code, 0)
  t.equal(stdout.trim().split('\n').length, 1)
  t.equal(stderr, '')
})

t.test('a port that is taken is said in one line, with how to choose another', async t => {
  const other = createServer().listen(0, '127.0.0.1')
  t.teardown(() => other.close())
  await once(other, 'listening')
  const { port } = other.address() as { port: number }
  const app = startApp(t, { PORT: String(port), DATA_DIR: await temporaryFolder(t) })
  const { code, stdout, stderr } = await app.ended
  t.equal(code, 1)
  t.equal(stdout, '')
  t.equal(stderr.trim().split('\n').length, 1)
  t.match(stderr, `${port}`)
  t.match(stderr, /PORT=\d+/)
})

t.test('a wrong value is an error that names the variable', async t => {
  const folder = await temporaryFolder(t)
  for (const [name, value] of [
    ['PORT', 'eighty'],
    ['LOG_LEVEL', 'loud']
  ] as const) {
    const { code, stderr } = await startApp(t, { PORT: '0', DATA_DIR: folder, [name]: value }).ended
    t.equal(code, 1)
    t.match(stderr, name)
    t.match(stderr, value)
    t.equal(stderr.trim().split('\n').length, 1)
  }
})
