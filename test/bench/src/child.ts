import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

/** Time that a child has to end by itself, ms. */
const PATIENCE = 5_000

export interface Child<Hello> {
  hello: Hello
  call<T>(command: string, args?: object): Promise<T>
  stop(): Promise<void>
}

/** Starts a program that speaks as `obey` does, and waits until it is ready. */
export async function startChild<Hello>(program: string, args: readonly string[]): Promise<Child<Hello>> {
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'] })
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>()
  let lastId = 0
  let greet: (hello: Hello) => void = () => {}
  const greeting = new Promise<Hello>(resolve => {
    greet = resolve
  })
  const exit = once(child, 'exit')
  const failure = exit.then(([code, signal]) => {
    const error = new Error(`${args.join(' ')} ended with ${code ?? signal}`)
    for (const { reject } of waiting.values()) reject(error)
    throw error
  })
  failure.catch(() => {})
  child.stdin.on('error', () => {})

  createInterface({ input: child.stdout }).on('line', line => {
    const message = JSON.parse(line) as { hello?: Hello; id: number; result?: unknown; error?: string }
    if (message.hello) {
      greet(message.hello)
      return
    }
    const call = waiting.get(message.id)
    waiting.delete(message.id)
    if (message.error === undefined) call?.resolve(message.result)
    else call?.reject(new Error(message.error))
  })

  return {
    hello: await Promise.race([greeting, failure]),
    call<T>(command: string, args: object = {}) {
      const id = ++lastId
      child.stdin.write(`${JSON.stringify({ id, command, args })}\n`)
      return new Promise<T>((resolve, reject) => {
        waiting.set(id, { resolve: resolve as (value: unknown) => void, reject })
      })
    },
    async stop() {
      child.stdin.end()
      const timer = setTimeout(() => child.kill('SIGKILL'), PATIENCE)
      await exit
      clearTimeout(timer)
    }
  }
}
