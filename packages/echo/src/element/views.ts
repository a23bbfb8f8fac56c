import { html, nothing, type TemplateResult } from 'lit'
import type { Handshake, Headers } from '../contract.ts'
import { formatMilliseconds, formatTime, type Row } from './frames.ts'
import type { Dialect, Status } from './session.ts'
import type { Words } from './words.ts'

const DIALECTS: readonly Dialect[] = ['text', 'json']

interface Connecting {
  dialect: Dialect
  status: Status
  connect(): void
  disconnect(): void
}

/** Chooses a dialect, connects and disconnects. */
export function connectionPanel(to: Connecting, words: Words, choose: (dialect: Dialect) => void): TemplateResult {
  const closed = to.status === 'closed'
  return html`
    <section class="panel">
      <fieldset ?disabled=${!closed}>
        <legend>${words.dialect}</legend>
        ${DIALECTS.map(
          dialect => html`
            <label class="choice">
              <input type="radio" name="dialect" value=${dialect} .checked=${to.dialect === dialect}
                @change=${() => choose(dialect)}>
              <span>${words.dialects[dialect].name}</span>
            </label>`
        )}
      </fieldset>
      <p class="hint">${words.dialects[to.dialect].means}</p>
      <div class="bar">
        <button type="button" class="main" ?disabled=${!closed} @click=${() => to.connect()}>${words.connect}</button>
        <button type="button" ?disabled=${closed} @click=${() => to.disconnect()}>${words.disconnect}</button>
        <span class="status" role="status" data-status=${to.status}>${words.status[to.status]}</span>
      </div>
    </section>`
}

/** What a browser itself knows of its handshake. */
export interface Known {
  url: string
  protocol: string
  extensions: string
}

/** The whole handshake as the server saw it. `verified`: its `Sec-WebSocket-Accept` was computed anew and is the same. */
export function handshakeTables(handshake: Handshake, url: string, verified: boolean, words: Words): TemplateResult {
  const table = (kind: string, line: string, headers: Headers) => html`
    <table>
      <caption>${kind}: <code>${line}</code></caption>
      <thead class="unseen"><tr><th scope="col">${words.header}</th><th scope="col">${words.value}</th></tr></thead>
      <tbody>
        ${headers.map(
          ({ name, value }) => html`
            <tr>
              <th scope="row">${name}</th>
              <td>${value}${
                verified && name.toLowerCase() === 'sec-websocket-accept'
                  ? html`<span class="verified">✓ ${words.verified}</span>`
                  : nothing
              }</td>
            </tr>`
        )}
      </tbody>
    </table>`
  return html`
    <p class="mono">${url}</p>
    ${table(words.request, `${handshake.method} ${handshake.url} HTTP/1.1`, handshake.request)}
    ${table(words.response, `HTTP/1.1 ${handshake.status} Switching Protocols`, handshake.response)}`
}

/** The little that a browser tells of a handshake, with a way to see the rest. */
export function knownTable(known: Known, words: Words, onSwitch: () => void): TemplateResult {
  const row = (name: string, value: string) =>
    html`<tr><th scope="row">${name}</th><td>${value || words.none}</td></tr>`
  return html`
    <table>
      <caption class="unseen">${words.handshake}</caption>
      <tbody>
        ${row('URL', known.url)} ${row('Sec-WebSocket-Protocol', known.protocol)}
        ${row('Sec-WebSocket-Extensions', known.extensions)}
      </tbody>
    </table>
    <p class="hint">${words.handshakeInText}</p>
    <button type="button" class="small" @click=${onSwitch}>${words.switchToJson}</button>`
}

export function logRow(row: Row, words: Words): TemplateResult {
  const time = html`<time datetime=${new Date(row.at).toISOString()}>${formatTime(row.at)}</time>`
  if (row.what === 'open') return html`<div class="row note"><span>${words.opened(row.protocol)} · ${time}</span></div>`
  if (row.what === 'close') {
    const meaning = words.closed(row.code, words.codes[row.code] ?? '', row.reason)
    return html`<div class="row note close"><span>${meaning} · ${time}</span></div>`
  }
  const { direction, kind, size, roundTrip, text } = row
  return html`
    <div class="row ${direction}">
      <span class="arrow"><span aria-hidden="true">${direction === 'sent' ? '↑' : '↓'}</span><span class="unseen">${words[direction]}</span></span>
      <span class="payload">${text}</span>
      <span class="facts">${time} · ${words.kinds[kind]} · ${size.toLocaleString('en')} B${
        roundTrip === undefined ? nothing : html` · <b>${formatMilliseconds(roundTrip)}</b>`
      }</span>
    </div>`
}
