import { createInterface } from 'node:readline'

export type Handlers = Record<string, (args: never) => unknown>

function say(message: object): void {
  process.stdout.write(`${JSON.stringify(message)}\n`)
}

/**
 * A child's side of the talk with the program that measures: one JSON line each way, on stdin and stdout. The first line
 * says that it is ready. It ends when its stdin does, so that none outlives the measuring.
 */
export function obey(handlers: Handlers, hello: object): void {
  const lines = createInterface({ input: process.stdin })
  lines.on('line', async line => {
    const { id, command, args } = JSON.parse(line) as { id: number; command: string; args: never }
    try {
      const handler = handlers[command]
      if (!handler) throw new Error(`unknown command ${command}`)
      say({ id, result: (await handler(args)) ?? null })
    } catch (error) {
      say({ id, error: (error as Error).message })
    }
  })
  lines.on('close', () => process.exit())
  say({ hello })
}
