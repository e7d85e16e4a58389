import './incidents.css'
import type { PhantomRow } from '@pingting/contract/words/parking/phantoms'
import type { Screen } from '@pingting/contract/words/screen'
import { useCommand } from '../../hub/command.ts'
import { useLive } from '../../hub/store.ts'
import { RefusedNotice } from '../../parts/RefusedNotice.tsx'
import { useFormat } from '../../text/format.ts'
import { useText, useWords } from '../../text/index.ts'
import { parkingText, phantomStageCodes } from '../../text/parking/index.ts'
import { incidentsOf, stageOf } from './incidents.ts'

interface Props {
  lot: Screen['lot']
  exemptions: Screen['exemptions']
}

/** What nobody may have granted: of severity 1, and read out at once. Nothing while there is none. */
export function Incidents({ lot, exemptions }: Props) {
  const say = useText(parkingText)
  const format = useFormat()
  const { phantoms, unearned } = incidentsOf(lot, exemptions)
  const count = phantoms.length + unearned.length
  if (count === 0) return null
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
    <section className="card checks incidents" tabIndex={0} aria-label={say('incidents')} data-testid="incidents">
      <h2 role="alert">{say('incidentsTally', { count })}</h2>
      <ul>
        {unearned.map(({ exemptionId, plate, grantedAt, freeMinutes }) => (
          <li key={exemptionId} data-incident="unearned" data-id={exemptionId}>
            <strong>
              {plate} {say('unearned', { minutes: freeMinutes })}
            </strong>
            <span className="figure">{format.dayAndSeconds(grantedAt)}</span>
            <em>{say('unearnedToDo')}</em>
          </li>
        ))}
        {phantoms.map(row => (
          <Phantom key={row.exemptionId} lotId={lot?.lotId} row={row} />
        ))}
      </ul>
    </section>
  )
}

function Phantom({ lotId, row }: { lotId: string | undefined; row: PhantomRow }) {
  const say = useText(parkingText)
  const stageWords = useWords(phantomStageCodes)
  const format = useFormat()
  const live = useLive()
  const sending = useCommand(`lot:${lotId}`)
  const { exemptionId, freeMinutes, heldAt, waits } = row
  const stage = stageOf(row)
  return (
    <li data-incident="phantom" data-id={exemptionId} data-stage={stage}>
      <strong>{say('phantom', { minutes: freeMinutes })}</strong>
      <span className="figure">
        {format.dayAndSeconds(heldAt)} {exemptionId}
      </span>
      <em>{stageWords(stage)}</em>
      {waits !== undefined && (
        <button
          type="button"
          className="button"
          disabled={!live || sending.busy}
          onClick={() => void sending.run({ type: 'lot.takeBackPhantom', exemptionId })}
          data-testid="phantom-take-back"
        >
          {say('phantomTakeBack')}
        </button>
      )}
      <RefusedNotice refused={sending.refused} />
    </li>
  )
}
