/** One event of a stream. */
export interface StreamEvent {
  id: string | undefined
  /** `message`, unless it has a name. */
  name: string
  data: string
}

/**
 * Reads a stream of events (WHATWG HTML §9.2.6) as a Livelet server writes it: lines that end with LF, one line of data an
 * event. Comments and `retry:` are left out.
 */
export function createEventParser(): (text: string) => StreamEvent[] {
  let rest = ''
  return text => {
    const blocks = (rest + text).replaceAll('\r', '').split('\n\n')
    rest = blocks.pop() ?? ''
    const events: StreamEvent[] = []
    for (const block of blocks) {
      const fields: Record<string, string> = {}
      for (const line of block.split('\n')) {
        const [, name, value = ''] = /^(\w+): ?(.*)$/.exec(line) ?? []
        if (name) fields[name] = value
      }
      const { data, event: name = 'message', id } = fields
      if (data !== undefined) events.push({ id, name, data })
    }
    return events
  }
}
