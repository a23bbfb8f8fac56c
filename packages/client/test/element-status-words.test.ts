import t from 'tap'
import { statusWords } from '../src/element.ts'

t.test('people read how the connection is, in their language', async t => {
  t.equal(statusWords({ status: 'open' }, 'ko'), '실시간')
  t.equal(statusWords({ status: 'connecting' }, 'en'), 'Connecting')
  t.equal(statusWords({ status: 'waiting', retryIn: 2_400 }, 'ko'), '끊김, 2초 뒤 다시 연결')
  t.equal(statusWords({ status: 'waiting', retryIn: 300 }, 'en'), 'Offline, reconnecting')
  t.equal(statusWords({ status: 'closed', code: 4008 }, 'en'), 'Disconnected')
})
