import type { TicketFrame } from '@pingting/contract/words/screen'
import { useFormat } from '../text/format.ts'
import { useText } from '../text/index.ts'
import { phoneText } from '../text/phone/index.ts'

const SOON_AHEAD_MAX = 3

/** Where a waiting ticket stands, and how long it may take. */
export function Place({ frame }: { frame: TicketFrame | undefined }) {
  const say = useText(phoneText)
  const format = useFormat()
  const { aheadTally, waitMinutesFrom: from, waitMinutesTo: to, waitError } = frame ?? {}
  return (
    <div className="phone-place" aria-live="polite">
      {aheadTally !== undefined && (
        <p className="phone-nth" data-testid="nth">
          {say('nth', { nth: aheadTally + 1 })}
        </p>
      )}
      <dl>
        <div>
          <dt>{say('ahead')}</dt>
          <dd className="figure" data-testid="ahead-tally">
            {format.number(aheadTally)}
          </dd>
        </div>
        <div>
          <dt>{say('waitMinutes')}</dt>
          <dd className="figure" data-testid="wait-range">
            {from === undefined || to === undefined ? <Unknown frame={frame} /> : say('range', { from, to })}
          </dd>
        </div>
      </dl>
      {waitError && (
        <p className="phone-taken" data-testid="wait-error">
          {say('waitError', { tally: waitError.tally, minutes: waitError.medianMinutes })}
        </p>
      )}
      {aheadTally !== undefined && aheadTally <= SOON_AHEAD_MAX && <p className="notice warn">{say('soon')}</p>}
    </div>
  )
}

/** No counter is open for it, as the slip says too; before the hub has told anything there is a dash. */
function Unknown({ frame }: { frame: TicketFrame | undefined }) {
  const say = useText(phoneText)
  return frame === undefined ? '—' : <span className="phone-unknown">{say('waitUnknown')}</span>
}
