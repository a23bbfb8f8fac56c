import uPlot from '/uplot/uPlot.esm.js'
import { WINDOW } from './delays.js'
import { NAMES } from './transports.js'

/** The lowest delay that is drawn, ms: on this scale there is no 0. */
const LOWEST = 0.1
const HIGHEST = 1_000

/** Which are drawn as rings, and how large, px: so that they can be told apart without their colours. */
const FORMS = {
  poll: { size: 10, isRing: true },
  longPoll: { size: 6, isRing: true },
  events: { size: 6, isRing: false },
  websocket: { size: 4, isRing: false }
}

/** Draws each update as a point: when it came, and how long it had been on the way. */
export function openChart(place, formatDelay) {
  // CSS knows the colours by light and dark; a canvas has to be told.
  const axis = {
    stroke: () => getComputedStyle(place).color,
    font: '12px system-ui, sans-serif',
    ticks: { show: false },
    grid: { stroke: () => getComputedStyle(place).borderTopColor, width: 1 }
  }

  const plot = new uPlot(
    {
      width: place.clientWidth,
      height: place.clientHeight,
      padding: [12, 12, 0, 0],
      legend: { show: false },
      cursor: { show: false },
      scales: {
        x: { time: false, range: () => [-WINDOW / 1_000, 0] },
        y: { distr: 3, range: (_plot, _min, max) => [LOWEST, max > HIGHEST ? 10 * HIGHEST : HIGHEST] }
      },
      axes: [
        { ...axis, space: 50, size: 30, values: (_plot, splits) => splits.map(at => `${at} s`) },
        { ...axis, size: 62, values: (_plot, splits) => splits.map(at => at && formatDelay(at)) }
      ],
      series: [{}, ...NAMES.map(seriesOf)]
    },
    [[], [], [], [], []],
    place
  )

  const resize = new ResizeObserver(() => plot.setSize({ width: place.clientWidth, height: place.clientHeight }))
  resize.observe(place)
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => plot.redraw(false))

  return {
    /** @param delays by way, what `rememberDelays` has of each */
    draw(delays, now) {
      const tables = NAMES.map(name => [
        delays[name].map(({ at }) => (at - now) / 1_000),
        delays[name].map(({ delay }) => Math.max(LOWEST, delay))
      ])
      plot.setData(uPlot.join(tables))
    }
  }
}

function seriesOf(name) {
  const { size, isRing } = FORMS[name]
  const swatch = document.querySelector(`[data-swatch=${name}]`)
  const color = () => getComputedStyle(swatch).color
  return {
    stroke: color,
    paths: () => null,
    points: { show: true, size, width: 1.5, fill: isRing ? 'transparent' : color }
  }
}
