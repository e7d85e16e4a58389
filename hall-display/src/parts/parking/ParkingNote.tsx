import { gateCodes, parkingOutcomeText, withheldCodes } from '../../text/outcome/index.ts'
import './parking-note.css'
import type { Screen } from '@pingting/contract/words/screen'
import { useFormat } from '../../text/format.ts'
import { useText, useWords } from '../../text/index.ts'
import { exemptionOf, outcomeOf } from './parking-outcome.ts'

/** What became of the parking, in one sentence; nothing while there is nothing to say. */
export function ParkingNote({ screen, ticketId }: { screen: Screen; ticketId: string }) {
  const say = useText(parkingOutcomeText)
  const withheldWords = useWords(withheldCodes)
  const gateWords = useWords(gateCodes)
  const exemption = exemptionOf(screen, ticketId)
  const outcome = outcomeOf(exemption, screen.withheld[ticketId], useFormat())
  if (outcome === undefined) return null
  const { tone, word, values, reasons } = outcome
  const state = exemption?.status ?? 'withheld'
  return (
    <div className={`notice ${tone} parking-note`} role="status" data-testid="parking-note" data-state={state}>
      <strong>{say(word, values)}</strong>
      {reasons && (
        <span data-testid="parking-reason" data-reason={reasons.code}>
          {(reasons.list === 'gate' ? gateWords : withheldWords)(reasons.code)}
        </span>
      )}
    </div>
  )
}
