import t from 'tap'
import { shareClient } from '../src/element/share.ts'

/** Counts connections, and never opens one. */
function countingSockets() {
  const opened: string[] = []
  class FakeSocket {
    readyState = 0
    onmessage: unknown
    onclose: unknown
    onerror: unknown
    constructor(url: string) {
      opened.push(url)
    }
    send() {}
    close() {}
  }
  return { opened, WebSocket: FakeSocket }
}

t.test('elements with the same address share one connection until the last has left', async t => {
  const { opened, WebSocket } = countingSockets()
  const url = new URL('http://127.0.0.1/counter')
  const one = shareClient(url, { WebSocket })
  const two = shareClient(url, { WebSocket })
  t.equal(one.client, two.client)
  t.equal(opened.length, 1)

  one.release()
  one.release()
  await Promise.resolve()
  t.not(two.client.status, 'closed', 'giving back twice counts once')
  two.release()
  await Promise.resolve()
  t.equal(two.client.status, 'closed')

  const three = shareClient(url, { WebSocket })
  t.not(three.client, one.client)
  three.release()
})

t.test('an element that moves in the document keeps its connection', async t => {
  const { opened, WebSocket } = countingSockets()
  const url = new URL('http://127.0.0.1/moving')
  const before = shareClient(url, { WebSocket })
  before.release()
  const after = shareClient(url, { WebSocket })
  await Promise.resolve()
  t.not(after.client.status, 'closed')
  t.equal(opened.length, 1)
  after.release()
})

t.test('who comes after the connection was closed for good gets a new one', async t => {
  const { opened, WebSocket } = countingSockets()
  const url = new URL('http://127.0.0.1/closed')
  const first = shareClient(url, { WebSocket })
  first.client.close()
  const second = shareClient(url, { WebSocket })
  t.not(second.client, first.client)
  t.equal(opened.length, 2)
  first.release()
  await Promise.resolve()
  t.not(second.client.status, 'closed')
  second.release()
})
