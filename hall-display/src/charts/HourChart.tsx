import type { HallFrame } from '@pingting/contract/words/screen'
import { memo } from 'react'
import { CartesianGrid, Legend, Line, LineChart, ResponsiveContainer, XAxis, YAxis } from 'recharts'
import { boardText } from '../text/board/index.ts'
import { useText } from '../text/index.ts'
import { chartColours, chartFont } from './palette.ts'
import { sameFigures } from './same.ts'
import { useScale } from './scale.ts'

const FIRST_HOUR = 8
const LAST_HOUR = 18

interface Props {
  byHour: HallFrame['byHour']
  /** The hour that runs, 0 to 23: of later ones there is nothing to tell. */
  hourNow: number
}

/** The hours a hall is open, stretched where work was done outside them; those to come are empty. */
function rowsOf({ byHour, hourNow }: Props) {
  const rows = byHour.map((row, hour) => {
    const isBusy = row.completed > 0 || row.evaluated > 0
    return { hour, isBusy, isToCome: hour > hourNow && !isBusy, ...row }
  })
  const busy = rows.filter(row => row.isBusy).map(row => row.hour)
  const [from, to] = [Math.min(FIRST_HOUR, ...busy), Math.max(LAST_HOUR, ...busy)]
  return rows.filter(row => row.hour >= from && row.hour <= to)
}

/** A line ends where nothing is told yet. */
const toldOf = (what: 'completed' | 'evaluated') => (row: ReturnType<typeof rowsOf>[number]) =>
  row.isToCome ? undefined : row[what]

export const HourChart = memo(function HourChart(props: Props) {
  const say = useText(boardText)
  const scale = useScale()
  const font = chartFont(scale)
  const rows = rowsOf(props)
  const told = rows
    .filter(row => !row.isToCome)
    .map(row => say('hourTold', { hour: row.hour, completed: row.completed, evaluated: row.evaluated }))
  return (
    <figure className="chart" data-testid="hour-chart">
      <figcaption className="unseen">{told.join(' ')}</figcaption>
      <ResponsiveContainer width="100%" height="100%" initialDimension={{ width: 600, height: 180 }}>
        <LineChart data={rows} margin={{ top: 8, right: 16 * scale, bottom: 0, left: 0 }} accessibilityLayer={false}>
          <CartesianGrid stroke={chartColours.grid} vertical={false} />
          <XAxis
            dataKey="hour"
            tick={font}
            stroke={chartColours.soft}
            interval="equidistantPreserveStart"
            minTickGap={4 * scale}
            height={34 * scale}
            tickMargin={6 * scale}
          />
          <YAxis
            allowDecimals={false}
            tickCount={3}
            width={50 * scale}
            tickMargin={6 * scale}
            tick={font}
            stroke={chartColours.soft}
          />
          <Legend verticalAlign="top" align="right" iconType="plainline" iconSize={14 * scale} height={30 * scale} />
          <Line
            dataKey={toldOf('completed')}
            name={say('completedWord')}
            stroke={chartColours.completed}
            strokeWidth={4 * scale}
            dot={{ r: 4 * scale }}
            isAnimationActive={false}
          />
          <Line
            dataKey={toldOf('evaluated')}
            name={say('evaluatedWord')}
            stroke={chartColours.evaluated}
            strokeWidth={4 * scale}
            strokeDasharray={`${10 * scale} ${6 * scale}`}
            dot={{ r: 4 * scale }}
            isAnimationActive={false}
          />
        </LineChart>
      </ResponsiveContainer>
    </figure>
  )
}, sameFigures)
