import t from 'tap'
import { parseText } from '../src/text.ts'

t.test('a sign and a number add, reset resets, and space around does not matter', async t => {
  t.same(parseText('+1', 'ko'), { type: 'add', fields: { by: 1 } })
  t.same(parseText('-1', 'ko'), { type: 'add', fields: { by: -1 } })
  t.same(parseText(' +5\n', 'ko'), { type: 'add', fields: { by: 5 } })
  t.same(parseText('+9007199254740991', 'ko'), { type: 'add', fields: { by: Number.MAX_SAFE_INTEGER } })
  t.same(parseText('reset', 'ko'), { type: 'reset', fields: {} })
})

t.test('anything else is refused in one line of the language, with what came', async t => {
  for (const text of ['', '5', '+', '+1.5', '+1e3', '++1', '+ 1', 'RESET', '+9007199254740992', 'a\nb', '안녕']) {
    t.throws(
      () => parseText(text, 'ko'),
      { code: 'LIVELET_VALIDATION', message: /^\+1이나 -5처럼 .+받은 것: ".*"$/ },
      text
    )
  }
  t.throws(() => parseText('x'.repeat(99), 'en'), {
    message: `expected a number to add, like +1 or -5, or reset, got "${'x'.repeat(32)}"`
  })
})
