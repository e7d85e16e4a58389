import type { OfficeFrame } from '@pingting/contract/words/office/frames'
import type { Screen } from '@pingting/contract/words/screen'
import { useNow } from '../../hub/store.ts'
import { counterText } from '../../text/counter/index.ts'
import { useFormat } from '../../text/format.ts'
import { useText, useWords } from '../../text/index.ts'
import { counterStateCodes, officeText } from '../../text/office/index.ts'
import { goodOf, tallyOf } from '../back/drill.ts'
import { Sideways } from '../Sideways.tsx'
import { type CounterLine, counterLines } from './floor.ts'

const COLUMNS = ['counter', 'state', 'since', 'serves', 'staff', 'ratings', 'good'] as const

interface Props {
  screen: Screen
  frame: OfficeFrame | undefined
}

/** Each counter: how it is, since when, whom it serves by number, who sits there, how it was rated today. */
export function Counters({ screen, frame }: Props) {
  const say = useText(officeText)
  const now = useNow()
  const lines = counterLines(screen)
  const closed = lines.filter(({ state }) => state === 'closed')
  return (
    <section className="card office-counters" aria-label={say('counters')}>
      <h3>{say('counters')}</h3>
      <Sideways label={say('counters')}>
        <table data-testid="counters">
          <thead>
            <tr>
              {COLUMNS.map(column => (
                <th key={column} scope="col">
                  {say(column)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {lines
              .filter(({ state }) => state !== 'closed')
              .map(line => (
                <Line key={line.counterId} line={line} now={now} ratings={frame?.byCounter[line.counterId]} />
              ))}
          </tbody>
        </table>
      </Sideways>
      {closed.length > 0 && (
        <p className="part-note" data-testid="closed-counters">
          {say('closedOnes', { count: closed.length, labels: closed.map(({ label }) => label).join(' ') })}
        </p>
      )}
    </section>
  )
}

interface LineProps {
  line: CounterLine
  now: number
  ratings: OfficeFrame['byCounter'][string] | undefined
}

function Line({ line, now, ratings }: LineProps) {
  const format = useFormat()
  const state = useWords(counterStateCodes)
  const pause = useWords(counterText)
  const { state: code, since, number, staffName, pauseReason } = line
  return (
    <tr data-counter={line.counterId} data-state={code}>
      <th scope="row">{line.label}</th>
      <td>
        <span className={`office-state ${code}`}>{state(code)}</span>
        {pauseReason && <small> {pause(pauseReason)}</small>}
      </td>
      <td className="figure">{since === undefined ? '—' : format.span((now - Date.parse(since)) / 1000)}</td>
      <td className="figure">{number ?? '—'}</td>
      <td>{staffName ?? '—'}</td>
      <td className="figure">{format.number(ratings && tallyOf(ratings))}</td>
      <td className="figure">{format.share(ratings && goodOf(ratings))}</td>
    </tr>
  )
}
