import t from 'tap'
import { byteLength, formatHex, parseHex } from '../src/element/bytes.ts'

t.test('the size of a text is what it weighs on the wire', async t => {
  t.equal(byteLength('abc'), 3)
  t.equal(byteLength('안녕'), 6)
  t.equal(byteLength('😊'), 4)
})

t.test('hexadecimal is read in the ways in which people write it', async t => {
  const expected = new Uint8Array([0, 31, 255])
  for (const text of ['00 1f ff', '001FFF', '0x00, 0x1f, 0xff', '00:1f:ff', ' 00\n1f\tff ']) {
    t.same(parseHex(text), expected, text)
  }
  t.same(parseHex(''), new Uint8Array())
})

t.test('what is no hexadecimal is refused', async t => {
  for (const text of ['0', '00 1', 'xy', '00 1g', '안녕', '-1']) t.equal(parseHex(text), undefined, text)
})

t.test('bytes are shown as pairs of digits, and cut where there are too many', async t => {
  t.equal(formatHex(new Uint8Array([0, 31, 255])), '00 1f ff')
  t.equal(formatHex(new Uint8Array([1, 2, 3]), 2), '01 02 …')
  t.equal(formatHex(new Uint8Array()), '')
})
