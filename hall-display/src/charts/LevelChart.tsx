import { LEVELS, type Level, levelWords } from '@pingting/contract/words/levels'
import { memo } from 'react'
import { Bar, BarChart, Cell, LabelList, ResponsiveContainer, XAxis, YAxis } from 'recharts'
import { boardText } from '../text/board/index.ts'
import { usePick, useText } from '../text/index.ts'
import { chartColours, chartFont } from './palette.ts'
import { sameFigures } from './same.ts'
import { useScale } from './scale.ts'

/** How many gave each level. Every bar carries its word and its number, so colour alone says nothing. */
export const LevelChart = memo(function LevelChart({ byLevel }: { byLevel: Record<Level, number> }) {
  const pick = usePick()
  const say = useText(boardText)
  const scale = useScale()
  const font = chartFont(scale)
  const rows = LEVELS.map(level => ({ level, name: pick(levelWords[level]), tally: byLevel[level] }))
  return (
    <figure className="chart" data-testid="level-chart">
      <figcaption className="unseen">
        {say('levels')}: {rows.map(row => `${row.name} ${row.tally}`).join(', ')}
      </figcaption>
      <ResponsiveContainer width="100%" height="100%" initialDimension={{ width: 400, height: 180 }}>
        <BarChart
          data={rows}
          layout="vertical"
          margin={{ top: 0, right: 48 * scale, bottom: 0, left: 0 }}
          accessibilityLayer={false}
        >
          <XAxis type="number" hide domain={[0, (most: number) => Math.max(1, most)]} />
          <YAxis
            type="category"
            dataKey="name"
            width={190 * scale}
            axisLine={false}
            tickLine={false}
            interval={0}
            tick={font}
          />
          <Bar dataKey="tally" isAnimationActive={false} radius={4} minPointSize={2}>
            {rows.map(row => (
              <Cell key={row.level} fill={chartColours.levels[row.level]} />
            ))}
            <LabelList dataKey="tally" position="right" {...font} />
          </Bar>
        </BarChart>
      </ResponsiveContainer>
    </figure>
  )
}, sameFigures)
