import t from 'tap'
import { formatPrice } from '../src/format.ts'

t.test('a price is written as people write it', async t => {
  t.equal(formatPrice('70352.36000000', 'USD'), '$70,352.36')
  t.equal(formatPrice('70352.36000000', 'USD', 'ko'), '$70,352.36')
  t.equal(formatPrice('103450000', 'KRW'), '₩103,450,000')
  t.equal(formatPrice('1', 'USD'), '$1.00')
  t.equal(formatPrice('64161.4', 'EUR'), '€64,161.40')
})

t.test('a small price is not written as nothing', async t => {
  t.equal(formatPrice('0.00001234', 'USD'), '$0.00001234')
  t.equal(formatPrice('0.5238', 'USD'), '$0.5238')
  t.equal(formatPrice('0.0321', 'BTC').replace(/\s/, ' '), 'BTC 0.03210')
  t.equal(formatPrice('12.5', 'KRW'), '₩12.50')
})

t.test('a price is never rounded on the way to being written', async t => {
  t.equal(formatPrice('9007199254740993.01', 'USD'), '$9,007,199,254,740,993.01')
  t.equal(formatPrice('1.005', 'USD'), '$1.01', 'as a float it would be below the half')
})

t.test('a currency that is no code stands behind', async t => {
  t.equal(formatPrice('12.5', 'DOGE'), '12.50 DOGE')
})
