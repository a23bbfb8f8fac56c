// Chooses the page's language before anything is drawn: the address says it, or the last choice, or the browser.
const asked = new URLSearchParams(location.search).get('lang')

/** Storage throws where a browser keeps nothing. */
function remembered() {
  try {
    return localStorage.getItem('lang')
  } catch {
    return null
  }
}

function remember(language) {
  try {
    localStorage.setItem('lang', language)
  } catch {
    // then the next page asks the browser again
  }
}

function speak(language) {
  const root = document.documentElement
  root.lang = language
  document.title = root.dataset[language === 'ko' ? 'titleKo' : 'titleEn']
  for (const button of document.querySelectorAll('[data-speak]')) {
    button.setAttribute('aria-pressed', String(button.dataset.speak === language))
  }
}

speak(/^ko\b/i.test(asked ?? remembered() ?? navigator.language) ? 'ko' : 'en')
if (asked !== null) remember(document.documentElement.lang)

document.addEventListener('DOMContentLoaded', () => {
  speak(document.documentElement.lang)
  for (const button of document.querySelectorAll('[data-speak]')) {
    button.addEventListener('click', () => {
      remember(button.dataset.speak)
      speak(button.dataset.speak)
      // or the address would take the choice back when the page is loaded again
      if (asked !== null) history.replaceState(null, '', location.pathname + location.hash)
    })
  }
})
