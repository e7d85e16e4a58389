import type { Screen } from '@pingting/contract/words/screen'
import { useState } from 'react'
import { exemptionCodes } from '../text/exemptions/index.ts'
import { useFormat } from '../text/format.ts'
import { useText, useWords } from '../text/index.ts'
import { gateCodes, withheldCodes } from '../text/outcome/index.ts'
import { parkingText, writeOffCodes } from '../text/parking/index.ts'
import { Acts } from './Acts.tsx'
import { Match } from './Match.tsx'
import { filterRows, type ParkingRow, parkingRows, type RowState, STATES } from './rows.ts'

/** More rows than a person reads; the filter finds the rest. */
const ROWS_MAX = 200

interface Props {
  hallId: string
  screen: Screen
  lotId: string
  stays: Screen['stays']
}

export function Exemptions({ hallId, screen, lotId, stays }: Props) {
  const say = useText(parkingText)
  const stateWords = useWords(exemptionCodes)
  const [state, setState] = useState<RowState | 'all'>('all')
  const [text, setText] = useState('')
  const rows = filterRows(parkingRows(screen), state, text)
  return (
    <section className="card exemptions">
      <div className="filters">
        <h2>{say('exemptions')}</h2>
        <label>
          <span>{say('state')}</span>
          <select
            value={state}
            onChange={event => setState(event.target.value as RowState | 'all')}
            data-testid="filter-state"
          >
            <option value="all">{say('allStates')}</option>
            {STATES.map(each => (
              <option key={each} value={each}>
                {stateWords(each)}
              </option>
            ))}
          </select>
        </label>
        <label>
          <span>{say('plate')}</span>
          <input
            type="search"
            value={text}
            onChange={event => setText(event.target.value)}
            data-testid="filter-plate"
          />
        </label>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard. */}
      <section className="table-frame" tabIndex={0} aria-label={say('exemptions')}>
        <table data-testid="exemptions">
          <thead>
            <tr>
              <th scope="col">{say('plate')}</th>
              <th scope="col">{say('state')}</th>
              <th scope="col">{say('why')}</th>
              <th scope="col">{say('minutes')}</th>
              <th scope="col">{say('feeWaived')}</th>
              <th scope="col">{say('ticket')}</th>
              <th scope="col">{say('grantedAt')}</th>
              <th scope="col">{say('endedAt')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, ROWS_MAX).map(row => (
              <Row key={`${row.kind} ${row.id}`} {...{ hallId, row, lotId, stays }} />
            ))}
          </tbody>
        </table>
        {rows.length === 0 && <p>{say('noRows')}</p>}
        {rows.length > ROWS_MAX && <p>{say('moreRows', { count: rows.length - ROWS_MAX })}</p>}
      </section>
    </section>
  )
}

function Row({ hallId, row, lotId, stays }: Omit<Props, 'screen'> & { row: ParkingRow }) {
  const say = useText(parkingText)
  const stateWords = useWords(exemptionCodes)
  const withheldWords = useWords(withheldCodes)
  const gateWords = useWords(gateCodes)
  const writeOffWords = useWords(writeOffCodes)
  const format = useFormat()
  const exemption = row.kind === 'exemption' ? row.exemption : undefined
  const why =
    row.kind === 'withheld' ? withheldWords(row.withheld.reason) : exemption?.reason && gateWords(exemption.reason)
  const ticketId = exemption?.ticketId ?? row.id
  return (
    <tr data-testid="exemption-row" data-state={row.state} data-id={row.id} data-plate={row.plate}>
      <th scope="row">{row.plate || say('noPlate')}</th>
      <td>
        <span className={`exemption-state ${row.state}`}>{stateWords(row.state)}</span>
      </td>
      <td>
        {why} {exemption?.writeOff && writeOffWords(exemption.writeOff)}
        {exemption && <Acts hallId={hallId} row={exemption} />}
        {row.kind === 'withheld' && <Match {...{ hallId, lotId, stays }} row={row.withheld} />}
      </td>
      <td className="figure" data-label={say('minutes')}>
        {minutesOf(row)}
      </td>
      <td className="figure" data-label={say('feeWaived')}>
        {exemption?.status === 'honoured' ? format.yuan(exemption.feeWaivedFen) : ''}
      </td>
      <td className="figure" data-label={say('ticket')}>
        {exemption ? (
          <a href={`/books?exemption=${exemption.exemptionId}`} title={say('story')}>
            {ticketId.slice(9)}
          </a>
        ) : (
          ticketId.slice(9)
        )}
      </td>
      <td className="figure" data-label={say('grantedAt')}>
        {format.dayAndSeconds(exemption?.grantedAt ?? row.at)}
      </td>
      <td className="figure" data-label={say('endedAt')}>
        {exemption?.endedAt && format.dayAndSeconds(exemption.endedAt)}
      </td>
    </tr>
  )
}

/** Used of granted where it was used, else what was granted. */
function minutesOf(row: ParkingRow): string {
  if (row.kind === 'withheld') return ''
  const { freeMinutes, minutesApplied } = row.exemption
  return minutesApplied === undefined ? String(freeMinutes) : `${minutesApplied} / ${freeMinutes}`
}
