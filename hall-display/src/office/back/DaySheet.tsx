import type { Ratings, Trend, TrendRow } from '@pingting/contract/words/office/trend'
import type { HallHead } from '@pingting/contract/words/screen'
import { localTime } from '@pingting/contract/words/time'
import { useState } from 'react'
import { nowMs } from '../../hub/store.ts'
import { ChosenDay } from '../../parts/form/ChosenDay.tsx'
import { RefusedNotice } from '../../parts/RefusedNotice.tsx'
import { useFormat } from '../../text/format.ts'
import { usePick, useText } from '../../text/index.ts'
import { officeText } from '../../text/office/index.ts'
import { RatingTable } from './Drill.tsx'
import { along } from './drill.ts'
import { useNaming } from './naming.ts'
import { periodPath, useAsked } from './use-asked.ts'

const AXES = [
  ['counterId', 'counter', 'byCounter'],
  ['serviceCode', 'service', 'byItem'],
  ['channel', 'channel', 'byChannel'],
] as const
const PLACES = 2
/** More lines than this, up to some sixty, stand closer, so that it stays one sheet. */
const ROOMY_LINES = 30
const NOON = '12:00'

interface Props {
  hallId: string
  hall: HallHead | undefined
  today: string
}

/** One day on one sheet of A4; on the page there is only the choice of the day. */
export function DaySheet({ hallId, hall, today }: Props) {
  const say = useText(officeText)
  const [day, setDay] = useState(today)
  const trend = useAsked<Trend>(periodPath(hallId, 'trend', day, day))
  const ratings = useAsked<Ratings>(periodPath(hallId, 'ratings', day, day))
  const row = trend.value?.days[0]
  return (
    <section className="card office-sheet" aria-label={say('sheet')}>
      <header className="part-head">
        <h3>{say('sheet')}</h3>
        <label>
          {say('sheetDay')}
          <input
            type="date"
            value={day}
            max={today}
            onChange={event => setDay(event.target.value || today)}
            data-testid="sheet-day"
          />
          <ChosenDay day={day} />
        </label>
        <button
          type="button"
          className="button main"
          disabled={row === undefined || ratings.value === undefined}
          onClick={() => window.print()}
          data-testid="print-sheet"
        >
          {say('print')}
        </button>
      </header>
      <RefusedNotice refused={trend.refused ?? ratings.refused} />
      {trend.value !== undefined && row === undefined && <p>{say('noDays')}</p>}
      {row && ratings.value && <Paper hall={hall} row={row} ratings={ratings.value} />}
    </section>
  )
}

function Paper({ hall, row, ratings }: { hall: HallHead | undefined; row: TrendRow; ratings: Ratings }) {
  const say = useText(officeText)
  const pick = usePick()
  const format = useFormat()
  const nameOf = useNaming(hall)
  const tables = AXES.map(([axis, head, title]) => ({ axis, head, title, rows: along(ratings.cells, axis) }))
  const lines = tables.reduce((sum, { rows }) => sum + rows.length, 0)
  return (
    <div className={lines > ROOMY_LINES ? 'on-paper dense' : 'on-paper'} data-testid="day-sheet">
      <h2>{say('sheetTitle', { hall: hall ? pick({ zh: hall.name, en: hall.nameEn }) : '' })}</h2>
      <p>
        <strong>{format.day(localTime(row.from, NOON))}</strong>
        <span>{say('drawnAt', { at: format.dayAndClock(nowMs()) })}</span>
      </p>
      <Summary row={row} />
      {tables.map(({ axis, head, title, rows }) => (
        <div key={axis}>
          <h3>{say(title)}</h3>
          <RatingTable rows={rows} head={say(head)} nameOf={key => nameOf(axis, key)} />
        </div>
      ))}
      <p className="sign-line">{say('sign')}</p>
    </div>
  )
}

function Summary({ row }: { row: TrendRow }) {
  const say = useText(officeText)
  const format = useFormat()
  const figures = [
    ['taken', format.number(row.taken)],
    ['done', format.number(row.completed)],
    ['averageWait', format.span(row.averageWaitSeconds)],
    ['averageService', format.span(row.averageServiceSeconds)],
    ['lateShort', format.number(row.lateWaits)],
    ['missedShort', format.number(row.missed)],
    ['rated', format.number(row.evaluated)],
    ['activeRate', format.share(row.rates.active)],
    ['activeGood', format.share(row.rates.activeGood)],
    ['score', row.rates.score?.toFixed(PLACES) ?? '—'],
  ] as const
  return (
    <dl>
      {figures.map(([word, value]) => (
        <div key={word}>
          <dt>{say(word)}</dt>
          <dd className="figure">{value}</dd>
        </div>
      ))}
    </dl>
  )
}
