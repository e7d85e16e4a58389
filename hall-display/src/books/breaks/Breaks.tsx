import type { Screen } from '@pingting/contract/words/screen'
import { useState } from 'react'
import { useNow } from '../../hub/store.ts'
import type { Staff } from '../../parts/gate/StaffGate.tsx'
import { booksText } from '../../text/books/index.ts'
import { breakNameCodes, breakToDoCodes, breakWhatCodes } from '../../text/breaks/index.ts'
import { disputeText } from '../../text/disputes/index.ts'
import { useFormat } from '../../text/format.ts'
import { type Say, useText, useWords } from '../../text/index.ts'
import { Finder } from '../Finder.tsx'
import { adviceOf, glanceOf, isSought, NOTHING_SOUGHT, nameOfBreak, type ShownBreak, shownBreaks } from '../rows.ts'
import { Where } from '../Where.tsx'
import { Acts } from './Acts.tsx'
import { Booked } from './Booked.tsx'

interface Props {
  lotId: string
  breaks: Screen['breaks']
  staff: Staff
  tell(exemptionId: string): void
}

/** What does not fit, the longest open first: what it is, what it means, and what to do. */
export function Breaks({ lotId, breaks, staff, tell }: Props) {
  const say = useText(booksText)
  const nameOf = useWords(breakNameCodes)
  const [sought, seek] = useState(NOTHING_SOUGHT)
  const rows = shownBreaks(breaks, useNow())
  const shown = rows.filter(row => {
    const { key, matchClass, businessDay, stayId, laneId, exemptionId } = row
    return isSought(sought, row, [key, matchClass, nameOf(nameOfBreak(row)), businessDay, stayId, laneId, exemptionId])
  })
  return (
    <section className="card breaks" aria-label={say('breaks')} data-testid="breaks" data-count={rows.length}>
      <h3>{say('breaksTally', { count: rows.length })}</h3>
      {rows.length === 0 && <p className="notice good">{say('noBreaks')}</p>}
      {rows.length > 0 && <Glance rows={rows} />}
      {rows.length > 1 && <Finder rows={rows} sought={sought} seek={seek} />}
      {rows.length > 0 && shown.length === 0 && <p role="status">{say('noneFound')}</p>}
      <ul>
        {shown.map(row => (
          <Break key={row.key} lotId={lotId} row={row} staff={staff} tell={tell} />
        ))}
      </ul>
    </section>
  )
}

function Glance({ rows }: { rows: readonly ShownBreak[] }) {
  const say = useText(booksText)
  const glance = Object.entries(glanceOf(rows)).filter(([, tally]) => tally > 0)
  if (glance.length === 0) return null
  return (
    <ul className="glance" data-testid="glance">
      {glance.map(([name, tally]) => (
        <li key={name} className={name}>
          {say(name as keyof ReturnType<typeof glanceOf>)} <strong className="figure">{tally}</strong>
        </li>
      ))}
    </ul>
  )
}

/** Whose word it is, and what it shows. */
export function Disputed({ row: { dispute } }: { row: Pick<ShownBreak, 'dispute'> }) {
  const say = useText(disputeText)
  if (dispute === undefined) return null
  const { side, evidence } = dispute
  return (
    <p data-testid="disputed">
      {say(side === 'hall' ? 'byHall' : 'byLot')}
      {evidence !== undefined && ` · ${say('evidenceIs', { evidence })}`}
    </p>
  )
}

const LATE = { amber: 'lateAmber', red: 'lateRed', blocks: 'lateBlocks' } as const

function Break({ lotId, row, staff, tell }: Omit<Props, 'breaks'> & { row: ShownBreak }) {
  const say = useText(booksText)
  const format = useFormat()
  const [nameOf, whatOf, toDoOf] = [useWords(breakNameCodes), useWords(breakWhatCodes), useWords(breakToDoCodes)]
  const name = nameOfBreak(row)
  return (
    <li className={`break ${row.tone}`} data-testid="break" data-key={row.key} data-class={row.matchClass}>
      <strong>
        <span className="break-class">{row.matchClass}</span> {nameOf(name)}
      </strong>
      <span className="figure">{say('amounts', { minutes: row.minutes, yuan: format.yuan(row.amountFen) })}</span>
      <span className="break-age">
        {say('ofDay', { day: row.businessDay })} · {say('since', { age: ageText(row.ageMs, say) })}
        {row.tone !== 'new' && <b className="break-late">{say(LATE[row.tone])}</b>}
      </span>
      <p>
        {whatOf(name)} {row.isMisread && <em>{say('misread')}</em>}
      </p>
      <Booked row={row} />
      <p>
        <b>{say('toDo')}</b>
        {toDoOf(adviceOf(row))}
      </p>
      <Disputed row={row} />
      <Where row={row} tell={tell} />
      <Acts lotId={lotId} row={row} staff={staff} />
    </li>
  )
}

const [HOUR_MS, DAY_MS] = [3_600_000, 86_400_000]

function ageText(ageMs: number, say: Say<typeof booksText>): string {
  if (ageMs < HOUR_MS) return say('minutesAge', { n: Math.floor(ageMs / 60_000) })
  return ageMs < DAY_MS
    ? say('hoursAge', { n: Math.floor(ageMs / HOUR_MS) })
    : say('daysAge', { n: Math.floor(ageMs / DAY_MS) })
}
