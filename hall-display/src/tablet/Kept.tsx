import { usePick, useText } from '../text/index.ts'
import { tabletText } from '../text/tablet/index.ts'
import type { KeptRatings } from './kept/use-kept.ts'

/** What waits for the hub, and what it did not take: how many and why, never whose or how. */
export function Kept({ kept: { waiting, refused, forgetRefused } }: { kept: KeptRatings }) {
  const say = useText(tabletText)
  const pick = usePick()
  const reasons = [...new Set(refused.map(pick))]
  return (
    <div className="tablet-kept" role="status">
      {waiting > 0 && <p data-testid="kept-waiting">{say('keptWaiting', { tally: waiting })}</p>}
      {reasons.length > 0 && (
        <div className="notice warn" data-testid="kept-refused" data-codes={refused.map(({ code }) => code).join(' ')}>
          <div>
            <p>{say('keptRefused', { tally: refused.length })}</p>
            {reasons.map(reason => (
              <p key={reason}>{reason}</p>
            ))}
          </div>
          <button type="button" className="button" onClick={forgetRefused} data-testid="kept-seen">
            {say('keptSeen')}
          </button>
        </div>
      )}
    </div>
  )
}
