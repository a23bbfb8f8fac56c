import type { LiveConnection } from '@livelet/channel'

/** The open connections of each user. */
export interface People {
  add(connection: LiveConnection): void
  remove(connection: LiveConnection): void
  /** The ids of a user's connections. */
  devicesOf(user: string): readonly string[]
}

export function createPeople(): People {
  const devices = new Map<string, Set<string>>()
  return {
    add({ id, identity }) {
      if (identity) devices.set(identity.id, (devices.get(identity.id) ?? new Set()).add(id))
    },
    remove({ id, identity }) {
      if (!identity) return
      const own = devices.get(identity.id)
      own?.delete(id)
      if (own?.size === 0) devices.delete(identity.id)
    },
    devicesOf: user => [...(devices.get(user) ?? [])]
  }
}
