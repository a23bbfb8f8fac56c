import { tokens, unseen } from '@livelet/client/element'
import { type CSSResult, css, unsafeCSS } from 'lit'

export const styles: CSSResult = css`
  ${unsafeCSS(tokens)}
  ${unsafeCSS(unseen)}
  :host {
    position: relative;
    display: inline-block;
    color: var(--ll-text);
    font-family: var(--ll-font);
    font-size: 1rem;
    line-height: 1.5;
  }
  :host([hidden]) { display: none }
  button { font: inherit; color: inherit; cursor: pointer; touch-action: manipulation }
  :focus-visible { outline: 3px solid var(--ll-accent); outline-offset: 2px }
  .bell {
    position: relative;
    display: grid;
    place-items: center;
    width: 2.75rem;
    height: 2.75rem;
    padding: 0;
    border: 1px solid var(--ll-border);
    border-radius: 50%;
    background: var(--ll-surface);
  }
  .bell:hover { border-color: var(--ll-muted) }
  svg { width: 1.35rem; height: 1.35rem; fill: none; stroke: currentColor; stroke-width: 1.8; stroke-linecap: round; stroke-linejoin: round }
  .badge {
    position: absolute;
    top: -.3rem;
    inset-inline-start: 55%;
    min-width: 1.35rem;
    padding: 0 .3rem;
    border: 2px solid var(--ll-surface);
    border-radius: 999px;
    background: var(--ll-accent);
    color: var(--ll-on-accent);
    font-size: .72rem;
    font-weight: 700;
    line-height: 1.1rem;
    font-variant-numeric: tabular-nums;
    box-sizing: border-box;
    text-align: center;
  }
  .panel {
    position: absolute;
    z-index: 10;
    top: calc(100% + .5rem);
    right: 0;
    /* --shift: as far as it must move to be seen whole */
    translate: var(--shift, 0);
    box-sizing: border-box;
    width: min(24rem, 100vw - 2rem);
    max-height: min(32rem, 75vh);
    display: flex;
    flex-direction: column;
    border: 1px solid var(--ll-border);
    border-radius: var(--ll-radius);
    background: var(--ll-surface);
    box-shadow: 0 12px 32px rgb(0 0 0 / .18);
    overflow: hidden;
  }
  header { display: flex; align-items: center; justify-content: space-between; gap: 1rem; padding: .6rem .6rem .6rem 1rem; border-bottom: 1px solid var(--ll-border) }
  h2 { margin: 0; font-size: 1rem; font-weight: 650 }
  .quiet { min-height: 2.25rem; padding: .2rem .6rem; border: 0; border-radius: calc(var(--ll-radius) - 6px); background: none; color: var(--ll-accent); font-size: .875rem; font-weight: 600 }
  .quiet:hover { background: var(--ll-sunken) }
  .quiet[aria-disabled='true'] { color: var(--ll-muted); font-weight: 500; cursor: default; background: none }
  .scroll { overflow-y: auto; overscroll-behavior: contain }
  ul { margin: 0; padding: 0; list-style: none }
  li + li { border-top: 1px solid var(--ll-border) }
  .item {
    display: grid;
    grid-template-columns: .6rem 1fr;
    gap: 0 .75rem;
    width: 100%;
    box-sizing: border-box;
    padding: .75rem 1rem;
    border: 0;
    background: none;
    color: inherit;
    text-align: start;
    text-decoration: none;
  }
  .item:hover { background: var(--ll-sunken) }
  .item:focus-visible { outline-offset: -3px }
  .dot { width: .55rem; height: .55rem; margin-top: .5rem; border-radius: 50% }
  .unread .dot { background: var(--ll-accent) }
  .name { overflow-wrap: anywhere }
  .unread .name { font-weight: 650 }
  .body { color: var(--ll-muted); font-size: .9rem; overflow-wrap: anywhere; white-space: pre-line }
  .when { color: var(--ll-muted); font-size: .8rem }
  .level { font-size: .8rem; font-weight: 650 }
  .level.success { color: var(--ll-ok) }
  .level.warning { color: var(--ll-warn) }
  .level.error { color: var(--ll-bad) }
  .text { display: grid; gap: .1rem; min-width: 0 }
  .note { margin: 0; padding: 1.25rem 1rem; color: var(--ll-muted); font-size: .9rem }
  .link { margin: 0; padding: .5rem 1rem; border-bottom: 1px solid var(--ll-border); background: var(--ll-sunken); color: var(--ll-warn); font-size: .85rem }
  .foot { display: grid; border-top: 1px solid var(--ll-border); padding: .35rem }
  .toasts {
    position: fixed;
    z-index: 20;
    inset-block-end: 1rem;
    inset-inline-end: 1rem;
    display: grid;
    gap: .5rem;
    width: min(22rem, 100vw - 2rem);
  }
  .toast {
    display: grid;
    grid-template-columns: 1fr auto;
    align-items: start;
    border: 1px solid var(--ll-border);
    border-inline-start: 4px solid var(--ll-accent);
    border-radius: calc(var(--ll-radius) - 4px);
    background: var(--ll-surface);
    box-shadow: 0 8px 24px rgb(0 0 0 / .16);
    animation: rise .18s ease-out;
  }
  .toast.success { border-inline-start-color: var(--ll-ok) }
  .toast.warning { border-inline-start-color: var(--ll-warn) }
  .toast.error { border-inline-start-color: var(--ll-bad) }
  .toast .item { grid-template-columns: 1fr; padding: .6rem .25rem .6rem .9rem; border-radius: inherit }
  .toast .item:hover { background: none }
  .toast .name { font-weight: 650 }
  .toast .body { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 3; overflow: hidden }
  .dismiss { width: 2.5rem; height: 2.5rem; padding: 0; border: 0; background: none; color: var(--ll-muted); font-size: 1.2rem; line-height: 1 }
  .dismiss:hover { color: var(--ll-text) }
  .more { margin: 0; justify-self: end; padding: .1rem .6rem; border: 1px solid var(--ll-border); border-radius: 999px; background: var(--ll-surface); color: var(--ll-muted); font-size: .8rem }
  @keyframes rise { from { opacity: 0; transform: translateY(.5rem) } }
  @media (prefers-reduced-motion: reduce) { .toast { animation: none } }
`
