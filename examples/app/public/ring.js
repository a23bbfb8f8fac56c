// The notifications card: sends one, as any program may by an HTTP POST.
const TITLE = { en: 'You rang the bell', ko: '벨을 울렸습니다' }

document.querySelector('#ring').addEventListener('click', () =>
  fetch('/notifications', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ to: { user: 'mina' }, title: TITLE[document.documentElement.lang] })
  })
)
