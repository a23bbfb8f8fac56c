import t from 'tap'
import { roundTrips } from '../src/element/round-trips.ts'

t.test('without ids, answers belong to the questions in their order, text and binary apart', async t => {
  const trips = roundTrips()
  trips.sentText(100)
  trips.sentBinary(110)
  trips.sentText(120)
  t.equal(trips.receivedText(130), 30)
  t.equal(trips.receivedText(150), 30)
  t.equal(trips.receivedBinary(111), 1)
})

t.test('with ids, answers find their questions in any order, once', async t => {
  const trips = roundTrips()
  trips.sentRequest(1, 100)
  trips.sentRequest('two', 110)
  t.equal(trips.receivedAnswer('two', 115), 5)
  t.equal(trips.receivedAnswer(1, 130), 30)
  t.equal(trips.receivedAnswer(1, 140), undefined)
})

t.test('what nobody asked for has no round trip', async t => {
  const trips = roundTrips()
  t.equal(trips.receivedText(1), undefined)
  t.equal(trips.receivedBinary(1), undefined)
  t.equal(trips.receivedAnswer(9, 1), undefined)
})
