import { type Live, openChannel } from '@livelet/channel'
import type { FastifyPluginAsync } from 'fastify'
import fp from 'fastify-plugin'
import { checkLength, inWords, type Sentiment } from './analyze.ts'
import { defaultScorer } from './analyzer/default-model.ts'
import { contract, MAX_LENGTH, type SentimentMessages } from './contract.ts'
import { completed, runWithin } from './custom.ts'
import { type Locale, words } from './locale.ts'
import { DEFAULT_TIMEOUT, optionSchemas, type SentimentOptions } from './options.ts'

type Answer = SentimentMessages['send']['sentiment']

/** The analyzer as the app's own code uses it. */
export interface SentimentDecorator {
  /**
   * Says whether a text praises or blames, and which of its words say so.
   *
   * @throws LIVELET_TOO_BIG, LIVELET_UNAVAILABLE if an analyzer of your own takes too long, and what that one throws
   */
  analyze(text: string): Promise<Sentiment | Answer>
}

declare module 'fastify' {
  interface FastifyInstance {
    sentiment: SentimentDecorator
  }
}

const plugin: FastifyPluginAsync<SentimentOptions> = async (fastify, options) => {
  const { analyzer, timeout = DEFAULT_TIMEOUT, maxLength = MAX_LENGTH, as = 'sentiment' } = options
  // read now rather than at the first message
  const scorer = analyzer === undefined ? defaultScorer() : undefined

  function analyze(text: string, locale: Locale, signal?: AbortSignal): Answer | Promise<Answer> {
    checkLength(text, maxLength, locale)
    if (analyzer === undefined) return inWords((scorer ?? defaultScorer()).verdict(text), live.locale)
    const timedOut = words[locale].timedOut(timeout)
    return runWithin(analyzer, text, { timeout, signal, timedOut }).then(verdict =>
      inWords(completed(text, verdict), live.locale)
    )
  }

  const live: Live<typeof contract> = await openChannel(
    fastify,
    contract,
    {
      element: new URL('../dist/element.js', import.meta.url),
      options: optionSchemas,
      receive: {
        analyze: ({ text }, context) =>
          analyze(
            text,
            context.connection.dialect === 'text' ? live.locale : 'en',
            analyzer === undefined ? undefined : context.signal
          )
      },
      text: {
        parse: text => ({ type: 'analyze', fields: { text } }),
        render: { sentiment: ({ text }: Answer) => text }
      }
    },
    options
  )

  fastify.decorate(as, { analyze: async text => analyze(text, 'en') } satisfies SentimentDecorator)
}

/** Serves sentiment at `/sentiment`, and decorates the app with `fastify.sentiment`. */
const sentiment: FastifyPluginAsync<SentimentOptions> = fp(plugin, { fastify: '5.x', name: '@livelet/sentiment' })
export default sentiment
