/** A language that elements have words for. */
export type Language = 'ko' | 'en'

const KOREAN = /^ko(-|$)/i

/** The language of an element's words: that of the nearest `lang`, also outside its shadow trees, else the document's. */
export function languageOf(element: HTMLElement): Language {
  let place: Element | undefined = element
  while (place !== undefined) {
    const lang = place.closest('[lang]')?.getAttribute('lang')
    if (typeof lang === 'string') return KOREAN.test(lang) ? 'ko' : 'en'
    // closest() stops at a shadow root; its host has the next ancestors
    const root = place.getRootNode()
    place = 'host' in root ? (root.host as Element) : undefined
  }
  return KOREAN.test(element.ownerDocument.documentElement.lang) ? 'ko' : 'en'
}

/** Calls `listener` whenever a `lang` in the document, or the element's own, changes. Gives back what stops it. */
export function watchLanguage(element: HTMLElement, listener: () => void): () => void {
  const observer = new MutationObserver(listener)
  observer.observe(element.ownerDocument.documentElement, { attributeFilter: ['lang'], subtree: true })
  observer.observe(element, { attributeFilter: ['lang'] })
  return () => observer.disconnect()
}
