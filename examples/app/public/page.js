// Chooses the page's language before anything is drawn: the address says it, or the last choice, or the browser.
const asked = new URLSearchParams(location.search).get('lang')
const remembered = asked ?? localStorage.getItem('lang') ?? navigator.language

function speak(language) {
  const root = document.documentElement
  root.lang = language
  document.title = root.dataset[language === 'ko' ? 'titleKo' : 'titleEn']
  for (const button of document.querySelectorAll('[data-speak]')) {
    button.setAttribute('aria-pressed', String(button.dataset.speak === language))
  }
}

speak(remembered.startsWith('ko') ? 'ko' : 'en')

document.addEventListener('DOMContentLoaded', () => {
  speak(document.documentElement.lang)
  for (const button of document.querySelectorAll('[data-speak]')) {
    button.addEventListener('click', () => {
      localStorage.setItem('lang', button.dataset.speak)
      speak(button.dataset.speak)
    })
  }
})
