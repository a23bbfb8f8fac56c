import t from 'tap'
import { tokens } from '../src/element/tokens.ts'

/** Relative luminance of `#rrggbb` (WCAG 2.2). */
function luminance(color: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map(at => {
    const channel = Number.parseInt(color.slice(at, at + 2), 16) / 255
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a)
  return (light + 0.05) / (dark + 0.05)
}

const pairs = [...tokens.matchAll(/--ll-([\w-]+): var\(--livelet-\1, light-dark\((#\w{6}), (#\w{6})\)\)/g)]

for (const [shade, group] of [
  ['light', 2],
  ['dark', 3]
] as const) {
  const color = Object.fromEntries(pairs.map(match => [match[1], match[group] ?? '']))
  const reads = (text: string, ground: string) => contrast(color[text] ?? '', color[ground] ?? '')

  t.test(`${shade}: words are easy to read on every ground (WCAG AA, 4.5 : 1)`, async t => {
    for (const ground of ['surface', 'sunken']) {
      for (const text of ['text', 'muted', 'accent', 'ok', 'warn', 'bad']) {
        const ratio = reads(text, ground)
        t.ok(ratio >= 4.5, `${text} on ${ground}: ${ratio.toFixed(2)}`)
      }
    }
    const ratio = reads('on-accent', 'accent')
    t.ok(ratio >= 4.5, `on-accent on accent: ${ratio.toFixed(2)}`)
  })
}

t.test('without light-dark() the same light colours are there', async t => {
  const [, plain = ''] = /^:root, :host \{([^}]*)\}/.exec(tokens) ?? []
  for (const [, name, light] of pairs) t.match(plain, `--ll-${name}: var(--livelet-${name}, ${light});`)
  t.ok(pairs.length >= 10)
})
