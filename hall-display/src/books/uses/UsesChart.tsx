import type { DayUse } from '@pingting/contract/words/parking/uses'
import { Bar, BarChart, CartesianGrid, ResponsiveContainer, XAxis, YAxis } from 'recharts'
import { chartColours, paperFont } from '../../charts/palette.ts'
import { useScale } from '../../charts/scale.ts'
import { booksText } from '../../text/books/index.ts'
import { useFormat } from '../../text/format.ts'
import { useText } from '../../text/index.ts'
import { wholeOf } from './rows.ts'

const HEIGHT_PX = 210

interface Series {
  of: 'grantedMinutes' | 'usedMinutes' | 'waivedFen'
  fill: string
  stroke: string
}

/** What is granted is an outline and what is used is filled: they differ without their colours too. */
const MINUTES: readonly Series[] = [
  { of: 'grantedMinutes', fill: chartColours.pale, stroke: chartColours.granted },
  { of: 'usedMinutes', fill: chartColours.used, stroke: chartColours.used },
]
const MONEY: readonly Series[] = [{ of: 'waivedFen', fill: chartColours.waived, stroke: chartColours.waived }]

/** Minutes and money a day. Whoever does not see it has the table beside it. */
export function UsesChart({ uses }: { uses: readonly DayUse[] }) {
  const format = useFormat()
  return (
    <div className="uses-charts" aria-hidden="true" data-testid="uses-chart">
      <Bars uses={uses} series={MINUTES} write={format.number} />
      {wholeOf(uses).waivedFen > 0 && <Bars uses={uses} series={MONEY} write={format.yuan} />}
    </div>
  )
}

interface BarsProps {
  uses: readonly DayUse[]
  series: readonly Series[]
  write(n: number): string
}

function Bars({ uses, series, write }: BarsProps) {
  const say = useText(booksText)
  const scale = useScale()
  const font = paperFont(scale)
  return (
    <div>
      <p className="uses-legend">
        {series.map(({ of }) => (
          <span key={of} className={of}>
            {say(of)}
          </span>
        ))}
      </p>
      <ResponsiveContainer width="100%" height={HEIGHT_PX * scale}>
        <BarChart data={[...uses]} margin={{ top: 4, right: 8, bottom: 0, left: 0 }} accessibilityLayer={false}>
          <CartesianGrid stroke={chartColours.grid} vertical={false} />
          <XAxis dataKey="businessDay" tickFormatter={dayOfMonth} tick={font} stroke={chartColours.soft} />
          <YAxis
            allowDecimals={false}
            width={72 * scale}
            tick={font}
            tickFormatter={write}
            stroke={chartColours.soft}
          />
          {series.map(({ of, fill, stroke }) => (
            <Bar key={of} dataKey={of} fill={fill} stroke={stroke} isAnimationActive={false} />
          ))}
        </BarChart>
      </ResponsiveContainer>
    </div>
  )
}

const dayOfMonth = (day: string): string => day.slice(5)
