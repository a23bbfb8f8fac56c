import { panel } from '@livelet/client/element'
import { type CSSResult, css, unsafeCSS } from 'lit'

export const styles: CSSResult = css`
  ${unsafeCSS(panel)}
  :host { container-type: inline-size }
  .value {
    /* --ems: how wide the price is; set with each of another width */
    font-size: clamp(1rem, calc(100cqi / var(--ems, 6)), 3.5rem);
    min-height: 4.5rem;
    display: flex;
    align-items: center;
    margin: .25rem 0 0;
    font-weight: 650;
    font-variant-numeric: tabular-nums;
    letter-spacing: -.02em;
    white-space: nowrap;
  }
  .value[data-stale] { color: var(--ll-muted) }
  .none { color: var(--ll-muted) }
  .facts {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: .35rem .9rem;
    margin: 0;
    min-height: 1.75rem;
    font-size: .875rem;
    color: var(--ll-muted);
    font-variant-numeric: tabular-nums;
  }
  .facts div { display: inline-flex; gap: .4em }
  .facts dt, .facts dd { margin: 0 }
  .change { color: var(--ll-text); font-weight: 600 }
  .change[data-way='up'] { color: var(--ll-ok) }
  .change[data-way='down'] { color: var(--ll-bad) }
  /* on Korean boards what rises is red and what falls is blue */
  [data-language='ko'] .change[data-way='up'] { color: var(--ll-bad) }
  [data-language='ko'] .change[data-way='down'] { color: var(--ll-accent) }
  .badge {
    display: inline-block;
    padding: .05rem .6rem;
    border: 1px solid currentColor;
    border-radius: 1rem;
    color: var(--ll-warn);
    font-weight: 600;
  }
  figure { margin: 1rem 0 0 }
  figcaption {
    display: flex;
    justify-content: space-between;
    gap: 1rem;
    font-size: .8125rem;
    color: var(--ll-muted);
    font-variant-numeric: tabular-nums;
    min-height: 1.25rem;
  }
  .plot {
    position: relative;
    height: 11rem;
    overflow: hidden;
    /* what the canvas is drawn with: the line, the grid, the words beside it */
    color: var(--ll-accent);
    border-top: 0 solid var(--ll-border);
    caret-color: var(--ll-muted);
  }
  .plot[data-simulated] { color: var(--ll-warn) }
  .plot[data-stale] { color: var(--ll-muted) }
  .plot[data-empty] .uplot { visibility: hidden }
  .empty {
    position: absolute;
    inset: 0;
    display: grid;
    place-items: center;
    margin: 0;
    font-size: .875rem;
    color: var(--ll-muted);
    text-align: center;
  }
  .uplot { position: absolute; width: min-content; line-height: 1.5 }
  .uplot, .uplot * { box-sizing: border-box }
  .u-wrap { position: relative; user-select: none }
  .u-over, .u-under { position: absolute }
  .u-under { overflow: hidden }
  .uplot canvas { display: block; position: relative; width: 100%; height: 100% }
  .u-axis, .u-select { position: absolute }
  .u-cursor-x, .u-cursor-pt { position: absolute; top: 0; left: 0; pointer-events: none; will-change: transform }
  .u-cursor-x { height: 100%; border-right: 1px dashed var(--ll-muted) }
  .u-cursor-pt { border: 0 solid; border-radius: 50% }
  .u-off { display: none }
  details { margin-top: .5rem; font-size: .875rem }
  summary {
    width: fit-content;
    padding: .35rem .25rem;
    color: var(--ll-muted);
    cursor: pointer;
    border-radius: 4px;
  }
  :focus-visible { outline: 3px solid var(--ll-accent); outline-offset: 2px }
  .rows {
    max-height: 16rem;
    overflow: auto;
    border: 1px solid var(--ll-border);
    border-radius: calc(var(--ll-radius) - 4px);
  }
  table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums }
  th, td { padding: .35rem .75rem; text-align: left; font-weight: 400; border-top: 1px solid var(--ll-border) }
  thead th { position: sticky; top: 0; background: var(--ll-sunken); font-weight: 600; border-top: 0 }
  td, th:last-child:not([scope='row']) { text-align: right }
`
