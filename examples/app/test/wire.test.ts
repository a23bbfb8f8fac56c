import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { connect } from 'node:net'
import echo from '@livelet/echo'
import Fastify from 'fastify'
import t from 'tap'

const html = await readFile(new URL('../public/echo.html', import.meta.url), 'utf8')

function shown(name: string): string {
  const text = html.match(new RegExp(`<pre data-wire="${name}"><code>(.*?)</code>`, 's'))?.[1]
  if (text === undefined) throw new Error(`the page shows no ${name}`)
  return text
}

const headers = (name: string) => `${shown(name).replaceAll('\n', '\r\n')}\r\n\r\n`

/** The bytes that the page shows as going there (`→`) or coming back (`←`). */
function bytes(name: string, arrow: '→' | '←'): Buffer {
  const line = shown(name).match(new RegExp(`${arrow} ((?:[\\da-f]{2} )+)`))?.[1] ?? ''
  return Buffer.from(line.replaceAll(' ', ''), 'hex')
}

t.test('what the echo page says goes over the wire does so, byte for byte', async t => {
  const app = Fastify()
  await app.register(echo)
  const { hostname, port } = new URL(await app.listen({ host: '127.0.0.1', port: 0 }))
  t.teardown(() => app.close())
  const socket = connect(Number(port), hostname)
  t.teardown(() => socket.destroy())
  const ended = once(socket, 'end')
  async function answerTo(sent: string | Buffer): Promise<Buffer> {
    socket.write(sent)
    return (await once(socket, 'data'))[0]
  }

  t.equal(String(await answerTo(headers('request'))), headers('response'))
  for (const name of ['frames', 'close']) {
    t.same(await answerTo(bytes(name, '→')), bytes(name, '←'), name)
  }
  await ended
})
