const EVENTS = ['online', 'pageshow', 'visibilitychange']

/**
 * Calls `wake` when the network is said to be back or the page is shown again. `visibilitychange` is fired at the document
 * and bubbles to the window (HTML, "update the visibility state"); only a document has a `visibilityState`.
 *
 * @returns what ends it.
 */
export function onWake(page: Partial<EventTarget>, wake: () => void): () => void {
  const listener = ({ target }: Event) => {
    if ((target as Partial<Document>).visibilityState !== 'hidden') wake()
  }
  for (const event of EVENTS) page.addEventListener?.(event, listener)
  return () => {
    for (const event of EVENTS) page.removeEventListener?.(event, listener)
  }
}
