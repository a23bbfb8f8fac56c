import uPlot from 'uplot'
import type { Point } from '../history.ts'

/** The shortest time that is shown, and from which on the axis leaves the seconds out, s. */
const SHORTEST = 60
const LONG = 300

export interface ChartOptions {
  /** Where it is drawn; it takes its width, its height, and by its CSS its colours. */
  place: HTMLElement
  price(value: number): string
  time(seconds: number, withSeconds: boolean): string
  /** The pointer is at this point, or at none. */
  onPoint(index: number | null): void
}

export interface Chart {
  /** Draws with the next frame, however often it is told to. */
  draw(points: readonly Point[]): void
  stop(): void
}

/** A line over time. Prices become numbers here, for the height of a pixel. */
export function openChart({ place, price, time, onPoint }: ChartOptions): Chart {
  let points: readonly Point[] = []
  let frame = 0

  /** CSS knows the colours by light and dark; a canvas has to be told. */
  const css = () => getComputedStyle(place)
  const axis: uPlot.Axis = {
    stroke: () => css().caretColor,
    font: '12px system-ui, sans-serif',
    ticks: { show: false },
    grid: { stroke: () => css().borderTopColor, width: 1 }
  }
  const withSeconds = ({ scales }: uPlot) => (scales.x?.max ?? 0) - (scales.x?.min ?? 0) < LONG

  const plot = new uPlot(
    {
      width: place.clientWidth,
      height: place.clientHeight,
      padding: [8, 4, 0, 24],
      legend: { show: false },
      cursor: { y: false, drag: { x: false, y: false }, points: { size: 8 } },
      scales: {
        x: { range: (_plot, min, max) => [Math.min(min, max - SHORTEST), max] },
        y: { range: (_plot, min, max) => padded(min, max) }
      },
      axes: [
        { ...axis, space: 70, size: 28, values: (plot, splits) => splits.map(at => time(at, withSeconds(plot))) },
        { ...axis, side: 1, space: 36, size: widthOf, values: (_plot, splits) => splits.map(price) }
      ],
      series: [
        {},
        { stroke: () => css().color, width: 2, fill: () => transparent(css().color), points: { show: false } }
      ],
      hooks: { setCursor: [plot => onPoint(plot.cursor.idx ?? null)] }
    },
    [[], []],
    place
  )

  function paint(): void {
    frame = 0
    plot.setData([points.map(([at]) => at / 1000), points.map(([, price]) => Number(price))])
  }

  const resize = new ResizeObserver(() => plot.setSize({ width: place.clientWidth, height: place.clientHeight }))
  resize.observe(place)
  const dark = matchMedia('(prefers-color-scheme: dark)')
  const recolor = () => plot.redraw(false)
  dark.addEventListener('change', recolor)

  return {
    draw(next) {
      points = next
      if (frame === 0) frame = requestAnimationFrame(paint)
    },
    stop() {
      cancelAnimationFrame(frame)
      resize.disconnect()
      dark.removeEventListener('change', recolor)
      plot.destroy()
    }
  }
}

/** A little room above and below, and some where nothing has moved. */
function padded(min: number | null, max: number | null): [number, number] {
  const [low, high] = [min ?? 0, max ?? 0]
  const room = (high - low) * 0.1 || Math.abs(high) * 0.0005 || 1
  return [low - room, high + room]
}

/** How much room the prices beside the chart need, px. */
function widthOf(_plot: uPlot, values: string[] | null): number {
  return 14 + 7 * Math.max(0, ...(values ?? []).map(({ length }) => length))
}

function transparent(color: string): string {
  return color.startsWith('rgb(') ? color.replace('rgb(', 'rgba(').replace(')', ', 0.1)') : 'transparent'
}
