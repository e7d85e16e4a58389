import type { BreakRow, ClosingRow, Screen } from '@pingting/contract/words/screen'
import { businessDayOf, instantOf } from '@pingting/contract/words/time'
import { useState } from 'react'
import { useCommand } from '../../hub/command.ts'
import { useNow } from '../../hub/store.ts'
import type { Staff } from '../../parts/gate/StaffGate.tsx'
import { RefusedNotice } from '../../parts/RefusedNotice.tsx'
import { booksText } from '../../text/books/index.ts'
import { breakNameCodes } from '../../text/breaks/index.ts'
import { disputeText } from '../../text/disputes/index.ts'
import { useFormat } from '../../text/format.ts'
import { useText, useWords } from '../../text/index.ts'
import { DayField } from '../DayField.tsx'
import { PrintSheet } from '../PrintSheet.tsx'
import { dayToClose, disputesOf, monthsToClose } from '../rows.ts'
import { Adjusted } from './Adjusted.tsx'
import { booksPath, useDayBooks } from './day-books.ts'
import { Figures } from './Figures.tsx'
import { Shifts } from './Shifts.tsx'

interface Props {
  lotId: string
  breaks: Screen['breaks']
  closings: Screen['closings']
  staff: Staff
}

/** A day is closed in three steps: look at what does not fit, compare the totals, sign on both sides. */
export function Closing({ lotId, breaks, closings, staff }: Props) {
  const say = useText(booksText)
  const today = businessDayOf(instantOf(useNow()))
  const [chosen, setChosen] = useState<string>()
  const day = chosen ?? dayToClose(closings, today)
  const keepsLot = staff.role === 'operator' || staff.role === 'admin'
  const looking = useDayBooks(lotId, day, keepsLot)
  const open = Object.values(breaks).filter(row => row.businessDay === day)
  const closing = closings[day]
  const sayDispute = useText(disputeText)
  const disputes = disputesOf(breaks, day)
  return (
    <section className="card closing" aria-label={say('closing')} data-testid="closing" data-day={day}>
      <h3 className="on-paper">
        {say('daySheet')} {day}
      </h3>
      <div className="part-head">
        <h3>{say('closing')}</h3>
        <DayField label={say('day')} value={day} max={today} id="closing-day" choose={setChosen} />
        <button type="button" className="button" disabled={looking.busy} onClick={looking.look} data-testid="look">
          {say(looking.busy ? 'looking' : 'look')}
        </button>
        <PrintSheet sheet="closing" />
      </div>
      <RefusedNotice refused={looking.refused} />
      <ol>
        <li>
          <h4>{say('stepBreaks')}</h4>
          {disputes === 0 ? (
            <p>{open.length === 0 ? say('stepBreaksDone') : say('stepBreaksOpen', { count: open.length })}</p>
          ) : (
            <p className="notice warn">{sayDispute('open', { count: disputes })}</p>
          )}
          <OpenOnPaper breaks={open} />
        </li>
        <li>
          <h4>{say('stepTotals')}</h4>
          {looking.books && <Figures books={looking.books} />}
          {looking.books && <Adjusted books={looking.books} />}
          {looking.books && <Shifts books={looking.books} />}
          <p className="downloads">
            <a className="button" href={`${booksPath(lotId, day)}.csv`} download>
              {say('sheet')}
            </a>
            <a className="button" href={`${booksPath(lotId, day)}.xlsx`} download>
              {say('workbook')}
            </a>
          </p>
        </li>
        <li>
          <h4>{say('stepSign')}</h4>
          {closing === undefined ? (
            <p>{say('notDrawn')}</p>
          ) : (
            <Signatures lotId={lotId} day={day} closing={closing} staff={staff} disputes={disputes} />
          )}
          {closing && looking.books && looking.books.totals.whole.amountFen !== closing.totalFen && (
            <p className="notice warn">{say('otherwise')}</p>
          )}
        </li>
      </ol>
      <Months lotId={lotId} months={monthsToClose(closings, today)} staff={staff} />
    </section>
  )
}

