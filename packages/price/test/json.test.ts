import t from 'tap'
import { fieldsOf, parseExact, timeOf } from '../src/json.ts'

t.test('numbers come out as their text, however many digits they have', async t => {
  t.same(parseExact('{"last":103450000.10000000001,"n":[-1.5e-7,0],"ok":true,"no":null}'), {
    last: '103450000.10000000001',
    n: ['-1.5e-7', '0'],
    ok: true,
    no: null
  })
})

t.test('what stands in strings is left alone', async t => {
  const text = '{"a":"costs 12.5","b":"quote \\" 7 \\\\","3":"4"}'
  t.same(parseExact(text), JSON.parse(text))
})

t.test('what is no JSON is refused', async t => {
  for (const text of ['', '{"a":', 'nonsense', '{"a":1', '"open', '{"a":1}}'])
    t.throws(() => parseExact(text), SyntaxError)
})

t.test('fields are those of an object, and times are read in both spellings', async t => {
  t.same(fieldsOf(null), {})
  t.same(fieldsOf('text'), {})
  t.equal(timeOf('1767225600000'), 1767225600000)
  t.equal(timeOf('2026-01-01T00:00:00.123456Z'), 1767225600123)
  for (const value of [undefined, 'soon', '', 12]) t.equal(timeOf(value), undefined)
})
