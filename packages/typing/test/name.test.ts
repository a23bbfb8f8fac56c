import t from 'tap'
import { cleanName } from '../src/name.ts'

t.test('a name is shown as it is, on one line', async t => {
  for (const [given, shown] of [
    ['민수', '민수'],
    ['<b>Ann</b>', '<b>Ann</b>'],
    ['  Ann \n\t Lee ', 'Ann Lee'],
    ['a\u202eb\u2066c', 'a b c'],
    ['👩‍👩‍👧', '👩‍👩‍👧'],
    [' \n', null],
    ['', null],
    [undefined, null]
  ] as const) {
    t.equal(cleanName(given), shown)
  }
})

t.test('a long name is cut between characters', async t => {
  t.equal(cleanName('가'.repeat(10_000)), '가'.repeat(64))
  t.equal(cleanName('😀'.repeat(100)), '😀'.repeat(64))
})
