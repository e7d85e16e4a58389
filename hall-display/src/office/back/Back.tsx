import { RATINGS_DAYS_MAX, TREND_DAYS_MAX } from '@pingting/contract/words/office/trend'
import { businessDayOf, daysBefore, instantOf } from '@pingting/contract/words/time'
import { useState } from 'react'
import { useRoom } from '../../hub/connect.ts'
import { useNow } from '../../hub/store.ts'
import { useText } from '../../text/index.ts'
import { officeText } from '../../text/office/index.ts'
import { DaySheet } from './DaySheet.tsx'
import { Drill } from './Drill.tsx'
import { TrendPart } from './TrendPart.tsx'

const RANGES_DAYS = [7, 14, 28, TREND_DAYS_MAX] as const
const FIRST_DAYS = 14

/** What days and weeks came to, who rated how, and the sheet of one day. */
export function Back({ hallId }: { hallId: string }) {
  const say = useText(officeText)
  const today = businessDayOf(instantOf(useNow()))
  const [days, setDays] = useState(FIRST_DAYS)
  const hall = useRoom(`hall:${hallId}`, 'office').held?.screen.hall
  const from = daysBefore(today, days - 1)
  const ratedFrom = daysBefore(today, Math.min(days, RATINGS_DAYS_MAX) - 1)
  return (
    <div className="office-back" data-testid="office-back">
      <label className="office-range">
        {say('range')}
        <select value={days} onChange={event => setDays(Number(event.target.value))} data-testid="range">
          {RANGES_DAYS.map(range => (
            <option key={range} value={range}>
              {say('lastDays', { days: range })}
            </option>
          ))}
        </select>
      </label>
      <TrendPart hallId={hallId} from={from} to={today} />
      <Drill hallId={hallId} hall={hall} from={ratedFrom} to={today} />
      <DaySheet hallId={hallId} hall={hall} today={today} />
    </div>
  )
}
