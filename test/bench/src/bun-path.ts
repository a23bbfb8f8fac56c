import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** Bun's names for processors. */
const ARCH: Record<string, string> = { x64: 'x64', arm64: 'aarch64' }

/**
 * The binary of Bun's package for this platform, run as it is: the install script of `bun` only moves it. `undefined`
 * where npm has none.
 */
export function bunPath(platform: string = process.platform, arch: string = process.arch): string | undefined {
  const require = createRequire(import.meta.url)
  const name = `@oven/bun-${platform === 'win32' ? 'windows' : platform}-${ARCH[arch]}`
  try {
    const manifest = createRequire(require.resolve('bun/package.json')).resolve(`${name}/package.json`)
    const path = join(dirname(manifest), 'bin', platform === 'win32' ? 'bun.exe' : 'bun')
    return existsSync(path) ? path : undefined
  } catch {
    return undefined
  }
}
