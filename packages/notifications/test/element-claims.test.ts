import { fakeClock } from '@livelet/channel/testing'
import t from 'tap'
import type { Shown } from '../src/contract.ts'
import { CLAIM_TIME, type Line, openClaims, type Say } from '../src/element/claims.ts'

const item = (seq: number): Shown => ({ seq, title: `${seq}`, level: 'info', at: 0 })

/** Tabs of one browser, whose messages to each other take `delay` ms. */
function browser(delay = 5) {
  const clock = fakeClock()
  const lines = new Set<Line>()
  const shown: string[] = []
  const open = (tab: string, isVisible = () => false) => {
    const line: Line = {
      onmessage: null,
      postMessage(data: Say) {
        for (const other of lines) if (other !== line) clock.after(delay, () => other.onmessage?.({ data }))
      },
      close: () => void lines.delete(line)
    }
    lines.add(line)
    const show = (items: readonly Shown[]) => void shown.push(`${tab}: ${items.map(({ seq }) => seq).join(' ')}`)
    return openClaims({ tab, line, after: clock.after, isVisible, show })
  }
  return { clock, shown, open }
}

t.test('one tab shows it, whichever has it first', async t => {
  for (const [first, second] of [
    ['a', 'b'],
    ['b', 'a']
  ] as const) {
    for (const between of [0, 2, 50, CLAIM_TIME - 1, CLAIM_TIME + 20, 10_000]) {
      const { clock, shown, open } = browser()
      const [one, two] = [open(first), open(second)]
      one.arrived(item(1))
      clock.advance(between)
      two.arrived(item(1))
      clock.advance(CLAIM_TIME * 2)
      t.equal(shown.length, 1, `${first}, ${between} ms later ${second}: ${shown}`)
    }
  }
})

t.test('five tabs at once show it once', async t => {
  const { clock, shown, open } = browser()
  const tabs = ['c', 'e', 'a', 'd', 'b'].map(tab => open(tab))
  for (const tab of tabs) tab.arrived(item(1))
  clock.advance(CLAIM_TIME)
  t.same(shown, ['a: 1'])
})

t.test('nobody shows what somebody sees', async t => {
  const { clock, shown, open } = browser()
  const [hidden, visible] = [open('a'), open('b', () => true)]
  hidden.arrived(item(1))
  clock.advance(50)
  visible.arrived(item(1))
  clock.advance(CLAIM_TIME)
  visible.arrived(item(2))
  clock.advance(50)
  hidden.arrived(item(2))
  clock.advance(CLAIM_TIME)
  t.same(shown, [])
})

t.test('what comes together is shown in one, and what comes again is not shown', async t => {
  const { clock, shown, open } = browser()
  const tab = open('a')
  for (const seq of [1, 2, 3]) tab.arrived(item(seq))
  clock.advance(CLAIM_TIME)
  tab.arrived(item(2))
  tab.arrived(item(4))
  clock.advance(CLAIM_TIME)
  t.same(shown, ['a: 1 2 3', 'a: 4'])
})

t.test('a tab that is closed shows nothing any more', async t => {
  const { clock, shown, open } = browser()
  const tab = open('a')
  tab.arrived(item(1))
  tab.stop()
  clock.advance(CLAIM_TIME)
  t.same(shown, [])
})
