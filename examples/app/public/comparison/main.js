import { openChart } from './chart.js'
import { now } from './clock.js'
import { compare } from './compare.js'
import { measureCpu } from './cpu.js'
import { rememberDelays } from './delays.js'
import { showCosts, showDelays, showFigures } from './table.js'
import { NAMES } from './transports.js'
import { delay, words } from './words.js'

/** Time between two looks at what has come, ms. */
const SHOWN_EVERY = 250

const form = document.querySelector('#settings')
const status = document.querySelector('#status')
const clocks = document.querySelector('#clocks')
const [startButton, measureButton] = form.querySelectorAll('button')
const chart = openChart(document.querySelector('#plot'), delay)

const forEach = make => Object.fromEntries(NAMES.map(name => [name, make()]))
let delays = forEach(rememberDelays)
let arrived = forEach(() => 0)
let figures
let costs
let comparison
/** What gives up measuring, while it is asked for. */
let measuring
/** How this clock stood to the server's when it was last seen. */
let compared
/** When it was last looked at while it ran, ms: what is shown stays as it was then. */
let seenAt = now()
/** What is said now, as a function, so that it follows the language. */
let said = () => ''
/** Whether it goes on when the page is seen again. */
let isWanted = true
/** One thing after another: what is asked for while the last is under way waits. */
let queue = Promise.resolve()

const then = work => {
  queue = queue.then(work).catch(error => end(error.message))
  return queue
}

function say(what) {
  said = what
  status.textContent = said()
}

function show() {
  if (comparison) seenAt = now()
  const points = Object.fromEntries(NAMES.map(name => [name, delays[name].since(seenAt)]))
  showFigures(figures, arrived)
  showDelays(points)
  chart.draw(points, seenAt)
  startButton.textContent = isWanted ? words().stop : words().start
  clocks.textContent = compared ? words().clocks(compared.ahead, compared.error) : ''
}

/** It cannot go on. */
function end(why) {
  comparison?.cut()
  comparison = undefined
  isWanted = false
  show()
  say(() => words().ended[why] ?? words().failed)
}

async function start() {
  if (comparison || !isWanted || document.hidden) return
  say(() => words().starting)
  delays = forEach(rememberDelays)
  arrived = forEach(() => 0)
  figures = undefined
  comparison = await compare({
    perSecond: Number(form.elements.perSecond.value),
    every: Number(form.elements.every.value),
    onArrival(name, at, delay) {
      arrived[name]++
      delays[name].add(at, delay)
    },
    onFigures(next) {
      figures = next
    },
    onEnd: () => end('lost')
  })
  compared = comparison.clocks
  say(() => words().running)
}

async function stop(why) {
  if (!comparison) return
  await comparison.stop()
  show()
  comparison = undefined
  say(why)
}

async function measure({ signal }) {
  try {
    await stop(() => '')
    const measured = await measureCpu({
      signal,
      onProgress: (step, steps) => say(() => words().measuring(step, steps))
    })
    costs = measured.costs
    showCosts(costs)
    say(() => words().measured(measured.others))
  } catch (error) {
    if (!signal.aborted) throw error
    say(() => words().stopped)
  } finally {
    measuring = undefined
  }
}

startButton.addEventListener('click', () => {
  isWanted = !isWanted
  measuring?.abort()
  show()
  then(isWanted ? start : () => stop(() => words().stopped))
})

measureButton.addEventListener('click', () => {
  if (measuring) return
  measuring = new AbortController()
  isWanted = false
  show()
  then(() => measure(measuring))
})

// Figures of two settings would mix, so another setting is another run.
form.addEventListener('change', () => {
  if (!comparison) return
  then(() => stop(() => ''))
  then(start)
})
form.addEventListener('submit', event => event.preventDefault())

document.addEventListener('visibilitychange', () => {
  if (document.hidden) {
    measuring?.abort()
    then(() => stop(() => words().hidden))
  } else then(start)
})

new MutationObserver(() => {
  say(said)
  show()
  showCosts(costs)
}).observe(document.documentElement, { attributeFilter: ['lang'] })

setInterval(() => comparison && show(), SHOWN_EVERY)
show()
then(start)
