import { readdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import t from 'tap'

const source = fileURLToPath(new URL('../src/', import.meta.url))

t.test('the whole client is at most 4 kB, minified and gzipped, and needs nothing else', async t => {
  const { outputFiles, metafile } = await build({
    absWorkingDir: source,
    entryPoints: ['index.ts'],
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    conditions: ['@livelet/source'],
    metafile: true,
    write: false
  })
  const size = gzipSync(outputFiles[0]?.contents ?? '').byteLength
  t.comment(`${size} bytes`)
  t.ok(size > 1000 && size <= 4096, `${size} bytes`)
  for (const input of Object.keys(metafile.inputs)) t.match(input, /^(\.\.\/\.\.\/protocol\/src\/)?\w+\.ts$/)
})

t.test('only wire.ts names the protocol package, whose declarations take its place in dist', async t => {
  for (const entry of await readdir(source, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const text = await readFile(`${entry.parentPath}/${entry.name}`, 'utf8')
    if (entry.name !== 'wire.ts') t.notMatch(text, /from '@livelet\/protocol/, entry.name)
  }
})
