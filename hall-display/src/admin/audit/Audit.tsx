import type { DeedRow, StaffRow } from '@pingting/contract/words/setup/setup'
import { businessDayOf, instantOf } from '@pingting/contract/words/time'
import { useState } from 'react'
import { useNow } from '../../hub/store.ts'
import { Entry, Select } from '../../parts/form/fields.tsx'
import { RefusedNotice } from '../../parts/RefusedNotice.tsx'
import { Waiting } from '../../parts/Waiting.tsx'
import { auditText } from '../../text/deeds/index.ts'
import { useFormat } from '../../text/format.ts'
import { type Say, useText } from '../../text/index.ts'
import { csvOf } from './csv.ts'
import { useTold } from './told.ts'
import { useDeeds } from './use-deeds.ts'

const WHO = ['staff', 'device', 'citizen', 'bridge', 'system', 'all'] as const
const KINDS = [
  ...['all', 'hall', 'counter', 'ticket', 'device', 'account', 'policy', 'exemption', 'settlement', 'rectification'],
] as const satisfies readonly string[]
type Kind =
  | 'all'
  | 'hall'
  | 'counter'
  | 'ticket'
  | 'device'
  | 'account'
  | 'policy'
  | 'exemption'
  | 'settlement'
  | 'rectification'

/** Who did what, when and from where. */
export function Audit({ hallId, people }: { hallId: string; people: readonly StaffRow[] }) {
  const say = useText(auditText)
  const today = businessDayOf(instantOf(useNow()))
  const [narrowed, setNarrowed] = useState({ day: today, who: 'staff', staffId: 'all', about: 'all' })
  const { deeds, refused } = useDeeds(hallId, narrowed)
  const change = (part: Partial<typeof narrowed>): void => setNarrowed({ ...narrowed, ...part })
  return (
    <>
      <p className="what">{say('what')}</p>
      <div className="row" data-testid="audit-filters">
        <Entry
          label={say('day')}
          type="date"
          max={today}
          value={narrowed.day}
          onChange={day => day !== '' && change({ day })}
          testId="audit-day"
        />
        <Select
          label={say('who')}
          options={WHO.map(value => ({ value, label: say(`who_${value}`) }))}
          value={narrowed.who}
          onChange={who => change({ who, staffId: 'all' })}
          testId="audit-who"
        />
        {narrowed.who === 'staff' && (
          <Select
            label={say('person')}
            options={[
              { value: 'all', label: say('everybody') },
              ...people.map(({ staffId, name }) => ({ value: staffId, label: `${name} ${staffId}` })),
            ]}
            value={narrowed.staffId}
            onChange={staffId => change({ staffId })}
            testId="audit-person"
          />
        )}
        <Select
          label={say('kind')}
          options={KINDS.map(value => ({ value, label: say(`kind_${value as Kind}`) }))}
          value={narrowed.about}
          onChange={about => change({ about })}
          testId="audit-kind"
        />
      </div>
      <RefusedNotice refused={refused} />
      {deeds === undefined && refused === undefined && <Waiting />}
      {deeds && <Table day={deeds.day} rows={deeds.rows} isCut={deeds.isCut} />}
    </>
  )
}

function Table({ day, rows, isCut }: { day: string; rows: readonly DeedRow[]; isCut: boolean }) {
  const say = useText(auditText)
  const format = useFormat()
  const { who, where, what } = useTold()
  const lines = rows.map(row => ({
    key: `${row.stream} ${row.seq}`,
    cells: [format.dayAndSeconds(row.at), who(row), where(row), what(row)],
  }))
  if (rows.length === 0) return <p data-testid="audit-none">{say('none')}</p>
  return (
    <>
      {isCut && <p className="notice warn">{say('cut', { n: rows.length })}</p>}
      <div className="section-head">
        <p>{say('tally', { n: rows.length })}</p>
        <Export day={day} say={say} lines={lines.map(({ cells }) => cells)} />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by key */}
      <section className="audit-table" tabIndex={0} aria-label={say('table')}>
        <table>
          <thead>
            <tr>
              {(['when', 'who', 'from', 'kind'] as const).map(head => (
                <th key={head} scope="col">
                  {say(head)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {lines.map(({ key, cells }) => (
              <tr key={key} data-testid="deed">
                {cells.map((text, place) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: a line always has the same cells
                  <td key={place}>{text}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  )
}

interface ExportProps {
  day: string
  say: Say<typeof auditText>
  lines: readonly (readonly string[])[]
}

/** What stands on the page, as a file. */
function Export({ day, say, lines }: ExportProps) {
  const save = (): void => {
    const head = [say('when'), say('who'), say('from'), say('kind')]
    const url = URL.createObjectURL(new Blob([csvOf([head, ...lines])], { type: 'text/csv;charset=utf-8' }))
    Object.assign(document.createElement('a'), { href: url, download: `audit-${day}.csv` }).click()
    URL.revokeObjectURL(url)
  }
  return (
    <button type="button" className="button" onClick={save} data-testid="audit-export">
      {say('export')}
    </button>
  )
}
