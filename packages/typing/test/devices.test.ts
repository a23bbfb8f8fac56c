import t from 'tap'
import { joinRoom, typingApp } from './fixtures/app.ts'

t.test('one person on two devices is one typist, and each device is told so before it reads the list', async t => {
  const app = await typingApp(t)
  const path = '/typing?id=minsu&name=민수'
  const phone = await joinRoom(app, path)
  const desk = await joinRoom(app, path)
  const other = await joinRoom(app)
  const readers = [phone.client, desk.client]
  phone.client.send({ type: 'typing' })
  for (const reader of readers) {
    t.same(await reader.message(), { type: 'self', id: phone.id })
    t.match(await reader.message(), { type: 'typists', typists: [{ id: phone.id, name: '민수' }] })
  }
  desk.client.send({ type: 'typing' })
  for (const reader of readers) t.same(await reader.message(), { type: 'self', id: desk.id })
  t.match(await desk.next({ type: 'list' }), { re: 'next', typists: [{ id: phone.id }] }, 'it is still one typist')

  phone.client.socket.terminate()
  t.match(await desk.list(), { typists: [{ id: desk.id, name: '민수' }] }, 'the other one still types')
  desk.client.socket.terminate()
  const seen = []
  for (let list = await other.list(); list.typists.length > 0; list = await other.list()) seen.push(list.typists[0].id)
  t.same(seen, [phone.id, desk.id])
})

t.test('a device that opens while the person types on another is told after its welcome', async t => {
  const app = await typingApp(t)
  const phone = await joinRoom(app, '/typing?id=minsu')
  await phone.client.request({ type: 'typing' })
  const desk = await app.connect('/typing?id=minsu')
  t.match(await desk.message(), { type: 'welcome' })
  t.same(await desk.message(), { type: 'self', id: phone.id })
  const other = await app.connect('/typing?id=jiwoo')
  t.match(await other.message(), { type: 'welcome' })
  other.send({ type: 'typing', room: 'other', id: 1 })
  t.match(await other.message(), { type: 'ok' }, 'nobody else is told, and who has one device needs not be')
})

t.test('what is published has no user’s id', async t => {
  const app = await typingApp(t)
  const { client } = await joinRoom(app, '/typing?id=secret&name=민수')
  await client.request({ type: 'typing' })
  t.notMatch(String(await client.next()), 'secret')
})
