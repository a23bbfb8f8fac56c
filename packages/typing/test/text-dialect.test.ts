import type { TestClient } from '@livelet/channel/testing'
import t, { type Test } from 'tap'
import { joinRoom, typingApp } from './fixtures/app.ts'

const SOMEONE = '💬 누군가 입력 중...'

/** What comes after all that was sent before has been handled is an error that only this provokes. */
async function nothingCame(t: Test, client: TestClient) {
  client.send('?')
  t.match(await client.next(), /^error: /)
  t.same(client.waiting, [])
}

t.test('a key shows the sign to everybody in the room, and one empty text ends it', async t => {
  const app = await typingApp(t)
  const [one, two] = await Promise.all([app.connectText('/typing'), app.connectText('/typing')])
  await Promise.all([nothingCame(t, one), nothingCame(t, two)])
  one.send('typing')
  for (const client of [one, two]) t.equal(await client.next(), SOMEONE)
  one.send('typing')
  two.send('typing')
  await Promise.all([nothingCame(t, one), nothingCame(t, two)])
  t.equal(app.app.typing.list().length, 2)

  const late = await app.connectText('/typing')
  t.equal(await late.next(), SOMEONE)
  one.send('stop')
  one.send('stop')
  await nothingCame(t, one)
  two.send('stop')
  for (const client of [one, two, late]) t.equal(await client.next(), '')
  await Promise.all([one, two, late].map(client => nothingCame(t, client)))
})

t.test('nothing comes on opening where nobody types any more', async t => {
  const app = await typingApp(t)
  const { list } = await joinRoom(app)
  const one = await app.connectText('/typing')
  one.send('typing')
  t.match(await list(), { text: SOMEONE })
  one.socket.terminate()
  t.match(await list(), { text: '' })
  await nothingCame(t, await app.connectText('/typing'))
})

t.test('a person reads names where there are any, and the words of more people only when they differ', async t => {
  const app = await typingApp(t, { locale: 'en' })
  const reader = await app.connectText('/typing')
  const people = await Promise.all(
    ['Ann', 'Bo', 'Cy', 'Di', 'Ed'].map(name => app.connectText(`/typing?id=${name}&name=${name}`))
  )
  const words = ['Ann is', 'Ann and Bo are', 'Ann, Bo, and Cy are', 'Several people are']
  for (const [i, person] of people.entries()) {
    person.send('typing')
    if (words[i]) t.equal(await reader.next(), `💬 ${words[i]} typing...`)
    else while (app.app.typing.list().length <= i) await new Promise(resolve => setImmediate(resolve))
  }
  await nothingCame(t, reader)
})

t.test('what is neither typing nor stop is an error in the feature’s language', async t => {
  for (const [locale, words] of [
    ['ko', 'error: typing 또는 stop이어야 합니다. 받은 것: "hello"'],
    ['en', 'error: expected typing or stop, got "hello"']
  ] as const) {
    const app = await typingApp(t, { locale })
    const client = await app.connectText('/typing')
    client.send('hello')
    t.equal(await client.next(), words)
    client.send(Buffer.from('typing'))
    t.match(await client.next(), /^error: /)
    t.same(app.app.typing.list(), [])
  }
})
