import type { Watcher } from './watcher.ts'

/**
 * Tells a watcher what happens in the field that has this id: an input, a textarea, anything editable. The events are
 * caught on their way down from `root`, so that the field may come later, or be replaced, and no handler of the page
 * keeps them away. Gives back what stops it.
 */
export function watchField(root: Document | ShadowRoot, id: string, watcher: Watcher): () => void {
  const listening = new AbortController()
  const fieldOf = (event: Event) => {
    const field = root.getElementById(id)
    return field && event.target instanceof Node && field.contains(event.target) ? field : null
  }
  const on = (types: string[], listener: (field: HTMLElement, event: Event) => void) => {
    for (const type of types) {
      root.addEventListener(
        type,
        event => {
          const field = fieldOf(event)
          if (field) listener(field, event)
        },
        { capture: true, signal: listening.signal }
      )
    }
  }

  // never `keydown`: while composing, every key is the same there
  on(['input'], (field, event) => watcher.input(isEmpty(field), event instanceof InputEvent && event.isComposing))
  on(['compositionstart'], () => watcher.compose('start'))
  on(['compositionupdate'], () => watcher.compose('update'))
  on(['compositionend'], field => watcher.composed(isEmpty(field)))
  on(['focusout'], () => watcher.leave())

  const { signal } = listening
  root.addEventListener('submit', event => isFormOf(root.getElementById(id), event.target) && watcher.leave(), {
    capture: true,
    signal
  })
  document.addEventListener('visibilitychange', () => document.hidden && watcher.leave(), { signal })
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
