import t from 'tap'
import { decimalOf, isEqual, isPositive, jumps, percentChange } from '../src/decimal.ts'

t.test('what a source wrote stays as it is, digit for digit', async t => {
  for (const text of ['70352.36000000', '0.1', '0', '12', '-3.50', '99999999999999999999.000000000001']) {
    t.equal(decimalOf(text), text)
  }
})

t.test('an exponent is written out, and zeros that mean nothing go', async t => {
  t.equal(decimalOf('1.2e-7'), '0.00000012')
  t.equal(decimalOf('1.0345e8'), '103450000')
  t.equal(decimalOf('1.23456E2'), '123.456')
  t.equal(decimalOf('5e3'), '5000')
  t.equal(decimalOf('007.10'), '7.10')
  t.equal(decimalOf('-1e-2'), '-0.01')
})

t.test('what is no number is none', async t => {
  for (const text of [
    '',
    ' 1',
    '1.',
    '.5',
    '1,000',
    'NaN',
    'Infinity',
    '0x10',
    '1e999',
    '1'.repeat(65),
    70352.36,
    null
  ])
    t.equal(decimalOf(text), undefined, String(text))
})

t.test('only what is above zero is positive', async t => {
  t.ok(isPositive('0.00000001'))
  for (const text of ['0', '0.000', '-1']) t.notOk(isPositive(text), text)
})

t.test('numbers are equal whatever zeros they end in, and where floats would not tell', async t => {
  t.ok(isEqual('1.10', '1.1'))
  t.notOk(isEqual('9007199254740993', '9007199254740992'))
  t.notOk(isEqual('0.1', '0.10000000000000000001'))
})

t.test('a jump is more than the ratio, up or down, exactly', async t => {
  t.notOk(jumps('100', '120', '0.2'))
  t.ok(jumps('100', '120.00000001', '0.2'))
  t.notOk(jumps('100', '80.0', '0.2'))
  t.ok(jumps('100', '79.99', '0.2'))
  t.notOk(jumps('0.1', '0.3', '2'), 'where floats say 0.2 + 0.1 > 0.3')
})

t.test('a change is in percent, with three places, rounded half away from zero', async t => {
  t.equal(percentChange('100', '101.2345'), '1.235')
  t.equal(percentChange('200', '199'), '-0.500')
  t.equal(percentChange('3', '2'), '-33.333')
  t.equal(percentChange('5', '5.0'), '0.000')
  t.equal(percentChange('1000000', '999999.99'), '0.000', 'without a sign before nothing')
  t.equal(percentChange('0', '1'), undefined)
})
