import t from 'tap'

/** What a script of the page exports. They are served as they are, so they are imported as they are. */
const script = (name: string) => import(String(new URL(`../public/comparison/${name}`, import.meta.url)))

interface Point {
  at: number
  delay: number
}

t.test('a percentile is the lowest value that so many do not exceed', async t => {
  const percentile: (sorted: number[], part: number) => number | undefined = (await script('delays.js')).percentile
  const hundred = Array.from({ length: 100 }, (_, i) => i + 1)
  t.equal(percentile(hundred, 0.5), 50)
  t.equal(percentile(hundred, 0.95), 95)
  t.equal(percentile(hundred, 1), 100)
  t.equal(percentile([7], 0.5), 7)
  t.equal(percentile([7], 0.95), 7)
  t.equal(percentile([1, 2, 3], 0.5), 2)
  t.equal(percentile([1, 2, 3], 0.95), 3)
  t.equal(percentile([], 0.95), undefined)
})

t.test('delays are summed up whatever their order, and those of before are forgotten', async t => {
  const delays = await script('delays.js')
  const summary: (points: Point[]) => { median?: number; p95?: number } = delays.summary
  const remembered: { add(at: number, delay: number): void; since(now: number): Point[] } = delays.rememberDelays()
  t.same(summary(remembered.since(0)), { median: undefined, p95: undefined })
  for (const [at, delay] of [
    [1_000, 900],
    [2_000, 10],
    [3_000, 2],
    [4_000, 100]
  ] as const) {
    remembered.add(at, delay)
  }
  t.same(summary(remembered.since(30_999)), { median: 10, p95: 900 })
  t.same(summary(remembered.since(31_000)), { median: 10, p95: 100 })
  t.same(remembered.since(33_000), [{ at: 4_000, delay: 100 }])
  t.same(remembered.since(34_000), [])
})

t.test("the fastest of the last exchanges tells how far the server's clock is ahead", async t => {
  const { compareClocks } = await script('clock.js')
  const clocks: { add(asked: number, at: number, answered: number): void; ahead: number; error: number } =
    compareClocks()
  t.equal(clocks.error, Number.POSITIVE_INFINITY)
  clocks.add(1_000, 6_010, 1_100)
  t.same([clocks.ahead, clocks.error], [4_960, 50])
  clocks.add(2_000, 7_001, 2_002)
  t.same([clocks.ahead, clocks.error], [5_000, 1])
  clocks.add(3_000, 8_300, 3_400)
  t.same([clocks.ahead, clocks.error], [5_000, 1], 'a slower one says less')
  for (let n = 0; n < 20; n++) clocks.add(4_000, 8_910, 4_020)
  t.same([clocks.ahead, clocks.error], [4_900, 10], 'clocks drift, so what is old does not count for ever')
})

t.test('the cost of a message is what the process used more than with no reader, by messages', async t => {
  const { costs } = await script('costs.js')
  const slice = (used: number, messages: number) => ({ used, messages })
  const rounds = [
    { nobody: slice(1_000, 0), poll: slice(5_000, 10), websocket: slice(3_000, 100) },
    { nobody: slice(2_000, 0), poll: slice(5_000, 10), websocket: slice(3_000, 100) },
    { nobody: slice(1_000, 0), poll: slice(9_000, 10), websocket: slice(500, 100) }
  ]
  t.same(costs(rounds), {
    poll: { median: 400, lowest: 300, highest: 800 },
    websocket: { median: 10, lowest: -5, highest: 20 }
  })
  t.same(costs([{ nobody: slice(1, 0), poll: slice(1, 0) }]), { poll: undefined }, 'nothing arrived')
  t.same(costs(rounds.slice(0, 2)).poll, { median: 350, lowest: 300, highest: 400 })
})
