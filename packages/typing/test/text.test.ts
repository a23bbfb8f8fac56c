import t from 'tap'
import { parseText } from '../src/text.ts'

t.test('a person types typing or stop, and nothing else', async t => {
  t.same(parseText('typing', 'ko'), { type: 'typing', fields: {} })
  t.same(parseText(' stop\n', 'en'), { type: 'stop', fields: {} })
  for (const typed of ['', 'Typing', 'typing lobby', 'list', 'self', '안녕']) {
    t.throws(() => parseText(typed, 'en'), { code: 'LIVELET_VALIDATION', message: `got "${typed}"` }, typed)
    t.throws(() => parseText(typed, 'ko'), { message: `받은 것: "${typed}"` }, typed)
  }
})
