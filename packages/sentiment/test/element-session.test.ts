import { type Client, LiveletError, type StatusEvent } from '@livelet/client'
import t from 'tap'
import type { SentimentMessages } from '../src/contract.ts'
import { openSession, type Result } from '../src/element/session.ts'

/** A client whose answers come when they are told to. */
function heldClient() {
  const asked: { text: string; resolve: (answer: Result) => void; reject: (error: Error) => void }[] = []
  let tell: (event: StatusEvent) => void = () => {}
  const client = {
    onStatus(listener: (event: StatusEvent) => void) {
      tell = listener
      listener({ status: 'connecting' })
      return () => {}
    },
    request: (_type: string, { text }: { text: string }) =>
      new Promise<Result>((resolve, reject) => asked.push({ text, resolve, reject }))
  } as unknown as Client<SentimentMessages>
  return { client, asked, status: (event: StatusEvent) => tell(event) }
}

const answer = { label: 'positive', score: 1 } as Result
const turn = () => new Promise(resolve => setImmediate(resolve))

function session() {
  const held = heldClient()
  const results: Result[] = []
  const refusals: string[] = []
  const { type, stop } = openSession(held.client, {
    result: result => results.push(result),
    refused: code => refusals.push(code)
  })
  return { ...held, results, refusals, type, stop }
}

t.test('every text is asked at once, and only the newest one’s verdict counts', async t => {
  const { asked, results, refusals, type, status } = session()
  status({ status: 'open' })
  type('g')
  type('go')
  t.same(
    asked.map(({ text }) => text),
    ['g', 'go']
  )
  asked[1]?.resolve(answer)
  asked[0]?.resolve(answer)
  await turn()
  t.match(results, [{ judged: 'go' }])
  t.equal(results.length, 1)
  t.same(refusals, [])
})

t.test('what is typed without a connection is asked when there is one, the newest only', async t => {
  const { asked, type, status } = session()
  type('a')
  type('ab')
  t.same(asked, [])
  status({ status: 'open' })
  t.same(
    asked.map(({ text }) => text),
    ['ab']
  )
  status({ status: 'waiting' })
  asked[0]?.reject(new LiveletError('UNKNOWN_OUTCOME', 'the connection broke'))
  status({ status: 'open' })
  t.equal(asked.length, 2)
})

t.test('a refusal is told, but not that a newer text took the place, nor what comes after the end', async t => {
  const { asked, refusals, results, type, status, stop } = session()
  status({ status: 'open' })
  type('a')
  asked[0]?.reject(new LiveletError('LIVELET_SUPERSEDED', 'a newer one'))
  type('b')
  asked[1]?.reject(new LiveletError('LIVELET_TOO_BIG', 'too long'))
  await turn()
  t.same(refusals, ['LIVELET_TOO_BIG'])
  type('c')
  stop()
  asked[2]?.resolve(answer)
  await turn()
  t.same(results, [])
})

t.test('an empty field asks nothing', async t => {
  const { asked, type, status } = session()
  status({ status: 'open' })
  type('  \n')
  t.same(asked, [])
})
