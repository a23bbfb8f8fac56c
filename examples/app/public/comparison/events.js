/**
 * Server-sent events: one request, whose response never ends. The browser connects again by itself, and says where it was.
 */
export function events({ url, onUpdate, onEnd }) {
  const source = new EventSource(url)
  source.addEventListener('message', ({ data }) => onUpdate(JSON.parse(data)))
  source.addEventListener('error', () => source.readyState === EventSource.CLOSED && onEnd())
  return () => source.close()
}
