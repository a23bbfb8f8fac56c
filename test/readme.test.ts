import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { connectTo } from '@livelet/channel/testing'
import t from 'tap'
import { freePort } from './fixtures/server.ts'

const ROOT = new URL('../', import.meta.url)

t.test('the ten lines of the README run, and make a live counter', async t => {
  const readme = await readFile(new URL('README.md', ROOT), 'utf8')
  const [, code = ''] = /```js\n([\s\S]*?)```/.exec(readme) ?? []
  t.ok(code.trim().split('\n').length <= 10, 'they are ten')
  const port = await freePort()
  t.match(code, 'port: 3000')
  // It stands beside the packages that it imports.
  const file = new URL(`readme-${port}.mjs`, import.meta.url)
  await writeFile(file, code.replace('port: 3000', `port: ${port}`))
  t.teardown(() => rm(file))
  const child = spawn(process.execPath, [fileURLToPath(file)], { stdio: ['ignore', 'pipe', 'inherit'] })
  t.teardown(async () => {
    child.kill()
    await once(child, 'close')
  })
  await once(child.stdout, 'data')

  const page = await (await fetch(`http://127.0.0.1:${port}/`)).text()
  const [, script = ''] = /src="(.*?)"/.exec(page) ?? []
  const element = await fetch(`http://127.0.0.1:${port}${script}`)
  t.match(await element.text(), 'livelet-counter')
  const client = await connectTo(`ws://127.0.0.1:${port}/counter`, { protocols: [] })
  t.equal(await client.next(), '0')
  client.send('+1')
  t.equal(await client.next(), '1')
  await client.close()
})

t.test('every link of the READMEs to a file of the project leads somewhere', async t => {
  const folders = ['', ...(await readdir(new URL('packages/', ROOT))).map(name => `packages/${name}/`)]
  for (const folder of folders) {
    const base = new URL(folder, ROOT)
    const text = await readFile(new URL('README.md', base), 'utf8')
    for (const [, link = ''] of text.matchAll(/\]\((?!https?:|#)(.*?)\)/g)) {
      await t.resolves(
        readFile(new URL(link, base)).catch(error => (error.code === 'EISDIR' ? '' : Promise.reject(error))),
        `${folder}README.md: ${link}`
      )
    }
  }
})
