import type { HallFrame } from '@pingting/contract/words/screen'
import { memo } from 'react'
import { Bar, BarChart, LabelList, ResponsiveContainer, XAxis, YAxis } from 'recharts'
import { boardText } from '../text/board/index.ts'
import { channelText } from '../text/channels/index.ts'
import { useText, useWords } from '../text/index.ts'
import { chartColours, chartFont } from './palette.ts'
import { sameFigures } from './same.ts'
import { useScale } from './scale.ts'

interface Props {
  byChannel: HallFrame['byChannel']
}

/** Where people rate, the most used on top; each bar carries its word and its number. */
export const ChannelChart = memo(function ChannelChart({ byChannel }: Props) {
  const say = useText(boardText)
  const wordOf = useWords(channelText)
  const scale = useScale()
  const font = chartFont(scale)
  const rows = Object.entries(byChannel)
    .filter(([, tally]) => tally > 0)
    .sort(([, one], [, other]) => other - one)
    .map(([channel, tally]) => ({ name: wordOf(channel), tally }))
  if (rows.length === 0) return <p className="board-batches">{say('noRatings')}</p>
  return (
    <figure className="chart" data-testid="channel-chart">
      <figcaption className="unseen">{rows.map(row => `${row.name} ${row.tally}`).join(', ')}</figcaption>
      <ResponsiveContainer width="100%" height="100%" initialDimension={{ width: 400, height: 180 }}>
        <BarChart
          data={rows}
          layout="vertical"
          margin={{ top: 0, right: 48 * scale, bottom: 0, left: 0 }}
          accessibilityLayer={false}
        >
          <XAxis type="number" hide />
          <YAxis
            {...{ type: 'category', dataKey: 'name', width: 130 * scale }}
            {...{ axisLine: false, tickLine: false, interval: 0, tick: font }}
          />
          <Bar
            dataKey="tally"
            isAnimationActive={false}
            radius={4}
            fill={chartColours.completed}
            maxBarSize={28 * scale}
          >
            <LabelList dataKey="tally" position="right" {...font} />
          </Bar>
        </BarChart>
      </ResponsiveContainer>
    </figure>
  )
}, sameFigures)
