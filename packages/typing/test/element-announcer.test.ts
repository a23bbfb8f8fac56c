import { fakeClock } from '@livelet/channel/testing'
import t from 'tap'
import { createAnnouncer } from '../src/element/announcer.ts'

function setUp() {
  const clock = fakeClock()
  const said: string[] = []
  const announcer = createAnnouncer(clock, words => {
    if (words !== '') said.push(words)
  })
  return { clock, said, announcer }
}

t.test('words are read out once they have stood for a second', async t => {
  const { clock, said, announcer } = setUp()
  announcer.show('Ann')
  clock.advance(900)
  announcer.show('Ann, Bo')
  announcer.show('Ann, Bo')
  clock.advance(999)
  t.same(said, [])
  clock.advance(1)
  t.same(said, ['Ann, Bo'])
  announcer.show('')
  clock.advance(60_000)
  t.same(said, ['Ann, Bo'], 'the end is not read out')
})

t.test('a sign that comes and goes is read out once in half a minute', async t => {
  const { clock, said, announcer } = setUp()
  for (let n = 0; n < 20; n++) {
    announcer.show('Ann')
    clock.advance(2000)
    announcer.show('')
    clock.advance(1000)
  }
  t.same(said, ['Ann', 'Ann'], 'in one minute')
})

t.test('however fast a room is, one sentence in ten seconds is read out, and that is the latest', async t => {
  const { clock, said, announcer } = setUp()
  for (let n = 0; n < 20; n++) {
    announcer.show(`person ${n}`)
    clock.advance(1500)
  }
  t.same(said, ['person 0', 'person 7', 'person 14'])
})
