import type { Placed } from '../engine.ts'
import type { Reader } from '../reader.ts'
import { Encoded, sendJoined, type Topic, type TopicContext } from './topic.ts'

/** What happens now, to who is here now. */
export function signalTopic(name: string, context: TopicContext): Topic & { apply(message: Placed): void } {
  const readers = new Set<Reader>()
  return {
    name,
    kind: 'signal',
    get size() {
      return readers.size
    },
    async join(connection, since, re) {
      const { epoch } = context.engine
      const offset = await context.engine.nextOffset()
      readers.add(connection)
      // Whether nothing was sent meanwhile is not known, so nothing is ever called recovered.
      const recovered = since && { recovered: false }
      sendJoined(connection, { type: 'joined', topic: name, kind: 'signal', epoch, offset, ...recovered, re })
    },
    leave(connection) {
      readers.delete(connection)
    },
    apply(message) {
      const encoded = new Encoded(context, name, message, message.epoch)
      for (const reader of readers) {
        const frame = encoded.in(reader.form)
        if (frame) reader.outbox.pushSignal(frame)
      }
    }
  }
}
