import type { CaseFate } from '@pingting/contract/words/screen'
import { useNow } from '../hub/store.ts'
import { caseOutcomeCodes, casesText } from '../text/cases/index.ts'
import { useFormat } from '../text/format.ts'
import { useText, useWords } from '../text/index.ts'

/** What becomes of a bad rating, for who gave it; loaded only where there is something to tell. */
export default function FatePanel({ fate: { takenAt, dueAt, closedAt, outcome, reply } }: { fate: CaseFate }) {
  const say = useText(casesText)
  const outcomeOf = useWords(caseOutcomeCodes)
  const format = useFormat()
  const now = useNow()
  return (
    <section className="card phone-panel" data-testid="fate" role="status">
      <h2>{say('fateTitle')}</h2>
      {closedAt === undefined ? (
        <>
          <p>{say('fateTaken', { at: format.dayAndClock(takenAt) })}</p>
          {dueAt !== undefined && (
            <p>
              {say(now < Date.parse(dueAt) ? 'fateDue' : 'fateOver', {
                until: format.dayAndClock(Date.parse(dueAt) - 1),
              })}
            </p>
          )}
        </>
      ) : (
        <>
          <p>{say('fateClosed', { at: format.dayAndClock(closedAt), outcome: outcomeOf(outcome ?? '') })}</p>
          <h3>{say('fateReply')}</h3>
          <p data-testid="fate-reply">{reply}</p>
        </>
      )}
    </section>
  )
}
