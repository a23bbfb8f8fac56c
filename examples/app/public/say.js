// The echo card: a bare WebSocket that speaks plain text, as any client may.
const KEPT = 4
const CLOSED = { en: 'Connection closed', ko: '연결이 끊겼습니다' }

const form = document.querySelector('#say')
const heard = document.querySelector('#heard')
let socket

function show(text, kind) {
  const line = document.createElement('li')
  line.className = kind
  line.textContent = text
  heard.append(line)
  while (heard.children.length > KEPT) heard.firstElementChild.remove()
}

/** Opens the connection with the first message, and again if it was lost. */
function connection() {
  if (socket?.readyState > WebSocket.OPEN) socket = undefined
  if (socket === undefined) {
    socket = new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/ws`)
    socket.addEventListener('message', ({ data }) => show(data, 'received'))
    socket.addEventListener('close', ({ code }) => show(`${CLOSED[document.documentElement.lang]} (${code})`, 'closed'))
  }
  return socket
}

function say(text) {
  const to = connection()
  const send = () => {
    to.send(text)
    show(text, 'sent')
  }
  if (to.readyState === WebSocket.OPEN) send()
  else to.addEventListener('open', send, { once: true })
}

form.addEventListener('submit', event => {
  event.preventDefault()
  const { words } = form.elements
  say(words.value)
  words.select()
})

say(form.elements.words.value)
