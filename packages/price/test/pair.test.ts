import t from 'tap'
import { currencyOf, pairOf } from '../src/pair.ts'

t.test('a symbol is read as what is priced and in what', async t => {
  t.same(pairOf('BTCUSDT'), { symbol: 'BTCUSDT', base: 'BTC', quote: 'USDT' })
  t.match(pairOf('BTCKRW'), { base: 'BTC', quote: 'KRW' })
  t.match(pairOf('ETHBTC'), { base: 'ETH', quote: 'BTC' })
  t.match(pairOf('BTC-XYZ'), { symbol: 'BTC-XYZ', base: 'BTC', quote: 'XYZ' })
  t.match(pairOf('1INCHUSDC'), { base: '1INCH', quote: 'USDC' })
})

t.test('a symbol that does not tell is refused by name', async t => {
  for (const symbol of ['USDT', 'btcusdt', 'BTCXYZ', '../etc', 'A/B', '', 'B?symbol=X', 'X'.repeat(1000)]) {
    t.throws(() => pairOf(symbol), { message: /^"symbols" must be pairs like BTCUSDT/ }, symbol)
  }
})

t.test('coins that stand for a dollar are shown in dollars', async t => {
  t.equal(currencyOf(pairOf('BTCUSDT')), 'USD')
  t.equal(currencyOf(pairOf('BTCKRW')), 'KRW')
  t.equal(currencyOf(pairOf('ETHBTC')), 'BTC')
})
