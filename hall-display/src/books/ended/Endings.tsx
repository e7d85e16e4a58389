import { booksText } from '../../text/books/index.ts'
import { breakNameCodes } from '../../text/breaks/index.ts'
import './endings.css'
import type { Ending } from '@pingting/contract/words/parking/books'
import { ERASED } from '@pingting/contract/words/plates'
import { businessDayOf, daysBefore, instantOf } from '@pingting/contract/words/time'
import { useState } from 'react'
import { useNow } from '../../hub/store.ts'
import { RefusedNotice } from '../../parts/RefusedNotice.tsx'
import { disputeText } from '../../text/disputes/index.ts'
import { useFormat } from '../../text/format.ts'
import { useText, useWords } from '../../text/index.ts'
import { Disputed } from '../breaks/Breaks.tsx'
import { DayField } from '../DayField.tsx'
import { Finder } from '../Finder.tsx'
import { kindText } from '../kinds.ts'
import { PrintSheet } from '../PrintSheet.tsx'
import { isSought, NOTHING_SOUGHT, nameOfBreak } from '../rows.ts'
import { Where } from '../Where.tsx'
import { useEndings } from './use-endings.ts'

interface Props {
  lotId: string
  /** Changes where something was ended meanwhile. */
  news: unknown
  tell(exemptionId: string): void
}

/** A week, unless other days are chosen; the hub tells a month at a time. */
const DAYS = 7
const DAYS_MAX = 31

/** Differences that people have ended: how, who, and why. */
export function Endings({ lotId, news, tell }: Props) {
  const say = useText(booksText)
  const today = businessDayOf(instantOf(useNow()))
  const [chosen, choose] = useState<{ from?: string; to?: string }>({})
  const { from = daysBefore(chosen.to ?? today, DAYS - 1), to = today } = chosen
  const isRange = from <= to && from > daysBefore(to, DAYS_MAX)
  const [sought, seek] = useState(NOTHING_SOUGHT)
  const { told, refused } = useEndings(lotId, isRange ? from : to, to, news)
  const nameOf = useWords(breakNameCodes)
  const shown = (told?.endings ?? []).filter(row => isSought(sought, row, saidOf(row, nameOf(nameOfBreak(row)))))
  return (
    <section className="card endings" aria-label={say('ended')} data-testid="endings" data-count={shown.length}>
      <div className="part-head">
        <h3>{say('endedTally', { count: told?.tally ?? 0 })}</h3>
        <PrintSheet sheet="ended" />
      </div>
      <p className="on-paper">{say('endedOfDays', { from, to })}</p>
      <p className="part-note">{say('endedNote')}</p>
      <Finder rows={told?.endings ?? []} sought={sought} seek={seek}>
        <DayField
          label={say('fromDay')}
          value={from}
          max={to}
          id="ended-from"
          choose={(day = from) => choose({ from: day, to })}
        />
        <DayField
          label={say('toDay')}
          value={to}
          max={today}
          id="ended-to"
          choose={(day = to) => choose({ from, to: day })}
        />
      </Finder>
      {!isRange && <p className="notice warn">{say('badRange', { days: DAYS_MAX })}</p>}
      <RefusedNotice refused={refused} />
      {told && shown.length === 0 && <p role="status">{say(told.tally === 0 ? 'noneEnded' : 'noneFound')}</p>}
      {told && told.tally > told.endings.length && (
        <p className="notice warn">{say('endedCut', { count: told.endings.length })}</p>
      )}
      <ul>
        {shown.map(row => (
          <One key={`${row.key} ${row.endedAt}`} row={row} tell={tell} />
        ))}
      </ul>
    </section>
  )
}

const saidOf = (row: Ending, name: string): unknown[] => [
  ...[row.key, row.matchClass, name, row.businessDay, row.stayId, row.laneId, row.exemptionId, row.words],
  ...[row.reference, row.endedBy, row.adjustment?.proposedBy, row.adjustment?.approvedBy],
]

function One({ row, tell }: { row: Ending; tell: Props['tell'] }) {
  const say = useText(booksText)
  const format = useFormat()
  const nameOf = useWords(breakNameCodes)
  const { adjustment, reference, how, endedBy, endedAt, words, answer } = row
  const sayDispute = useText(disputeText)
  const wrote = (text: string): string => (text === ERASED ? say('erased') : text)
  const kind = adjustment && {
    ...{ kind: kindText(say, adjustment.kind), minutes: adjustment.minutes },
    ...{ yuan: format.yuan(adjustment.amountFen), who: adjustment.proposedBy, other: adjustment.approvedBy },
  }
  return (
    <li className="ending" data-testid="ending" data-key={row.key} data-how={how}>
      <strong>
        <span className="break-class">{row.matchClass}</span> {nameOf(nameOfBreak(row))}
      </strong>
      <span className="figure">{say('amounts', { minutes: row.minutes, yuan: format.yuan(row.amountFen) })}</span>
      <span className="break-age">
        {say('ofDay', { day: row.businessDay })} · {say('endedAt', { at: format.dayAndClock(endedAt) })}
      </span>
      <p>
        {how === 'explained' && say('explainedBy', { who: endedBy })}
        {how === 'rejected' && sayDispute('rejectedBy', { ...kind, other: endedBy })}
        {(how === 'adjusted' || how === 'refunded') && say('adjustedBy', kind)}
        {how === 'refunded' && ` ${say('refundedBy', { who: endedBy, reference: wrote(reference ?? '') })}`}
      </p>
      <p>
        <b>{say(how === 'explained' ? 'text' : 'reason')}</b> {wrote(words)}
      </p>
      {answer !== undefined && (
        <p>
          <b>{sayDispute('answer')}</b> {wrote(answer)}
        </p>
      )}
      <Disputed row={row} />
      <Where row={row} tell={tell} />
    </li>
  )
}
