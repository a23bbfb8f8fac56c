import { summary } from './delays.js'
import { NAMES } from './transports.js'
import { bytes, count, cpuTime, delay, words } from './words.js'

const NOTHING = '–'

/** Every place that shows this: in the table, and beside the chart. */
const placesOf = (measure, name) => document.querySelectorAll(`[data-measure=${measure}] [data-of=${name}]`)

/** Shows a figure; `value` is the exact one, for programs. */
function show(measure, name, value, text) {
  for (const place of placesOf(measure, name)) {
    place.textContent = value === undefined ? NOTHING : text
    if (value === undefined) place.removeAttribute('value')
    else place.setAttribute('value', value)
  }
}

/**
 * Shows what each way has taken so far.
 *
 * @param figures of the server, if there are any yet
 * @param arrived updates that have come, by way
 */
export function showFigures(figures, arrived) {
  // What has just come may be ahead of what the server has told.
  const published = Math.max(figures?.published ?? 0, ...Object.values(arrived))
  for (const name of NAMES) {
    const { requests, up, down } = figures?.[name] ?? {}
    const some = arrived[name] > 0 && figures ? (up + down) / arrived[name] : undefined
    show('messages', name, figures && arrived[name], words().of(count(arrived[name]), count(published)))
    show('requests', name, requests, count(requests ?? 0))
    show('up', name, up, bytes(up ?? 0))
    show('down', name, down, bytes(down ?? 0))
    show('each', name, some, bytes(some ?? 0))
  }
}

/** @param points by way, what has come lately */
export function showDelays(points) {
  for (const name of NAMES) {
    const { median, p95 } = summary(points[name])
    show('median', name, median, delay(median ?? 0))
    show('p95', name, p95, delay(p95 ?? 0))
  }
}

/** @param costs by way, as `costs` gives them; `undefined`: not measured */
export function showCosts(costs) {
  for (const name of NAMES) {
    const { median, lowest, highest } = costs?.[name] ?? {}
    show('cpu', name, median, cpuTime(median ?? 0))
    const range = document.querySelector(`[data-range=${name}]`)
    range.textContent = median === undefined ? '' : `${cpuTime(lowest)} – ${cpuTime(highest)}`
  }
}
