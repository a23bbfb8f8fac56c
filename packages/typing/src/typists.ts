import type { Clock } from '@livelet/channel'
import { ForbiddenError } from '@livelet/channel/errors'

/** One connection, and whose it is. */
export interface Device {
  /** The connection's id. */
  id: string
  /** Whose it is: devices of one user are one person. `null`: nobody knows, so it is a person of its own. */
  user: string | null
  name: string | null
}

/** Somebody who is typing: the device on which they do; of several, the one on which they began first. */
export type Typist = Device

export interface TypistsOptions {
  /** Time without `typing` after which a device is forgotten, ms. */
  timeout: number
  /** Rooms that one device may type in at the same time. */
  maxRooms: number
  clock: Pick<Clock, 'after'>
  /** Who is typing in a room may have changed. */
  onChange(room: string): void
}

/** Who is typing, in which room, and on which device. Nothing is kept of a room where nobody is. */
export interface TypistRooms {
  /**
   * Begins, or goes on.
   *
   * @returns whether the device was not typing there before
   * @throws ForbiddenError if it types in too many rooms
   */
  typing(room: string, device: Device): boolean
  /** Ends; nothing happens if the device was not typing there. */
  stop(room: string, deviceId: string): void
  /** The connection has gone: ends it everywhere. */
  gone(deviceId: string): void
  /**
   * Ends a person in a room, on all devices.
   *
   * @param user the user's id, or the connection's for somebody unknown
   * @returns whether the person was typing there
   */
  clear(room: string, user: string): boolean
  /** In the order in which they began. */
  list(room: string): Typist[]
  isTyping(deviceId: string): boolean
  /** Rooms where somebody is typing. */
  readonly size: number
  /** Forgets all, and leaves no timer behind. */
  close(): void
}

/** A device that is typing in a room. */
interface Entry {
  room: string
  device: Device
  /** Calls off its time-out. */
  keep: () => void
}

const userKey = (user: string) => `user ${user}`
const deviceKey = (id: string) => `device ${id}`
const personOf = ({ id, user }: Device) => (user === null ? deviceKey(id) : userKey(user))

export function createTypists({ timeout, maxRooms, clock, onChange }: TypistsOptions): TypistRooms {
  /** By room, by person: the devices on which they type, the first one first. */
  const rooms = new Map<string, Map<string, Set<Entry>>>()
  /** By device: what it types in, by room. */
  const devices = new Map<string, Map<string, Entry>>()

  function begin(room: string, device: Device): Entry {
    const own = devices.get(device.id) ?? new Map<string, Entry>()
    if (own.size >= maxRooms) throw new ForbiddenError(`a connection may type in at most ${maxRooms} rooms at once`)
    const entry: Entry = { room, device, keep: () => {} }
    devices.set(device.id, own.set(room, entry))
    const people = rooms.get(room) ?? new Map<string, Set<Entry>>()
    const person = personOf(device)
    rooms.set(room, people.set(person, (people.get(person) ?? new Set()).add(entry)))
    onChange(room)
    return entry
  }

  function end(entry: Entry): void {
    const { room, device, keep } = entry
    keep()
    const own = devices.get(device.id)
    own?.delete(room)
    if (own?.size === 0) devices.delete(device.id)
    const people = rooms.get(room)
    const entries = people?.get(personOf(device))
    entries?.delete(entry)
    if (entries?.size === 0) people?.delete(personOf(device))
    if (people?.size === 0) rooms.delete(room)
    onChange(room)
  }

  return {
    typing(room, device) {
      const known = devices.get(device.id)?.get(room)
      const entry = known ?? begin(room, device)
      entry.keep()
      entry.keep = clock.after(timeout, () => end(entry))
      return known === undefined
    },
    stop(room, deviceId) {
      const entry = devices.get(deviceId)?.get(room)
      if (entry) end(entry)
    },
    gone(deviceId) {
      for (const entry of [...(devices.get(deviceId)?.values() ?? [])]) end(entry)
    },
    clear(room, user) {
      const people = rooms.get(room)
      const entries = people?.get(userKey(user)) ?? people?.get(deviceKey(user))
      for (const entry of [...(entries ?? [])]) end(entry)
      return entries !== undefined
    },
    list(room) {
      return [...(rooms.get(room)?.values() ?? [])].flatMap(([first]) => (first ? [first.device] : []))
    },
    isTyping: deviceId => devices.has(deviceId),
    get size() {
      return rooms.size
    },
    close() {
      for (const own of devices.values()) for (const { keep } of own.values()) keep()
      devices.clear()
      rooms.clear()
    }
  }
}
