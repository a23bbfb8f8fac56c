import type { Shown } from '../contract.ts'
import { type Claims, type Line, openClaims } from './claims.ts'

/** A name for this tab. `crypto.randomUUID` is missing on pages that came over plain http from elsewhere. */
const tab = Array.from(crypto.getRandomValues(new Uint8Array(8)), byte => byte.toString(16).padStart(2, '0')).join('')

export function after(ms: number, run: () => void): () => void {
  const timer = setTimeout(run, ms)
  return () => clearTimeout(timer)
}

export const clock = { now: Date.now, after }

/** Whether it makes sense to ask for permission: the browser has notifications, and nobody has answered yet. */
export const mayAsk = (): boolean => 'Notification' in globalThis && Notification.permission === 'default'

/**
 * Shows what comes while nobody looks as the browser's own notification, in one tab of all that are open here.
 *
 * @param name what tells the inboxes of one origin apart
 * @param others how to say how many there are besides the newest
 */
export function openBrowserNotices(name: string, others: () => (count: number) => string): Claims {
  const claims = openClaims({
    tab,
    line: new BroadcastChannel(`livelet-notifications ${name}`) as Line,
    after,
    isVisible: () => document.visibilityState === 'visible',
    show(items) {
      const newest = items.at(-1)
      if (!newest) return
      const rest = items.length > 1 ? others()(items.length - 1) : ''
      const body = [newest.body, rest].filter(Boolean).join('\n')
      try {
        const notice = new Notification(newest.title, {
          body,
          tag: `${name} ${newest.seq}`,
          ...(newest.icon && { icon: newest.icon })
        })
        notice.onclick = () => {
          window.focus()
          if (newest.url) location.assign(newest.url)
          notice.close()
        }
      } catch {
        // Chrome on Android has the constructor, but lets only service workers show one.
      }
    }
  })
  return {
    arrived(item: Shown) {
      if ('Notification' in globalThis && Notification.permission === 'granted') claims.arrived(item)
    },
    stop: claims.stop
  }
}
