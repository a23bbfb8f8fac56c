// name → light, dark. Text colours reach 4.5 : 1 on `surface` and on `sunken` in both (WCAG 2.2, 1.4.3).
const colors = {
  accent: ['#3a4bd0', '#a3b0ff'],
  'on-accent': ['#ffffff', '#14173a'],
  surface: ['#ffffff', '#1c1d21'],
  sunken: ['#f4f2ee', '#141518'],
  text: ['#1d1c1a', '#eceae5'],
  muted: ['#62605a', '#a9a7a1'],
  border: ['#dcd8d0', '#383a41'],
  ok: ['#17703f', '#6ad79f'],
  warn: ['#855300', '#f2bd62'],
  bad: ['#b3261e', '#ff9d94']
} as const

const rest = {
  radius: '14px',
  font: `system-ui, -apple-system, 'Segoe UI', 'Apple SD Gothic Neo', 'Malgun Gothic', 'Noto Sans KR', 'Noto Sans CJK KR', sans-serif`,
  mono: `ui-monospace, 'SF Mono', 'Cascadia Mono', Menlo, Consolas, 'D2Coding', 'DejaVu Sans Mono', 'Noto Sans Mono CJK KR', monospace`
} as const

const declare = (value: (light: string, dark: string) => string): string =>
  [...Object.entries(colors).map(([name, [light, dark]]) => [name, value(light, dark)]), ...Object.entries(rest)]
    .map(([name, fallback]) => `--ll-${name}: var(--livelet-${name}, ${fallback});`)
    .join('\n  ')

/**
 * CSS text: the one set of custom properties that every element and page draws with, `--ll-accent`, `--ll-text`, ….
 * Each is the page's `--livelet-accent`, … if it has set one, else our own. Light or dark follows the page's
 * `color-scheme`, so that an element on a page that is always light stays light.
 */
export const tokens: string = `:root, :host {
  ${declare(light => light)}
}
@supports (color: light-dark(#fff, #000)) {
  :root, :host {
  ${declare((light, dark) => `light-dark(${light}, ${dark})`)}
  }
}`