/** Beside them on the page they stand whole; a sheet of the day has them by name. */
function OpenOnPaper({ breaks }: { breaks: readonly BreakRow[] }) {
  const say = useText(booksText)
  const format = useFormat()
  const nameOf = useWords(breakNameCodes)
  return (
    <ul className="on-paper">
      {breaks.map(({ key, matchClass, minutes, amountFen }) => (
        <li key={key}>
          {matchClass} {nameOf(matchClass)} · {say('amounts', { minutes, yuan: format.yuan(amountFen) })} ·{' '}
          <code>{key}</code>
        </li>
      ))}
    </ul>
  )
}

interface SignatureProps {
  lotId: string
  day: string
  closing: ClosingRow
  staff: Staff
  /** How many wait for their answer. */
  disputes: number
}

/** Whoever checks the chain of settlements needs every version of each day. */
function Earlier({ path, version }: { path: string; version: number }) {
  const say = useText(booksText)
  if (version === 1) return null
  return (
    <p className="earlier" data-testid="earlier-versions">
      {say('earlier')}
      {Array.from({ length: version - 1 }, (_, index) => index + 1).map(each => (
        <a key={each} href={`${path}/${each}`} download>
          {say('versionOnly', { version: each })}
        </a>
      ))}
    </p>
  )
}

function Signatures({ lotId, day, closing, staff, disputes }: SignatureProps) {
  const say = useText(booksText)
  const sayDispute = useText(disputeText)
  const format = useFormat()
  const sending = useCommand(`lot:${lotId}`)
  const { version, sha256, rowTally, totalFen, signedBy, closedAt, drawnAt } = closing
  const sign = (side: 'hall' | 'lot') =>
    void sending.run({ type: 'settlement.sign', businessDay: day, version, sha256, side })
  const may = { hall: staff.role === 'manager' || staff.role === 'admin', lot: staff.role !== 'manager' }
  const path = `/api/lots/${encodeURIComponent(lotId)}/days/${day}/settlements`
  return (
    <div className="signatures" data-testid="signatures" data-closed={closedAt !== undefined}>
      <p>
        <strong>{say('version', { version, count: rowTally, yuan: format.yuan(totalFen) })}</strong>{' '}
        {say('drawnAt', { at: format.dayAndClock(drawnAt) })}
      </p>
      <p className="sum">
        {say('sum')} <code>{sha256}</code>
      </p>
      <a className="button" href={`${path}/${version}`} download>
        {say('paper')}
      </a>
      <Earlier path={path} version={version} />
      {(['hall', 'lot'] as const).map(side => {
        const who = signedBy[side]
        return (
          <p key={side} className="signature" data-side={side} data-signed={who !== undefined}>
            {who === undefined ? say(`${side}Unsigned`) : say(`${side}Signed`, { who })}
            <span className="on-paper sign-line">{say('signLine')}</span>
            {who === undefined && may[side] && disputes === 0 && (
              <button
                type="button"
                className="button main"
                disabled={sending.busy}
                onClick={() => sign(side)}
                data-testid={`sign-${side}`}
              >
                {say(side === 'hall' ? 'signHall' : 'signLot')}
              </button>
            )}
          </p>
        )
      })}
      {disputes > 0 && (
        <p className="notice warn" data-testid="disputes-open">
          {sayDispute('open', { count: disputes })}
        </p>
      )}
      {closedAt !== undefined && <p className="notice good">{say('closed')}</p>}
      <RefusedNotice refused={sending.refused} />
    </div>
  )
}

function Months({ lotId, months, staff }: { lotId: string; months: string[]; staff: Staff }) {
  const say = useText(booksText)
  const sending = useCommand(`lot:${lotId}`)
  if (months.length === 0 || (staff.role !== 'manager' && staff.role !== 'admin')) return null
  return (
    <div className="months">
      <h4>{say('monthTitle')}</h4>
      {months.map(month => (
        <button
          key={month}
          type="button"
          className="button"
          disabled={sending.busy}
          onClick={() => void sending.run({ type: 'settlement.closeMonth', month })}
          data-testid="close-month"
        >
          {say('closeMonth', { month })}
        </button>
      ))}
      <RefusedNotice refused={sending.refused} />
    </div>
  )
}
