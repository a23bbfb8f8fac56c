import { tokens, unseen } from '@livelet/client/element'
import { type CSSResult, css, unsafeCSS } from 'lit'

export const styles: CSSResult = css`
  ${unsafeCSS(tokens)}
  ${unsafeCSS(unseen)}
  :host {
    display: block;
    position: relative;
    /* a line is kept free, so that nothing below moves when the sign comes and goes */
    min-height: 1.6em;
    font-family: var(--ll-font);
    font-size: .875rem;
    line-height: 1.6;
    color: var(--ll-muted);
  }
  :host([hidden]) { display: none }
  p { margin: 0; overflow-wrap: anywhere; word-break: keep-all }
  p:not(:empty) { animation: appear .15s ease-out }
  @keyframes appear { from { opacity: 0; translate: 0 .25em } }
  @media (prefers-reduced-motion: reduce) {
    p:not(:empty) { animation: none }
  }
`
