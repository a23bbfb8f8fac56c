import { connect } from '../connect.ts'
import type { Client, ClientOptions, Messages } from '../types.ts'

export interface SharedClient<M extends Messages> {
  client: Client<M>
  /** Gives the connection back; the last one to do so closes it. */
  release(): void
}

interface Holding {
  client: Pick<Client, 'status' | 'close'>
  holders: number
}

const open = new Map<string, Holding>()

/** One connection for all elements of a page that talk to the same address. */
export function shareClient<M extends Messages>(url: URL, options?: ClientOptions): SharedClient<M> {
  const key = url.href
  let holding = open.get(key)
  if (holding === undefined || holding.client.status === 'closed') {
    holding = { client: connect<M>(url, options), holders: 0 }
    open.set(key, holding)
  }
  const held = holding
  held.holders += 1
  let released = false
  return {
    // the address stands for one feature, and so for one type of messages
    client: held.client as Client<M>,
    release() {
      if (released) return
      released = true
      held.holders -= 1
      // later, because an element that is moved in the document leaves it and comes back within one task
      queueMicrotask(() => {
        if (held.holders > 0) return
        if (open.get(key) === held) open.delete(key)
        held.client.close()
      })
    }
  }
}
