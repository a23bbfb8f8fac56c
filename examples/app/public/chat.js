// The two panes of the typing page. A message goes from one to the other on this page alone: only the sign travels.
const KEPT = 4

const panes = document.querySelectorAll('.chat')

function show(pane, text, kind) {
  const line = document.createElement('li')
  line.className = kind
  line.textContent = text
  const heard = pane.querySelector('.heard')
  heard.append(line)
  while (heard.children.length > KEPT) heard.firstElementChild.remove()
}

for (const pane of panes) {
  const form = pane.querySelector('form')
  const field = form.elements.words
  form.addEventListener('submit', event => {
    event.preventDefault()
    const text = field.value.trim()
    if (text === '') return
    for (const other of panes) show(other, text, other === pane ? 'sent' : 'received')
    field.value = ''
    field.focus()
  })
  field.addEventListener('keydown', event => {
    // This Enter ends a syllable (Safari says so by 229 only), and sends nothing.
    if (event.isComposing || event.keyCode === 229) return
    if (event.key !== 'Enter' || event.shiftKey) return
    event.preventDefault()
    form.requestSubmit()
  })
}
