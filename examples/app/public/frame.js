// The header and the footer of every page, as elements, so that each page says only what is its own.
const PAGES = [
  { path: '/echo.html', en: 'Echo', ko: '에코' },
  { path: '/counter.html', en: 'Counter', ko: '카운터' },
  { path: '/notifications.html', en: 'Notifications', ko: '알림' },
  { path: '/typing.html', en: 'Typing', ko: '입력 중' },
  { path: '/price.html', en: 'Price', ko: '시세' },
  { path: '/sentiment.html', en: 'Sentiment', ko: '감정' },
  { path: '/http-vs-websocket.html', en: 'HTTP vs WebSocket', ko: 'HTTP 비교' }
]

const both = ({ en, ko }) => `<span lang="en">${en}</span><span lang="ko">${ko}</span>`

function link(page) {
  const isHere = location.pathname === page.path
  return `<a href="${page.path}"${isHere ? ' aria-current="page"' : ''}>${both(page)}</a>`
}

class PageHeader extends HTMLElement {
  connectedCallback() {
    this.innerHTML = `
      <a class="skip" href="#main">${both({ en: 'Skip to the content', ko: '본문으로 건너뛰기' })}</a>
      <header class="bar">
        <a class="brand" href="/">Livelet</a>
        <nav aria-label="Livelet">${PAGES.map(link).join('')}</nav>
        <fieldset class="languages" aria-label="Language, 언어">
          <button type="button" data-speak="ko">한국어</button>
          <button type="button" data-speak="en">English</button>
        </fieldset>
      </header>`
  }
}

class PageFooter extends HTMLElement {
  connectedCallback() {
    this.innerHTML = `<footer>${both({
      en: 'Livelet: live features for Fastify apps, one plugin each.',
      ko: 'Livelet: 플러그인 하나로 Fastify 앱에 실시간 기능 하나를 더합니다.'
    })}</footer>`
  }
}

customElements.define('page-header', PageHeader)
customElements.define('page-footer', PageFooter)
