const SCRIPT = /\/element\.js$/

/** Defines a custom element only if its tag is free, so that a script that is loaded twice does no harm. */
export function defineElement(tag: string, elementClass: CustomElementConstructor): void {
  if (customElements.get(tag) === undefined) customElements.define(tag, elementClass)
}

/**
 * Where an element's server is: its `src` attribute (relative to the page), else where its script came from, without
 * `/element.js`.
 *
 * @param moduleUrl the script's own `import.meta.url`
 * @throws TypeError if there is no `src`, and the script's address does not tell (it went through a bundler).
 */
export function serverUrl(element: HTMLElement, moduleUrl: string): URL {
  const src = element.getAttribute('src')
  if (src !== null) return new URL(src, element.baseURI)
  const url = new URL(moduleUrl)
  if (!SCRIPT.test(url.pathname)) {
    throw new TypeError(`<${element.localName}> needs src="<the feature's path>": its script came from ${url.href}`)
  }
  url.pathname = url.pathname.replace(SCRIPT, '')
  url.search = ''
  url.hash = ''
  return url
}
