import { html, nothing, svg } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import type { Listed, Shown } from '../contract.ts'
import type { List } from './list.ts'
import { timeAgo } from './time.ts'
import type { Toasts } from './toasts.ts'
import type { Words } from './words.ts'

export const bellIcon: unknown = svg`<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M6 9.5a6 6 0 0 1 12 0c0 5 2 6.5 2 6.5H4s2-1.5 2-6.5Z"/><path d="M10 19.5a2.2 2.2 0 0 0 4 0"/></svg>`

/** What a notification says; `when` is left out where it is obvious. */
function text(item: Shown, words: Words, when: unknown): unknown {
  const level = words.level[item.level]
  return html`
    <span class="text">
      ${level === '' ? nothing : html`<span class="level ${item.level}">${level}</span>`}
      <span class="name">${item.title}</span>
      ${item.body ? html`<span class="body">${item.body}</span>` : nothing}
      ${when}
    </span>`
}

/** A link where it leads somewhere, else a button. */
function item(item: Shown, content: unknown, choose: () => void): unknown {
  return item.url === undefined
    ? html`<button type="button" class="item" @click=${choose}>${content}</button>`
    : html`<a class="item" href=${item.url} @click=${choose}>${content}</a>`
}

export interface ListActions {
  choose(item: Listed): void
  more(): void
}

export function listView(list: List, words: Words, language: string, now: number, actions: ListActions): unknown {
  if (list.next === undefined) return html`<p class="note">${words.loading}</p>`
  if (list.items.length === 0) return html`<p class="note">${words.empty}</p>`
  const row = (listed: Listed) => {
    const at = new Date(listed.at)
    const when = html`<time class="when" datetime=${at.toISOString()} title=${at.toLocaleString(language)}>${timeAgo(listed.at, now, language)}</time>`
    const state = listed.read ? nothing : html`<span class="unseen">${words.unread}</span>`
    const content = html`<span class="dot" aria-hidden="true"></span>${text(listed, words, html`${state}${when}`)}`
    return html`<li class=${listed.read ? '' : 'unread'}>${item(listed, content, () => actions.choose(listed))}</li>`
  }
  return html`
    <ul>${repeat(list.items, ({ seq }) => seq, row)}</ul>
    ${list.next === null ? nothing : html`<div class="foot"><button type="button" class="quiet" @click=${actions.more}>${words.older}</button></div>`}`
}

export interface ToastActions {
  choose(item: Shown): void
  dismiss(seq: number): void
  hold(isHeld: boolean): void
}

export function toastsView(toasts: Toasts, words: Words, { choose, dismiss, hold }: ToastActions): unknown {
  if (toasts.shown.length === 0) return nothing
  return html`
    <div class="toasts" @pointerenter=${() => hold(true)} @pointerleave=${() => hold(false)}
      @focusin=${() => hold(true)} @focusout=${() => hold(false)}>
      ${toasts.hidden > 0 ? html`<p class="more">${words.others(toasts.hidden)}</p>` : nothing}
      ${repeat(
        toasts.shown,
        toast => toast.item.seq,
        toast => html`
          <div class="toast ${toast.item.level}">
            ${item(toast.item, text(toast.item, words, nothing), () => choose(toast.item))}
            <button type="button" class="dismiss" aria-label=${words.dismiss(toast.item.title)}
              @click=${() => dismiss(toast.item.seq)}>×</button>
          </div>`
      )}
    </div>`
}
