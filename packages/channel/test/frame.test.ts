import { inflateRawSync } from 'node:zlib'
import t from 'tap'
import { Batch } from '../src/batch.ts'
import { Frame } from '../src/frame.ts'

t.test('a frame has the header of RFC 6455: opcode, length in 7, 16 or 64 bits, no mask', async t => {
  const head = (length: number, binary = false) => {
    const wire = new Frame(Buffer.alloc(length), binary).wire(false)
    return [...wire.subarray(0, wire.length - length)]
  }
  t.same(head(0), [0x81, 0])
  t.same(head(125), [0x81, 125])
  t.same(head(126), [0x81, 126, 0, 126])
  t.same(head(65_535, true), [0x82, 126, 255, 255])
  t.same(head(65_536), [0x81, 127, 0, 0, 0, 0, 0, 1, 0, 0])
  const frame = new Frame('안녕')
  t.equal(frame.length, 6)
  t.same(frame.wire(false), Buffer.concat([Buffer.from([0x81, 6]), Buffer.from('안녕')]))
  t.same(frame.payload, Buffer.from('안녕'))
})

t.test(
  'a frame is compressed only where that was agreed, where it is long enough, and where it gets shorter',
  async t => {
    const long = new Frame('안녕 '.repeat(1_000))
    t.equal(long.wire(false)[0], 0x81)
    const deflated = long.wire(true)
    t.equal(deflated[0], 0xc1, 'with the bit of RFC 7692')
    t.ok(deflated.length < 1_000)
    const tail = Buffer.from([0, 0, 0xff, 0xff])
    t.same(inflateRawSync(Buffer.concat([deflated.subarray(2), tail]), { finishFlush: 2 }), long.payload)
    t.equal(long.wire(true), deflated, 'once for all')

    const short = new Frame('안녕')
    t.equal(short.wire(true), short.wire(false))
    const random = new Frame(Buffer.from(Array.from({ length: 5_000 }, (_, i) => (i * 7919 * (i ^ 31)) >> 3)))
    t.ok(random.wire(true).length <= random.wire(false).length)
  }
)

t.test('connections that are sent the same share the batch and its bytes', async t => {
  const nothing = new Batch()
  const [a, b, text] = [new Frame('a'), new Frame('b'), new Frame('text')]
  const one = nothing.with(a).with(b)
  const other = nothing.with(text)
  t.equal(nothing.with(a).with(b), one, 'also where others in between are sent something else')
  t.equal(nothing.with(text), other)
  t.equal(one.bytes(false), one.bytes(false))
  t.same(one.bytes(false), Buffer.concat([a.wire(false), b.wire(false)]))
  t.same(one.frames(), [a, b])
  t.match(one, { count: 2, length: 2 })
  t.equal(other.bytes(false), text.wire(false), 'one frame alone is not copied')
  t.same(nothing.bytes(false), Buffer.alloc(0))
  t.not(nothing.with(b).with(a), one)
  nothing.forget()
  t.not(nothing.with(a).with(b), one)
})
