import type { PolicyTrial } from '@pingting/contract/words/parking/trial'
import { useFormat } from '../../text/format.ts'
import { useText, useWords } from '../../text/index.ts'
import { policiesText, trialReasonCodes } from '../../text/policies/index.ts'
import { figuresOf, reasonsOf, type TrialRow } from './rows.ts'

interface Props {
  trial: PolicyTrial
  /** Names of the versions that held on these days. */
  held: readonly string[]
}

/** What it would have come to, under this policy and the one in force, beside what it came to: figures first, then why not. */
export function TrialTable({ trial, held }: Props) {
  const say = useText(policiesText)
  const format = useFormat()
  const reasonOf = useWords(trialReasonCodes)
  const reasons = reasonsOf(trial)
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{say('item')}</th>
          <th scope="col">{say('tried')}</th>
          <th scope="col">{say('inForceTried')}</th>
          <th scope="col">{say('more')}</th>
          <th scope="col">
            {say('inTruth')}
            <small>{held.map(version => say('version', { version })).join(say('listComma'))}</small>
          </th>
        </tr>
      </thead>
      <tbody>
        {figuresOf(trial).map(row => (
          <Line
            key={row.name}
            row={row}
            name={say(row.name)}
            write={row.name === 'waivedFen' ? format.yuan : format.number}
          />
        ))}
      </tbody>
      {reasons.length > 0 && (
        <tbody>
          <tr>
            <th scope="rowgroup" colSpan={5}>
              {say('byReason')}
            </th>
          </tr>
          {reasons.map(row => (
            <Line key={row.name} row={row} name={reasonOf(row.name)} write={format.number} />
          ))}
        </tbody>
      )}
    </table>
  )
}

interface LineProps {
  row: TrialRow<string>
  name: string
  write(n: number | undefined): string
}

const Line = ({ row: { name: code, tried, inForce, inTruth, more }, name, write }: LineProps) => (
  <tr data-row={code}>
    <th scope="row">{name}</th>
    <td className="figure">{write(tried)}</td>
    <td className="figure">{write(inForce)}</td>
    <td className="figure more">{more !== undefined && more > 0 ? `+${write(more)}` : write(more)}</td>
    <td className="figure">{write(inTruth)}</td>
  </tr>
)
