import { readdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import t from 'tap'

const source = fileURLToPath(new URL('../src/', import.meta.url))

/** What a browser loads: at once, and if it must fall back. */
async function bundle(entry: string) {
  const { outputFiles, metafile } = await build({
    absWorkingDir: source,
    entryPoints: [entry],
    bundle: true,
    splitting: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    conditions: ['@livelet/source'],
    outdir: 'dist',
    metafile: true,
    write: false
  })
  const parts = Object.entries(metafile.outputs).map(([path, { inputs, imports, entryPoint }]) => ({
    entryPoint,
    inputs: Object.keys(inputs),
    imports: imports.map(({ kind }) => kind),
    size: gzipSync(outputFiles.find(file => file.path.endsWith(path))?.contents ?? '').byteLength
  }))
  return parts
}

t.test('the whole client is at most 4 kB, minified and gzipped, and needs nothing else', async t => {
  const [core, fallback, ...others] = await bundle('index.ts')
  t.same(others, [], 'what both parts need is in no third one')
  t.comment(`${core?.size} bytes, and ${fallback?.size} for the fallback`)
  t.equal(core?.entryPoint, 'index.ts')
  t.ok(core && core.size > 1000 && core.size <= 4096, `${core?.size} bytes`)
  t.same(core?.imports, ['dynamic-import'])
  for (const input of core?.inputs ?? []) t.match(input, /^(\.\.\/\.\.\/protocol\/src\/)?\w+\.ts$/)
  t.notOk(core?.inputs.some(input => /fallback/.test(input)))
  t.ok(fallback?.inputs.every(input => /^fallback/.test(input)))
  t.same(fallback?.imports, [])
})

t.test('only wire.ts names the protocol package, whose declarations take its place in dist', async t => {
  for (const entry of await readdir(source, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const text = await readFile(`${entry.parentPath}/${entry.name}`, 'utf8')
    if (entry.name !== 'wire.ts') t.notMatch(text, /from '@livelet\/protocol/, entry.name)
  }
})
