import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { connectTo } from '@livelet/channel/testing'
import t from 'tap'

const SERVER = fileURLToPath(new URL('../server.js', import.meta.url))

/** Starts the example as a person does, with the built packages, and gives its address. */
async function start(): Promise<string> {
  const child = spawn(process.execPath, [SERVER], {
    env: { ...process.env, NODE_OPTIONS: '', PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit']
  })
  const closed = once(child, 'close')
  t.teardown(() => {
    child.kill()
    return closed
  })
  const [line] = await Promise.race([
    once(child.stdout, 'data'),
    closed.then(([code]) => Promise.reject(new Error(`the server ended with ${code}`)))
  ])
  return String(line).trim()
}

const url = await start()

t.test('the page loads the element from the feature', async t => {
  const page = await fetch(url)
  t.match(page.headers.get('content-type'), 'text/html')
  const html = await page.text()
  t.match(html, '<livelet-counter>')
  const [, script = ''] = /src="(.*?)"/.exec(html) ?? []
  t.equal(script, '/counter/element.js')
  const element = await fetch(new URL(script, url))
  t.match(element.headers.get('content-type'), 'javascript')
  t.match(await element.text(), 'livelet-counter')
})

t.test('what one client counts, another one sees', async t => {
  const address = new URL('/counter', url.replace('http', 'ws'))
  const [one, other] = await Promise.all([
    connectTo(String(address), { protocols: [] }),
    connectTo(String(address), { protocols: [] })
  ])
  t.equal(await one.next(), '0')
  t.equal(await other.next(), '0')
  one.send('+1')
  t.equal(await one.next(), '1')
  t.equal(await other.next(), '1')
  await Promise.all([one.close(), other.close()])
})
