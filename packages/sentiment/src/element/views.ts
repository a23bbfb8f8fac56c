import { html, type nothing, type TemplateResult } from 'lit'
import type { Keyword } from '../contract.ts'
import { strokesOf } from './paint.ts'
import type { Result } from './session.ts'
import type { Words } from './words.ts'

/** What lies behind the field: the same text, drawn. The field's own text cannot be seen. */
export function mirror(typed: string, result: Result | undefined): TemplateResult {
  const strokes = strokesOf(typed, result?.judged ?? '', result?.keywords ?? [])
  // a last line that is empty has no height without something in it
  return html`<div class="mirror" aria-hidden="true">${strokes.map(({ text, side, strength }) =>
    strength === 0 ? text : html`<mark class="${side} s${strength}">${text}</mark>`
  )}${'\u200b'}</div>`
}

/** From blame to praise, and where the text is. */
export function gauge(words: Words, result: Result | undefined): TemplateResult {
  return html`
    <div class="gauge" role="meter" aria-label=${words.gauge} aria-valuemin="-1" aria-valuemax="1"
      aria-valuenow=${(result?.score ?? 0).toFixed(2)} aria-valuetext=${result === undefined ? words.nothing : result.score.toFixed(2)}>
      <span class="end" aria-hidden="true">−</span>
      <span class="track"><span class="needle" data-shown=${String(result !== undefined)}></span></span>
      <span class="end" aria-hidden="true">+</span>
    </div>`
}

/** The keywords that decided, with their sign in words. */
export function keywordList(words: Words, keywords: readonly Keyword[]): TemplateResult | typeof nothing {
  if (keywords.length === 0) return html`<p class="hint">${words.hint}</p>`
  return html`
    <ul class="keywords" aria-label=${words.keywords}>${keywords.map(
      ({ text, weight }) => html`
        <li class=${weight > 0 ? 'praise' : 'blame'}>
          <b>${text}</b> <span>${weight > 0 ? '+' : '−'}${Math.abs(weight).toFixed(1)}</span>
        </li>`
    )}</ul>`
}
