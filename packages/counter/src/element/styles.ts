import { panel } from '@livelet/client/element'
import { type CSSResult, css, unsafeCSS } from 'lit'

export const styles: CSSResult = css`
  ${unsafeCSS(panel)}
  :host { container-type: inline-size }
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
  @container (min-width: 26rem) {
    .buttons { grid-template-columns: repeat(4, 1fr) }
  }
  @media (prefers-reduced-motion: reduce) {
    button:active { transform: none }
  }
`
