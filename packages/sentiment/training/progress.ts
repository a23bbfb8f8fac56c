const WIDTH = 30

/** A bar on the terminal, or a line for each new step where there is none. */
export function progressBar(out: NodeJS.WriteStream = process.stderr): (what: string, done: number) => void {
  let last = ''
  return (what, done) => {
    const full = Math.round(done * WIDTH)
    const line = `${what.padEnd(20)} [${'#'.repeat(full)}${'-'.repeat(WIDTH - full)}] ${String(Math.round(done * 100)).padStart(3)} %`
    if (out.isTTY ? line === last : what === last) return
    out.write(out.isTTY ? `\r${line}${done === 1 ? '\n' : ''}` : `${what}\n`)
    last = out.isTTY ? line : what
  }
}
