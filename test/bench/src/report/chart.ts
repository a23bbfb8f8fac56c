import type { CustomSeriesRenderItemAPI } from 'echarts'
import { BarChart, CustomChart } from 'echarts/charts'
import { GridComponent, TitleComponent } from 'echarts/components'
import * as echarts from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import type { MeasurementResult, Results } from '../results.ts'
import { formatFigure } from './format.ts'

echarts.use([BarChart, CustomChart, GridComponent, TitleComponent, SVGRenderer])

const WIDTH = 960
const COLUMNS = 2
const ROW_HEIGHT = 24
const HEAD_HEIGHT = 58
const LABEL_WIDTH = 170
const VALUE_WIDTH = 90
const OWN = '#2f6fde'
const PEER = '#a9b4c2'
const INK = '#26323f'

/** Bars of one measurement: the median of the figure that counts, and a line from the least to the most. */
export interface Panel {
  title: string
  note: string
  bars: { label: string; value: number; min: number; max: number; text: string; isOwn: boolean }[]
}

export function panelOf({ name, figures, contestants }: MeasurementResult): Panel | undefined {
  const [entry] = Object.entries(figures)
  if (!entry) return undefined
  const [figure, { label, unit, isGain }] = entry
  const bars = Object.entries(contestants).flatMap(([id, contestant]) => {
    const summary = contestant.figures[figure]
    if (!summary) return []
    const { median: value, min, max } = summary
    return [{ label: contestant.label, value, min, max, text: formatFigure(value, unit), isOwn: id === 'livelet' }]
  })
  return { title: name, note: `${label}; ${isGain ? 'more' : 'less'} is better`, bars }
}

/** A line from the least to the most, across the middle of its bar. */
function drawRange(_params: unknown, api: CustomSeriesRenderItemAPI) {
  const [x1 = 0, y = 0] = api.coord([api.value(0), api.value(2)])
  const [x2 = 0] = api.coord([api.value(1), api.value(2)])
  const style = { stroke: INK, lineWidth: 1.5 }
  return { type: 'line', shape: { x1, y1: y, x2, y2: y }, style } as const
}

/** All measurements side by side, as one SVG. */
export function renderChart({ measurements }: Results): string {
  const panels = measurements.map(panelOf).filter(panel => panel !== undefined && panel.bars.length > 0) as Panel[]
  const rowHeights: number[] = []
  for (const [i, { bars }] of panels.entries()) {
    const row = Math.floor(i / COLUMNS)
    rowHeights[row] = Math.max(rowHeights[row] ?? 0, HEAD_HEIGHT + bars.length * ROW_HEIGHT)
  }
  const height = rowHeights.reduce((sum, row) => sum + row, 10)
  const columnWidth = WIDTH / COLUMNS
  const place = (i: number) => ({
    left: (i % COLUMNS) * columnWidth,
    top: rowHeights.slice(0, Math.floor(i / COLUMNS)).reduce((sum, row) => sum + row, 0)
  })

  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width: WIDTH, height })
  chart.setOption({
    animation: false,
    backgroundColor: '#fff',
    textStyle: { fontFamily: 'sans-serif' },
    title: panels.map(({ title, note }, i) => ({
      text: title,
      subtext: note,
      itemGap: 3,
      left: place(i).left + 12,
      top: place(i).top + 10,
      textStyle: { fontSize: 14, color: INK },
      subtextStyle: { fontSize: 11 }
    })),
    grid: panels.map(({ bars }, i) => ({
      left: place(i).left + LABEL_WIDTH,
      top: place(i).top + HEAD_HEIGHT - 4,
      width: columnWidth - LABEL_WIDTH - VALUE_WIDTH,
      height: bars.length * ROW_HEIGHT,
      outerBoundsMode: 'none'
    })),
    xAxis: panels.map((_, gridIndex) => ({ gridIndex, type: 'value', min: 0, show: false })),
    yAxis: panels.map(({ bars }, gridIndex) => ({
      gridIndex,
      type: 'category',
      inverse: true,
      data: bars.map(({ label }) => label),
      axisTick: { show: false },
      axisLabel: { color: INK }
    })),
    series: panels.flatMap(({ bars }, i) => [
      {
        type: 'bar',
        xAxisIndex: i,
        yAxisIndex: i,
        barWidth: 14,
        data: bars.map(({ value, isOwn }) => ({ value, itemStyle: { color: isOwn ? OWN : PEER } }))
      },
      {
        type: 'custom',
        xAxisIndex: i,
        yAxisIndex: i,
        renderItem: drawRange,
        encode: { x: [0, 1], y: 2 },
        data: bars.map(({ min, max }, row) => [min, max, row])
      },
      {
        // An invisible bar as long as the range, so that the text stands behind both.
        type: 'bar',
        xAxisIndex: i,
        yAxisIndex: i,
        barWidth: 14,
        barGap: '-100%',
        itemStyle: { color: 'transparent' },
        label: {
          show: true,
          position: 'right',
          color: INK,
          formatter: ({ dataIndex }: { dataIndex: number }) => bars[dataIndex]?.text
        },
        data: bars.map(({ max }) => max)
      }
    ])
  })
  const svg = chart.renderToSVGString()
  chart.dispose()
  return svg
}
