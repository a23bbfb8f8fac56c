import { tokens } from '@livelet/client/element'
import { type CSSResult, css, unsafeCSS } from 'lit'

export const styles: CSSResult = css`
  ${unsafeCSS(tokens)}
  :host {
    display: block;
    container-type: inline-size;
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
  .value {
    /* --ems: how wide the number is; set with each value */
    font-size: clamp(.85rem, calc(100cqi / var(--ems, 4)), 4.5rem);
    min-height: 5.5rem;
    display: grid;
    place-items: center;
    margin: .75rem 0;
    font-weight: 650;
    font-variant-numeric: tabular-nums;
    letter-spacing: -.02em;
    white-space: nowrap;
  }
  .none { color: var(--ll-muted) }
  .buttons { display: grid; grid-template-columns: 1fr 1fr; gap: .5rem }
  button {
    font: inherit;
    font-weight: 600;
    font-variant-numeric: tabular-nums;
    min-height: 2.75rem;
    padding: .25rem .75rem;
    border: 1px solid var(--ll-border);
    border-radius: calc(var(--ll-radius) - 4px);
    background: var(--ll-sunken);
    color: var(--ll-text);
    cursor: pointer;
    touch-action: manipulation;
  }
  button:hover { border-color: var(--ll-muted) }
  button:active { transform: translateY(1px) }
  button:focus-visible { outline: 3px solid var(--ll-accent); outline-offset: 2px }
  button.main { background: var(--ll-accent); border-color: var(--ll-accent); color: var(--ll-on-accent) }
  button.main:hover { filter: brightness(1.08) }
  button[aria-disabled='true'] { opacity: .55; cursor: default; transform: none; filter: none }
  .quiet { font-weight: 500; color: var(--ll-muted); background: none }
  .notice { margin: .75rem 0 0; font-size: .875rem; color: var(--ll-bad) }
  .notice:empty { margin: 0 }
  .unseen {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  @container (min-width: 26rem) {
    .buttons { grid-template-columns: repeat(4, 1fr) }
  }
  @media (prefers-reduced-motion: reduce) {
    button:active { transform: none }
  }
`
