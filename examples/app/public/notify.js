// The notifications page: who one is, and the form that sends one by an HTTP POST.
const WORDS = {
  en: { sent: seq => `Sent: number ${seq}.`, refused: why => `Refused: ${why}`, away: 'The server cannot be reached.' },
  ko: {
    sent: seq => `보냈습니다. ${seq}번입니다.`,
    refused: why => `거절되었습니다. ${why}`,
    away: '서버에 닿지 않습니다.'
  }
}

const who = document.querySelector('#who')
const bell = document.querySelector('livelet-notifications')
const form = document.querySelector('#send')
const outcome = document.querySelector('#outcome')

function be(user) {
  bell.setAttribute('src', `/notifications?user=${user}`)
}

const asked = new URLSearchParams(location.search).get('user')
const radio = [...who.querySelectorAll('input')].find(({ value }) => value === asked)
if (radio) {
  radio.checked = true
  be(radio.value)
}
who.addEventListener('change', ({ target }) => be(target.value))

async function send({ to, level, words, more }) {
  const say = WORDS[document.documentElement.lang]
  const body = JSON.stringify({
    to: to.value === 'everyone' ? 'everyone' : { user: to.value },
    level: level.value,
    title: words.value,
    ...(more.value !== '' && { body: more.value })
  })
  try {
    const response = await fetch('/notifications', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body
    })
    const { seq, message } = await response.json()
    return response.ok ? say.sent(seq) : say.refused(message)
  } catch {
    return say.away
  }
}

form.addEventListener('submit', async event => {
  event.preventDefault()
  outcome.textContent = await send(form.elements)
})
