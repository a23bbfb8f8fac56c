// A press on an example puts it into the field.
const field = document.querySelector('#field')

document.querySelector('#examples').addEventListener('click', event => {
  const button = event.target.closest('button')
  if (button) field.text = button.textContent
})
