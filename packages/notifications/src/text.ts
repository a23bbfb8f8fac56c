import type { Shown } from './contract.ts'

/** How a person reads a notification. */
export function renderText({ title, body }: Pick<Shown, 'title' | 'body'>): string {
  return body ? `🔔 ${title}: ${body}` : `🔔 ${title}`
}
