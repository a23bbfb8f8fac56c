import { faultOf, SourceFault } from '../fault.ts'
import { type Fields, fieldsOf, parseExact } from '../json.ts'
import type { Exchange, TickSink } from '../source.ts'
import type { Tick } from '../vet.ts'

/** Parses a JSON object or array. @throws SourceFault */
export function parseBody(body: string): Fields {
  try {
    return fieldsOf(parseExact(body))
  } catch {
    throw new SourceFault('malformed', 'no JSON')
  }
}

/** @throws SourceFault if an answer is about something else than what was asked for */
export function checkSymbol(said: unknown, asked: string): void {
  if (said !== asked) throw new SourceFault('malformed', `it was asked for ${asked} and spoke of another`)
}

/**
 * A stream of JSON messages. `read` gives the price that one holds, if it holds one; what it throws ends the stream, as
 * what is no JSON does: who says such things is better asked again.
 */
export function streamJson(
  exchange: Exchange,
  url: URL,
  sink: TickSink,
  read: (message: Fields) => Tick | undefined,
  hello?: string
): () => void {
  const close = exchange.connect(url, {
    ...(hello !== undefined && { hello }),
    message(text) {
      try {
        const tick = read(parseBody(text))
        if (tick) sink.tick(tick)
      } catch (error) {
        close()
        sink.end(faultOf(error))
      }
    },
    end: sink.end
  })
  return close
}
