import { Buffer } from 'node:buffer'
import { constants, deflateRawSync } from 'node:zlib'
import t from 'tap'
import { FrameReader, textFrame } from '../src/load/frames.ts'
import { numbersIn } from '../src/load/inflate.ts'
import { Tally } from '../src/load/tally.ts'
import { now, quotesOf, readStamp, stampedText } from '../src/payload.ts'

/** An unmasked text frame, as a server writes it. */
function serverFrame(text: string): Buffer {
  const payload = Buffer.from(text)
  const { length } = payload
  const head = length < 126 ? [0x81, length] : [0x81, 126, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from(head), payload])
}

t.test('frames are found however the bytes are cut', async t => {
  const texts = ['a', 'b'.repeat(125), 'c'.repeat(126), 'd'.repeat(70), '']
  const bytes = Buffer.concat(texts.map(serverFrame))
  for (const size of [1, 2, 3, 7, 200, bytes.length]) {
    const seen: string[] = []
    const reader = new FrameReader((_opcode, _compressed, bytes, start, end) =>
      seen.push(bytes.toString('utf8', start, end))
    )
    for (let at = 0; at < bytes.length; at += size) reader.push(Buffer.from(bytes.subarray(at, at + size)))
    t.same(seen, texts, `${size} bytes at a time`)
    t.equal(reader.waiting, 0)
  }
})

t.test('what a client sends is masked', async t => {
  const frame = textFrame('안녕')
  t.same([...frame.subarray(0, 2)], [0x81, 0x80 | 6])
  const mask = frame.subarray(2, 6)
  t.equal(Buffer.from(frame.subarray(6).map((byte, i) => byte ^ (mask[i & 3] ?? 0))).toString(), '안녕')
  t.equal(textFrame('x'.repeat(1_000)).length, 1_000 + 8)
})

t.test('a stamp says when a message was made and which it is', async t => {
  const at = now()
  const text = `{"text":"${stampedText(42, 128, at)}"}`
  const stamp = readStamp(Buffer.from(text), 0, text.length)
  t.equal(stamp?.number, 42)
  t.ok(Math.abs((stamp?.at ?? 0) - at) < 0.001)
  t.equal(stampedText(42, 128).length, 128)
  t.equal(readStamp(Buffer.from('{"type":"beat"}'), 0, 15), undefined)
  const size = JSON.stringify({ type: 'quotes', ...quotesOf(1) }).length
  t.ok(size > 1_800 && size < 2_200, `${size} bytes`)
})

/** Gives a tally so many messages for each of two readers, with these numbers. */
function count(numbers: readonly [number[], number[]], messages: number, conflated = false) {
  let done = 0
  const tally = new Tally({ readers: 2, messages, conflated }, () => done++)
  const clients = numbers.map(() => ({ messages: 0, bytes: 0 }))
  for (const [i, client] of clients.entries()) {
    for (const number of numbers[i] ?? []) {
      const bytes = Buffer.from(stampedText(number, 64))
      tally.onMessage(client, false, bytes, 0, bytes.length)
      tally.onChunk(client)
    }
  }
  return { done, ...tally.report(clients) }
}

t.test('a reader that misses, repeats or swaps messages is a fault', async t => {
  const right = count(
    [
      [0, 1, 2],
      [0, 1, 2]
    ],
    3
  )
  t.match(right, { done: 1, faults: [], messages: 6, wire: 66 })
  t.equal(right.latency?.count, 6)
  t.equal(right.toLast?.count, 3)
  t.match(
    count(
      [
        [0, 1, 2],
        [0, 2]
      ],
      3
    ).faults.join(),
    /out of order.*more or fewer/
  )
  t.match(
    count(
      [
        [0, 1, 2],
        [0, 1, 1, 2]
      ],
      3
    ).faults.join(),
    /out of order.*more or fewer/
  )
  t.match(
    count(
      [
        [0, 1, 2],
        [0, 1]
      ],
      3
    ),
    { done: 0, faults: [/^1 of 2 readers did not get the last/, /more or fewer/] }
  )
})

t.test('of a state some may be left out, but not the last', async t => {
  t.match(count([[0, 2], [2]], 3, true), { done: 1, faults: [] })
  t.match(count([[0, 2], [1]], 3, true).faults, [/did not get the last message/])
})

t.test('compressed messages are read whether or not the compressor kept its context', async t => {
  const options = { finishFlush: constants.Z_SYNC_FLUSH }
  const alone = [3, 4, 5].map(n => deflateRawSync(stampedText(n, 64), options).subarray(0, -4))
  t.same(numbersIn(alone), [3, 4, 5])
})
