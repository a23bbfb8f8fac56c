import { tokens } from './tokens.ts'

/** CSS text of the class `unseen`: what only a screen reader is to find. */
export const unseen: string = `.unseen {
  position: absolute;
  width: 1px;
  height: 1px;
  overflow: hidden;
  clip-path: inset(50%);
  white-space: nowrap;
}`

/**
 * CSS text of an element that is a panel: its frame, a `header` with the `.label` and the `.status` of the connection
 * (`data-status`), a `.notice` of what went wrong, and what is `.unseen`. It brings the `tokens`.
 */
export const panel: string = `${tokens}
:host {
  display: block;
  padding: 1.25rem;
  border: 1px solid var(--ll-border);
  border-radius: var(--ll-radius);
  background: var(--ll-surface);
  color: var(--ll-text);
  font-family: var(--ll-font);
  line-height: 1.5;
}
:host([hidden]) { display: none }
header {
  display: flex;
  flex-wrap: wrap;
  justify-content: space-between;
  gap: .25rem 1rem;
  font-size: .875rem;
}
.label { font-weight: 600; overflow-wrap: anywhere }
.status { display: inline-flex; align-items: center; gap: .45em; color: var(--ll-muted) }
.status::before {
  content: '';
  width: .6em;
  height: .6em;
  border-radius: 50%;
  border: 2px solid currentColor;
}
.status[data-status='open'] { color: var(--ll-ok) }
.status[data-status='open']::before { background: currentColor }
.status[data-status='waiting'] { color: var(--ll-warn) }
.status[data-status='closed'] { color: var(--ll-bad) }
.notice { margin: .75rem 0 0; font-size: .875rem; color: var(--ll-bad) }
.notice:empty { margin: 0 }
${unseen}`
