import { booksText } from '../../text/books/index.ts'
import './uses.css'
import type { DayUse } from '@pingting/contract/words/parking/uses'
import { businessDayOf, instantOf } from '@pingting/contract/words/time'
import type { ReactNode } from 'react'
import { useNow } from '../../hub/store.ts'
import { RefusedNotice } from '../../parts/RefusedNotice.tsx'
import { useFormat } from '../../text/format.ts'
import { useText } from '../../text/index.ts'
import { wholeOf } from './rows.ts'
import { UsesChart } from './UsesChart.tsx'
import { useUses } from './use-uses.ts'

/** Two working weeks with what lies between. */
const DAYS = 14
const COLUMNS = ['granted', 'grantedMinutes', 'used', 'usedMinutes', 'waivedFen'] as const

/** What the free parking of the last days came to. */
export function Uses({ lotId }: { lotId: string }) {
  const say = useText(booksText)
  const today = businessDayOf(instantOf(useNow()))
  const { uses, refused } = useUses(lotId, today, DAYS)
  return (
    <section className="card uses" aria-label={say('uses', { days: DAYS })}>
      <h3>{say('uses', { days: DAYS })}</h3>
      <p className="uses-note">{say('usesNote')}</p>
      <RefusedNotice refused={refused} />
      {uses && wholeOf(uses).granted > 0 && <UsesChart uses={uses} />}
      {uses && <Table uses={uses} />}
    </section>
  )
}

function Table({ uses }: { uses: readonly DayUse[] }) {
  const say = useText(booksText)
  return (
    <table data-testid="uses">
      <thead>
        <tr>
          <th scope="col">{say('day')}</th>
          {COLUMNS.map(column => (
            <th key={column} scope="col">
              {say(column)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {uses.toReversed().map(day => (
          <Line key={day.businessDay} row={day.businessDay} sums={day}>
            <span className="year">{day.businessDay.slice(0, 5)}</span>
            {day.businessDay.slice(5)}
          </Line>
        ))}
      </tbody>
      <tfoot>
        <Line row="whole" sums={wholeOf(uses)}>
          {say('whole')}
        </Line>
      </tfoot>
    </table>
  )
}

interface LineProps {
  row: string
  sums: Omit<DayUse, 'businessDay'>
  children: ReactNode
}

function Line({ row, sums, children }: LineProps) {
  const format = useFormat()
  return (
    <tr data-row={row}>
      <th scope="row">{children}</th>
      {COLUMNS.map(column => (
        <td key={column} className="figure">
          {column === 'waivedFen' ? format.yuan(sums[column]) : format.number(sums[column])}
        </td>
      ))}
    </tr>
  )
}
