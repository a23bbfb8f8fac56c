import type { Language } from '@livelet/client/element'
import { html } from 'lit'
import type { Point } from '../history.ts'
import { minutes } from './table.ts'
import type { Words } from './words.ts'

/** A change in percent, with its sign and its way. */
export function changeView(percent: string, words: Words, language: Language): unknown {
  const way = /^-?[0.]*$/.test(percent) ? 'none' : percent.startsWith('-') ? 'down' : 'up'
  const text = new Intl.NumberFormat(language, {
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
    signDisplay: 'exceptZero'
  }).format(percent as `${number}`)
  return html`
    <div>
      <dt>${words.change}</dt>
      <dd class="change" data-way=${way}>
        <span aria-hidden="true">${{ up: '▲', down: '▼', none: '' }[way]}</span>
        ${text}%
      </dd>
    </div>`
}

/** What the chart shows, for who cannot see it: a row for each minute. */
export function tableView(
  points: readonly Point[],
  words: Words,
  { time, price }: { time(at: number): string; price(point: Point): string }
): unknown {
  return html`
    <div class="rows" tabindex="0" role="region" aria-label=${words.chart}>
      <table>
        <thead><tr><th scope="col">${words.time}</th><th scope="col">${words.worth}</th></tr></thead>
        <tbody>
          ${minutes(points).map(point => html`<tr><th scope="row">${time(point[0])}</th><td>${price(point)}</td></tr>`)}
        </tbody>
      </table>
    </div>`
}
