import type { Engine, MaybePromise } from '@livelet/channel'
import type { Quote } from './quote.ts'

/** Where the node that holds a price's upstream leaves it for all nodes. */
export interface Board {
  post(quote: Quote): MaybePromise<void>
  read(): MaybePromise<Quote | undefined>
  /** Ends with what ends it. */
  follow(listener: (quote: Quote) => void): MaybePromise<() => void>
}

export function createBoard(engine: Engine, key: string): Board {
  // Nothing but `post` writes there.
  const quoteOf = ({ fields }: { fields: object }) => fields as Quote
  return {
    post: quote => engine.publishState(key, { type: 'quote', fields: quote }),
    async read() {
      const kept = await engine.read(key)
      return kept && quoteOf(kept)
    },
    follow: listener => engine.subscribe(key, message => listener(quoteOf(message)))
  }
}
