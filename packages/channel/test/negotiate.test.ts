import t from 'tap'
import { waitOf, wantsEvents } from '../src/http/negotiate.ts'

t.test('who wants a stream more than JSON gets one', async t => {
  for (const accept of [
    'text/event-stream',
    'text/event-stream, */*;q=0.1',
    'text/event-stream, */*',
    'application/json;q=0.5, Text/Event-Stream;q=0.6',
    'text/event-stream, application/json',
    '*/*;q=0.1, text/event-stream;q=0.2',
    'text/*, application/json;q=0.9'
  ]) {
    t.ok(wantsEvents(accept), accept)
  }
  for (const accept of [
    undefined,
    '',
    '*/*',
    'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
    'application/json',
    'application/json, text/event-stream;q=0.9',
    'text/event-stream;q=0.1, */*',
    'text/event-stream;q=0, text/*',
    'text/event-stream;q=0',
    'text/event-stream;q=many'
  ]) {
    t.notOk(wantsEvents(accept), String(accept))
  }
})

t.test('a wait is read from among other preferences, and not taken beyond a minute', async t => {
  for (const [prefer, seconds] of [
    ['wait=25', 25],
    ['respond-async, Wait = "5"; x=1', 5],
    ['wait=10, wait=20', 10],
    [['return=minimal', 'wait=3'], 3],
    ['wait=100000', 60],
    ['wait=0', 0],
    ['wait', 0],
    ['wait=soon', 0],
    ['wait=-1', 0],
    ['await=5', 0],
    [undefined, 0]
  ] as const) {
    t.equal(waitOf(prefer as string | string[] | undefined), seconds, String(prefer))
  }
})
