import { LEVELS, levelWords } from '@pingting/contract/words/levels'
import { RATINGS_DAYS_MAX, type Ratings } from '@pingting/contract/words/office/trend'
import type { HallHead } from '@pingting/contract/words/screen'
import { useState } from 'react'
import { RefusedNotice } from '../../parts/RefusedNotice.tsx'
import { useFormat } from '../../text/format.ts'
import { usePick, useText } from '../../text/index.ts'
import { officeText } from '../../text/office/index.ts'
import { Sideways } from '../Sideways.tsx'
import { Downloads } from './Downloads.tsx'
import { AXES, along, badOf, type DrillRow, goodOf, tallyOf, within } from './drill.ts'
import { useNaming } from './naming.ts'
import { periodPath, useAsked } from './use-asked.ts'

const HEADS = { counterId: 'counter', serviceCode: 'service', channel: 'channel' } as const

interface Props {
  hallId: string
  hall: HallHead | undefined
  from: string
  to: string
}

/** From the hall to a counter, to an item there, to the channels it was rated on. */
export function Drill({ hallId, hall, from, to }: Props) {
  const say = useText(officeText)
  const nameOf = useNaming(hall)
  const [path, setPath] = useState<readonly string[]>([])
  const { value, refused } = useAsked<Ratings>(periodPath(hallId, 'ratings', from, to))
  const axis = AXES[path.length]!
  const rows = value && along(within(value.cells, path), axis)
  const deeper = path.length < AXES.length - 1 ? (key: string) => setPath([...path, key]) : undefined
  return (
    <section className="card" aria-label={say('drill')}>
      <header className="part-head">
        <h3>{say('drill')}</h3>
        <Downloads hallId={hallId} name="ratings" from={from} to={to} />
      </header>
      <p className="part-note">{say('drillNote', { days: RATINGS_DAYS_MAX })}</p>
      <nav className="office-way" aria-label={say('drill')} data-testid="drill-way">
        {[say('whole'), ...path.map((key, step) => nameOf(AXES[step]!, key))].map((word, step) => (
          <button
            key={AXES[step]}
            type="button"
            className="button quiet"
            aria-current={step === path.length ? 'location' : undefined}
            onClick={() => setPath(path.slice(0, step))}
          >
            {word}
          </button>
        ))}
      </nav>
      <RefusedNotice refused={refused} />
      {rows?.length === 0 && <p data-testid="no-ratings">{say('noRatings')}</p>}
      {rows !== undefined && rows.length > 0 && (
        <RatingTable rows={rows} head={say(HEADS[axis])} nameOf={key => nameOf(axis, key)} deeper={deeper} />
      )}
    </section>
  )
}

interface TableProps {
  rows: readonly DrillRow[]
  head: string
  nameOf(key: string): string
  /** Absent where there is no deeper. */
  deeper?: ((key: string) => void) | undefined
}

export function RatingTable({ rows, head, nameOf, deeper }: TableProps) {
  const say = useText(officeText)
  const pick = usePick()
  const format = useFormat()
  return (
    <Sideways label={head}>
      <table data-testid="ratings">
        <thead>
          <tr>
            <th scope="col">{head}</th>
            <th scope="col">{say('tally')}</th>
            {LEVELS.map(level => (
              <th key={level} scope="col">
                {pick(levelWords[level])}
              </th>
            ))}
            <th scope="col">{say('bad')}</th>
            <th scope="col">{say('activeGood')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, byLevel }) => (
            <tr key={key} data-row={key}>
              <th scope="row">
                {deeper === undefined ? (
                  nameOf(key)
                ) : (
                  <button
                    type="button"
                    className="button quiet"
                    onClick={() => deeper(key)}
                    data-testid={`drill-${key}`}
                  >
                    {nameOf(key)}
                  </button>
                )}
              </th>
              <td className="figure">{format.number(tallyOf(byLevel))}</td>
              {LEVELS.map(level => (
                <td key={level} className="figure">
                  {format.number(byLevel[level])}
                </td>
              ))}
              <td className="figure">{format.number(badOf(byLevel))}</td>
              <td className="figure">{format.share(goodOf(byLevel))}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Sideways>
  )
}
