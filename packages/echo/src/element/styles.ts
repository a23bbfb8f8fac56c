import { tokens, unseen } from '@livelet/client/element'
import { type CSSResult, css, unsafeCSS } from 'lit'

export const styles: CSSResult = css`
  ${unsafeCSS(tokens)}
  ${unsafeCSS(unseen)}
  :host {
    display: block;
    container-type: inline-size;
    color: var(--ll-text);
    font-family: var(--ll-font);
    line-height: 1.55;
  }
  :host([hidden]) { display: none }
  .panels { display: grid; gap: 1rem; grid-template-columns: minmax(0, 1fr) }
  .panel {
    min-width: 0;
    padding: 1.25rem;
    border: 1px solid var(--ll-border);
    border-radius: var(--ll-radius);
    background: var(--ll-surface);
  }
  .panel > :first-child { margin-top: 0 }
  .panel > :last-child { margin-bottom: 0 }
  h3 { margin: 0 0 .75rem; font-size: 1rem; font-weight: 650 }
  p { margin: .5rem 0 }
  form { margin: 0 0 1rem }
  .hint { color: var(--ll-muted); font-size: .875rem }
  .error { color: var(--ll-bad); font-size: .875rem }
  .error:empty { display: none }
  .bar { display: flex; flex-wrap: wrap; align-items: center; gap: .5rem .75rem }
  .spread { justify-content: space-between }

  fieldset { margin: 0; padding: 0; border: 0; min-width: 0 }
  legend, .label { padding: 0; margin-bottom: .35rem; font-size: .875rem; font-weight: 600; display: block }
  .choice { display: inline-flex; align-items: center; gap: .45rem; min-height: 2.25rem; margin-right: 1rem; cursor: pointer }
  input[type='radio'], input[type='checkbox'] { width: 1.05rem; height: 1.05rem; margin: 0; accent-color: var(--ll-accent) }
  input[type='text'] {
    flex: 1 1 7.5rem;
    min-width: 0;
    min-height: 2.75rem;
    box-sizing: border-box;
    padding: .4rem .75rem;
    border: 1px solid color-mix(in srgb, var(--ll-muted) 70%, transparent);
    border-radius: calc(var(--ll-radius) - 4px);
    background: var(--ll-sunken);
    color: inherit;
    font: inherit;
  }
  .mono, input.mono { font-family: var(--ll-mono); font-size: .875rem }
  button {
    font: inherit;
    font-weight: 600;
    min-height: 2.75rem;
    padding: .25rem 1rem;
    border: 1px solid var(--ll-border);
    border-radius: calc(var(--ll-radius) - 4px);
    background: var(--ll-sunken);
    color: var(--ll-text);
    cursor: pointer;
  }
  button:hover:enabled { border-color: var(--ll-muted) }
  button.main { background: var(--ll-accent); border-color: var(--ll-accent); color: var(--ll-on-accent) }
  button.small { min-height: 2.25rem; font-size: .875rem; padding: .1rem .8rem }
  button:disabled, input:disabled { opacity: .55; cursor: default }
  input[type='radio']:disabled { opacity: 1 }
  input:disabled + span { color: var(--ll-muted); cursor: default }
  input:disabled:checked + span { color: inherit; font-weight: 600 }
  :focus-visible { outline: 3px solid var(--ll-accent); outline-offset: 2px }

  .status { display: inline-flex; align-items: center; gap: .45em; font-size: .875rem; color: var(--ll-muted) }
  .status::before { content: ''; width: .6em; height: .6em; border-radius: 50%; border: 2px solid currentColor }
  .status[data-status='open'] { color: var(--ll-ok) }
  .status[data-status='open']::before { background: currentColor }
  .status[data-status='connecting'] { color: var(--ll-warn) }

  table { width: 100%; border-collapse: collapse; font-size: .8125rem; margin: 0 0 1rem }
  caption { text-align: left; padding: .25rem 0 .5rem; font-weight: 600; overflow-wrap: anywhere }
  caption code { font-weight: 500 }
  th, td { text-align: left; vertical-align: top; padding: .4rem .75rem .4rem 0; border-top: 1px solid var(--ll-border); overflow-wrap: anywhere }
  tbody th { width: 40%; font-weight: 500; color: var(--ll-muted) }
  td { font-family: var(--ll-mono) }
  code { font-family: var(--ll-mono); font-size: .95em }
  .verified { display: block; color: var(--ll-ok); font-family: var(--ll-font) }

  .log {
    height: 22rem;
    overflow: auto;
    overscroll-behavior: contain;
    margin: .75rem 0 0;
    border-radius: calc(var(--ll-radius) - 4px);
    border: 1px solid var(--ll-border);
    background: var(--ll-sunken);
    font-size: .8125rem;
  }
  .row {
    display: grid;
    grid-template-columns: 1.25rem minmax(0, 1fr);
    gap: .1rem .5rem;
    padding: .45rem .75rem;
    border-bottom: 1px solid var(--ll-border);
  }
  .row:last-child { border-bottom: 0 }
  .arrow { font-weight: 700; grid-row: span 2 }
  .row.sent .arrow { color: var(--ll-accent) }
  .row.received .arrow { color: var(--ll-ok) }
  .payload { font-family: var(--ll-mono); white-space: pre-wrap; overflow-wrap: anywhere }
  .facts { color: var(--ll-muted); font-size: .75rem; font-variant-numeric: tabular-nums }
  .facts b { color: var(--ll-text); font-weight: 600 }
  .row.note { color: var(--ll-muted); grid-template-columns: minmax(0, 1fr) }
  .empty { padding: .75rem; margin: 0; color: var(--ll-muted) }
  @container (min-width: 56rem) {
    .panels { grid-template-columns: minmax(0, 5fr) minmax(0, 6fr) }
    .log-panel { grid-column: 2; grid-row: 1 / span 3; display: flex; flex-direction: column }
    .log-panel .log { flex: 1; min-height: 22rem; height: 0 }
  }
`
