import type { Client } from '@livelet/client'
import type { SentimentMessages } from '../contract.ts'

/** A verdict, and the text that it is about. */
export type Result = SentimentMessages['send']['sentiment'] & { judged: string }

export interface Session {
  /** Asks for the verdict on what the field holds now. */
  type(text: string): void
  stop(): void
}

export interface SessionEvents {
  result(result: Result): void
  /** The newest text was not analyzed: the error's code. */
  refused(code: string): void
}

/** The newest text counts: what was asked before is forgotten, and what could not be sent is asked when the connection is back. */
export function openSession(client: Client<SentimentMessages>, events: SessionEvents): Session {
  let newest = ''
  let turn = 0
  let isOpen = false
  let stopped = false

  async function ask() {
    turn += 1
    const mine = turn
    const text = newest
    const isNewest = () => mine === turn && !stopped
    if (!isOpen || text.trim() === '') return
    try {
      const answer = await client.request('analyze', { text })
      if (isNewest()) events.result({ ...answer, judged: text })
    } catch (error) {
      const code = codeOf(error)
      // a connection that broke comes back, and then asks again
      if (isNewest() && code !== 'LIVELET_SUPERSEDED' && code !== 'UNKNOWN_OUTCOME') events.refused(code)
    }
  }

  const forget = client.onStatus(({ status }) => {
    const opens = status === 'open' && !isOpen
    isOpen = status === 'open'
    if (opens) void ask()
  })

  return {
    type(text) {
      newest = text
      void ask()
    },
    stop() {
      stopped = true
      forget()
    }
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'other'
}
