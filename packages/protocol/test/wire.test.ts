import { CloseCode, ErrorStatus, reconnectsAfter } from '@livelet/protocol/wire'
import t from 'tap'

t.test('a client reconnects after what may pass, and stops after what would only happen again', async t => {
  for (const code of [1000, 1001, 1005, 1006, 1011, 1012, 1013, 4000, 4001]) t.ok(reconnectsAfter(code), `${code}`)
  for (const code of [1007, 1009, 4002, 4003, 4008]) t.notOk(reconnectsAfter(code), `${code}`)
  t.equal(new Set(Object.values(CloseCode)).size, Object.keys(CloseCode).length)
})

t.test('every error code carries the prefix and an HTTP status', async t => {
  for (const [code, status] of Object.entries(ErrorStatus)) {
    t.match(code, /^LIVELET_[A-Z_]+$/)
    t.ok(status >= 400 && status < 600)
  }
})
