import type { MessageId } from '@livelet/protocol'

/** Finds out which sent frame a received one answers, and how long that took. Times in ms, of one clock. */
export interface RoundTrips {
  sentText(at: number): void
  sentBinary(at: number): void
  sentRequest(id: MessageId, at: number): void
  /** Each gives back the time since the frame that it answers; `undefined` if it answers none. */
  receivedText(at: number): number | undefined
  receivedBinary(at: number): number | undefined
  receivedAnswer(id: MessageId, at: number): number | undefined
}

export function roundTrips(): RoundTrips {
  // without an id, answers come in the order of the questions
  const texts: number[] = []
  const binaries: number[] = []
  const requests = new Map<MessageId, number>()
  const since = (sent: number | undefined, at: number) => (sent === undefined ? undefined : at - sent)
  return {
    sentText: at => void texts.push(at),
    sentBinary: at => void binaries.push(at),
    sentRequest: (id, at) => void requests.set(id, at),
    receivedText: at => since(texts.shift(), at),
    receivedBinary: at => since(binaries.shift(), at),
    receivedAnswer(id, at) {
      const sent = requests.get(id)
      requests.delete(id)
      return since(sent, at)
    }
  }
}
