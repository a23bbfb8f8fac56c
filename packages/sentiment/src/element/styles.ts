import { panel } from '@livelet/client/element'
import { type CSSResult, css, unsafeCSS } from 'lit'

export const styles: CSSResult = css`
  ${unsafeCSS(panel)}
  /* The field lies over its mirror in one cell, so that both are as high as the text is. */
  .paper {
    display: grid;
    margin: .75rem 0;
    border: 1px solid var(--ll-border);
    border-radius: calc(var(--ll-radius) - 4px);
    background: var(--ll-sunken);
    overflow: hidden;
  }
  .paper:focus-within { outline: 3px solid var(--ll-accent); outline-offset: 2px }
  .mirror, textarea {
    grid-area: 1 / 1;
    box-sizing: border-box;
    width: 100%;
    min-height: 6.5rem;
    margin: 0;
    border: 0;
    padding: .75rem .875rem;
    font: inherit;
    font-size: 1.125rem;
    line-height: 1.7;
    letter-spacing: normal;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
    word-break: normal;
  }
  textarea {
    resize: none;
    overflow: hidden;
    outline: none;
    background: none;
    color: transparent;
    caret-color: var(--ll-text);
  }
  textarea::placeholder { color: var(--ll-muted); opacity: 1 }
  textarea::selection { color: transparent; background: color-mix(in srgb, var(--ll-accent) 35%, transparent) }
  mark {
    background: none;
    color: inherit;
    border-radius: 3px;
    text-decoration: underline from-font;
    text-underline-offset: .28em;
    text-decoration-skip-ink: none;
  }
  /* Without colour: praise has a straight line, blame a wavy one, and what weighs more a thicker one. */
  mark.praise { color: var(--ll-ok); text-decoration-style: solid; --side: var(--ll-ok) }
  mark.blame { color: var(--ll-bad); text-decoration-style: wavy; --side: var(--ll-bad) }
  mark.s1 { text-decoration-thickness: 1px }
  mark.s2 { text-decoration-thickness: 2px; background: color-mix(in srgb, var(--side) 8%, transparent) }
  mark.s3 { text-decoration-thickness: 3px; background: color-mix(in srgb, var(--side) 14%, transparent) }
  mark.blame.s3 { text-decoration-thickness: 2px }
  .verdict { display: flex; flex-wrap: wrap; align-items: baseline; gap: .25rem .6rem; min-height: 2.75rem }
  .emoji { font-size: 1.75rem; line-height: 1.4 }
  .word { font-size: 1.375rem; font-weight: 650 }
  .confidence { margin-inline-start: auto; color: var(--ll-muted); font-variant-numeric: tabular-nums }
  .verdict[data-label='positive'] .word { color: var(--ll-ok) }
  .verdict[data-label='negative'] .word { color: var(--ll-bad) }
  .verdict[data-label='none'] .word { color: var(--ll-muted); font-weight: 500 }
  .gauge { display: flex; align-items: center; gap: .6rem; margin: .25rem 0 .875rem }
  .end { color: var(--ll-muted); font-weight: 700 }
  .track {
    position: relative;
    flex: 1;
    height: .5rem;
    border-radius: 1rem;
    border: 1px solid var(--ll-border);
    background: linear-gradient(
      to right,
      color-mix(in srgb, var(--ll-bad) 55%, transparent),
      var(--ll-sunken) 50%,
      color-mix(in srgb, var(--ll-ok) 55%, transparent)
    );
  }
  /* --at: 0 blame, 1 praise; set with each verdict */
  .needle {
    position: absolute;
    top: 50%;
    left: calc(100% * var(--at, .5));
    width: 1rem;
    height: 1rem;
    box-sizing: border-box;
    border: 3px solid var(--ll-surface);
    border-radius: 50%;
    background: var(--ll-text);
    box-shadow: 0 0 0 1px var(--ll-border);
    transform: translate(-50%, -50%);
    transition: left .18s ease-out;
  }
  .needle[data-shown='false'] { background: var(--ll-muted) }
  .keywords { display: flex; flex-wrap: wrap; gap: .4rem; margin: 0; padding: 0; list-style: none; min-height: 2rem }
  .keywords li {
    padding: .1rem .6rem;
    border: 1px solid var(--ll-border);
    border-radius: 1rem;
    font-size: .875rem;
    max-width: 100%;
    box-sizing: border-box;
    overflow-wrap: anywhere;
  }
  .keywords b { font-weight: 600 }
  .keywords span { font-variant-numeric: tabular-nums }
  .keywords .praise { color: var(--ll-ok); border-color: currentColor }
  .keywords .blame { color: var(--ll-bad); border-color: currentColor; border-style: dashed }
  .hint { margin: 0; min-height: 2rem; font-size: .875rem; color: var(--ll-muted) }
  @media (forced-colors: active) {
    textarea { color: CanvasText }
    .mirror { color: transparent; forced-color-adjust: none }
    .needle { background: CanvasText }
  }
  @media (prefers-reduced-motion: reduce) {
    .needle { transition: none }
  }
`
