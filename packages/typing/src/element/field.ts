import type { Watcher } from './watcher.ts'

/**
 * Tells a watcher what happens in the field that has this id, or in one inside of it: an input, a textarea, anything
 * editable. The events are caught on their way down from `root`, so that the field may come later, or be replaced, and no
 * handler of the page keeps them away. Gives back what stops it.
 */
export function watchField(root: Document | ShadowRoot, id: string, watcher: Watcher): () => void {
  const listening = new AbortController()
  const options = { capture: true, signal: listening.signal }
  const on = (type: string, listener: (field: HTMLElement, event: Event) => void) => {
    const inField = (event: Event) => {
      const { target } = event
      if (target instanceof HTMLElement && root.getElementById(id)?.contains(target)) listener(target, event)
    }
    root.addEventListener(type, inField, options)
  }

  // never `keydown`: while composing, every key is the same there
  on('input', (field, event) => watcher.input(isEmpty(field), event instanceof InputEvent && event.isComposing))
  on('compositionstart', () => watcher.compose('start'))
  on('compositionupdate', () => watcher.compose('update'))
  on('compositionend', field => watcher.composed(isEmpty(field)))
  on('focusout', () => watcher.leave())
  root.addEventListener('submit', ({ target }) => isFormOf(root.getElementById(id), target) && watcher.leave(), options)
  document.addEventListener('visibilitychange', () => document.hidden && watcher.leave(), options)
  return () => listening.abort()
}

/** A field has a value; what is editable otherwise has text, and may have a line break where there is none. */
function isEmpty(field: HTMLElement): boolean {
  const text = 'value' in field && typeof field.value === 'string' ? field.value : field.textContent?.trim()
  return !text
}

function isFormOf(field: HTMLElement | null, form: EventTarget | null): boolean {
  if (!field || !(form instanceof HTMLFormElement)) return false
  return form.contains(field) || ('form' in field && field.form === form)
}
