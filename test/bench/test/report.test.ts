import t from 'tap'
import { panelOf, renderChart } from '../src/report/chart.ts'
import { formatFigure, formatNumber } from '../src/report/format.ts'
import { renderMarkdown } from '../src/report/markdown.ts'
import { alignColumns, renderTable } from '../src/report/table.ts'
import type { Results } from '../src/results.ts'

const figure = (median: number) => ({
  label: 'Peer',
  rounds: { cpu: [median] },
  figures: { cpu: { median, min: median, max: median + 1 } }
})
const results: Results = {
  date: '2026-11-25T00:00:00.000Z',
  machine: 'test',
  node: '20',
  quick: false,
  measurements: [
    {
      name: 'fanout',
      title: 'many readers',
      figures: { cpu: { label: 'CPU a delivery', unit: 'µs' } },
      contestants: { livelet: { ...figure(6), label: 'Livelet' }, peer: figure(12) },
      goals: [
        {
          goal: { figure: 'cpu', contestant: 'livelet', over: 'peer', atMost: 0.6 },
          median: 0.5,
          min: 0.4,
          max: 0.7,
          isMet: true,
          isFarBehind: false
        },
        {
          goal: { figure: 'cpu', contestant: 'livelet', atLeast: 9 },
          median: 6,
          min: 6,
          max: 6,
          isMet: false,
          isFarBehind: false
        }
      ],
      faults: ['Peer, round 1: 3 messages came out of order']
    }
  ]
}

t.test('the table has medians with their range, goals and faults', async t => {
  const text = renderTable(results)
  t.match(text, /Livelet +6\.00 \(6\.00–7\.00\)/)
  t.match(text, '✓ CPU a delivery ÷ Peer: 0.50 (0.40–0.70), at most 0.6')
  t.match(text, '✗ CPU a delivery: 6.00 µs, at least 9')
  t.match(text, '! Peer, round 1: 3 messages came out of order')
})

t.test('columns are as wide as their widest cell', async t => {
  t.same(
    alignColumns([
      ['a', 'bb', 'c'],
      ['aaa', 'b', 'cc']
    ]),
    ['a    bb   c', 'aaa   b  cc']
  )
})

t.test('the goals become a table of Markdown', async t => {
  t.match(renderMarkdown(results), '| fanout | CPU a delivery | Peer | 0.50 (0.40–0.70) | ≤ 0.6 | ✓ |')
})

t.test('the chart has a bar for each contestant, ours in its own colour', async t => {
  t.match(panelOf(results.measurements[0] as Results['measurements'][number]), {
    title: 'fanout',
    note: 'CPU a delivery; less is better',
    bars: [
      { label: 'Livelet', text: '6.00 µs', isOwn: true },
      { label: 'Peer', text: '12.0 µs', isOwn: false }
    ]
  })
  const svg = renderChart(results)
  t.match(svg, /^<svg/)
  for (const text of ['fanout', 'Livelet', 'Peer', '12.0 µs']) t.match(svg, text)
})

t.test('numbers have about three digits', async t => {
  t.same([0.123, 12.34, 1234.5].map(formatNumber), ['0.12', '12.3', '1,235'])
  t.equal(formatFigure(1234, '/s'), '1,234/s')
})
