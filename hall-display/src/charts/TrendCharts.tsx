import type { TrendRow } from '@pingting/contract/words/office/trend'
import { memo } from 'react'
import { Bar, BarChart, CartesianGrid, Line, LineChart, ResponsiveContainer, XAxis, YAxis } from 'recharts'
import { useFormat } from '../text/format.ts'
import { useText } from '../text/index.ts'
import { officeText } from '../text/office/index.ts'
import { chartColours, paperFont } from './palette.ts'
import { sameFigures } from './same.ts'
import { useScale } from './scale.ts'

const HEIGHT_PX = 200
/** A single day is no block. */
const BAR_PX = 40
const SECONDS_PER_MINUTE = 60

const dayOfMonth = (day: string): string => day.slice(5)

/** Work, and how long people waited for it. Whoever does not see it has the table below. */
export const TrendCharts = memo(function TrendCharts({ rows }: { rows: readonly TrendRow[] }) {
  const say = useText(officeText)
  return (
    <div className="trend-charts" aria-hidden="true" data-testid="trend-charts">
      <figure>
        <figcaption className="trend-legend">
          <span className="completed">{say('done')}</span>
          <span>{say('rated')}</span>
        </figcaption>
        <Work rows={rows} />
      </figure>
      <figure>
        <figcaption>{say('waitChart')}</figcaption>
        <Waits rows={rows} />
      </figure>
    </div>
  )
}, sameFigures)

function useAxes() {
  const format = useFormat()
  const scale = useScale()
  const font = paperFont(scale)
  return {
    height: HEIGHT_PX * scale,
    x: { dataKey: 'from', tickFormatter: dayOfMonth, tick: font, stroke: chartColours.soft },
    y: {
      ...{ allowDecimals: false, width: 56 * scale, tick: font },
      ...{ tickFormatter: format.number, stroke: chartColours.soft },
    },
  }
}

/** What was done is filled and what was rated is an outline: they differ without their colours too. */
function Work({ rows }: { rows: readonly TrendRow[] }) {
  const { height, x, y } = useAxes()
  return (
    <ResponsiveContainer width="100%" height={height}>
      <BarChart data={[...rows]} margin={{ top: 4, right: 8, bottom: 0, left: 0 }} accessibilityLayer={false}>
        <CartesianGrid stroke={chartColours.grid} vertical={false} />
        <XAxis {...x} />
        <YAxis {...y} />
        <Bar dataKey="completed" maxBarSize={BAR_PX} fill={chartColours.completed} isAnimationActive={false} />
        <Bar
          dataKey="evaluated"
          maxBarSize={BAR_PX}
          fill={chartColours.pale}
          stroke={chartColours.soft}
          isAnimationActive={false}
        />
      </BarChart>
    </ResponsiveContainer>
  )
}

function Waits({ rows }: { rows: readonly TrendRow[] }) {
  const { height, x, y } = useAxes()
  const minutes = rows.map(({ from, averageWaitSeconds: wait }) => ({
    ...{ from, wait: wait === undefined ? undefined : wait / SECONDS_PER_MINUTE },
  }))
  return (
    <ResponsiveContainer width="100%" height={height}>
      <LineChart data={minutes} margin={{ top: 4, right: 8, bottom: 0, left: 0 }} accessibilityLayer={false}>
        <CartesianGrid stroke={chartColours.grid} vertical={false} />
        <XAxis {...x} />
        <YAxis {...y} />
        <Line dataKey="wait" stroke={chartColours.completed} strokeWidth={3} dot={{ r: 4 }} isAnimationActive={false} />
      </LineChart>
    </ResponsiveContainer>
  )
}
