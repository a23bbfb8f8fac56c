import t from 'tap'
import { languageOf } from '../src/element/language.ts'

interface Fake {
  /** The nearest `lang` within its own tree. */
  nearest?: string
  /** The host of the shadow tree that it is in. */
  host?: HTMLElement
  document?: string
}

const element = ({ nearest, host, document = '' }: Fake) =>
  ({
    ownerDocument: { documentElement: { lang: document } },
    closest: () => (nearest === undefined ? null : { getAttribute: () => nearest }),
    getRootNode: () => (host ? { host } : {})
  }) as unknown as HTMLElement

t.test('only Korean is Korean, everything else is English', async t => {
  for (const lang of ['ko', 'ko-KR', 'KO', 'ko-Hang']) t.equal(languageOf(element({ nearest: lang })), 'ko', lang)
  for (const lang of ['en', 'en-GB', 'kok', 'fr', '']) t.equal(languageOf(element({ nearest: lang })), 'en', lang)
})

t.test('the nearest lang counts, not the document', async t => {
  t.equal(languageOf(element({ nearest: 'en', document: 'ko' })), 'en')
  t.equal(languageOf(element({ nearest: '', document: 'ko' })), 'en')
})

t.test('outside a shadow tree it is looked for at the host, and at its host', async t => {
  const outer = element({ nearest: 'ko' })
  t.equal(languageOf(element({ host: element({ host: outer }) })), 'ko')
  t.equal(languageOf(element({ nearest: 'en', host: outer })), 'en')
})

t.test('an element outside the document has the language of the document', async t => {
  t.equal(languageOf(element({ document: 'ko' })), 'ko')
  t.equal(languageOf(element({})), 'en')
})
