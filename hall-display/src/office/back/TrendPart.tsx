import type { Trend, TrendRow } from '@pingting/contract/words/office/trend'
import { useState } from 'react'
import { TrendCharts } from '../../charts/TrendCharts.tsx'
import { RefusedNotice } from '../../parts/RefusedNotice.tsx'
import { useFormat } from '../../text/format.ts'
import { useText } from '../../text/index.ts'
import { officeText } from '../../text/office/index.ts'
import { Sideways } from '../Sideways.tsx'
import { Downloads } from './Downloads.tsx'
import { periodPath, useAsked } from './use-asked.ts'

const GRAINS = ['days', 'weeks'] as const
const COLUMNS = [
  'taken',
  'done',
  'waitShort',
  'lateShort',
  'missedShort',
  'rated',
  'activeRate',
  'activeGood',
  'score',
] as const
const PLACES = 2

interface Props {
  hallId: string
  from: string
  to: string
}

export function TrendPart({ hallId, from, to }: Props) {
  const say = useText(officeText)
  const [grain, setGrain] = useState<(typeof GRAINS)[number]>('days')
  const { value, refused } = useAsked<Trend>(periodPath(hallId, 'trend', from, to))
  const rows = value?.[grain]
  return (
    <section className="card office-trend" aria-label={say('trend')}>
      <header className="part-head">
        <h3>{say('trend')}</h3>
        <fieldset className="office-grains" aria-label={say('grain')}>
          {GRAINS.map(one => (
            <button
              key={one}
              type="button"
              className={one === grain ? 'button main' : 'button'}
              aria-pressed={one === grain}
              onClick={() => setGrain(one)}
              data-testid={`grain-${one}`}
            >
              {say(one === 'days' ? 'byDay' : 'byWeek')}
            </button>
          ))}
        </fieldset>
        <Downloads hallId={hallId} name="trend" from={from} to={to} />
      </header>
      <RefusedNotice refused={refused} />
      {rows?.length === 0 && <p data-testid="no-days">{say('noDays')}</p>}
      {rows !== undefined && rows.length > 0 && (
        <>
          <TrendCharts rows={rows} />
          <Table rows={rows} head={say(grain === 'days' ? 'day' : 'week')} />
        </>
      )}
    </section>
  )
}

/** The latest on top. */
function Table({ rows, head }: { rows: readonly TrendRow[]; head: string }) {
  const say = useText(officeText)
  return (
    <Sideways label={say('trend')}>
      <table data-testid="trend">
        <thead>
          <tr>
            <th scope="col">{head}</th>
            {COLUMNS.map(column => (
              <th key={column} scope="col">
                {say(column)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.toReversed().map(row => (
            <Line key={row.from} row={row} />
          ))}
        </tbody>
      </table>
    </Sideways>
  )
}

function Line({ row }: { row: TrendRow }) {
  const format = useFormat()
  const cells = [
    ...[format.number(row.taken), format.number(row.completed), format.span(row.averageWaitSeconds)],
    ...[format.number(row.lateWaits), format.number(row.missed), format.number(row.evaluated)],
    ...[format.share(row.rates.active), format.share(row.rates.activeGood)],
    row.rates.score?.toFixed(PLACES) ?? '—',
  ]
  return (
    <tr data-row={row.from}>
      <th scope="row">{row.from === row.to ? row.from : `${row.from} – ${row.to.slice(5)}`}</th>
      {cells.map((cell, place) => (
        <td key={COLUMNS[place]} className="figure">
          {cell}
        </td>
      ))}
    </tr>
  )
}
