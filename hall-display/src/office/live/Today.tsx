import type { OfficeFrame } from '@pingting/contract/words/office/frames'
import type { HallHead, Screen } from '@pingting/contract/words/screen'
import { MINUTE_MS } from '@pingting/contract/words/time'
import { useNow } from '../../hub/store.ts'
import { useFormat } from '../../text/format.ts'
import { useText } from '../../text/index.ts'
import { officeText } from '../../text/office/index.ts'
import { waitLimitOf } from './floor.ts'

interface Props {
  hall: HallHead | undefined
  frame: OfficeFrame | undefined
  tickets: Screen['tickets']
}

const PLACES = 2

/** Today in figures, levels to the last rating. */
export function Today({ hall, frame, tickets }: Props) {
  const limit = waitLimitOf(hall)
  const say = useText(officeText)
  const format = useFormat()
  const now = useNow()
  const today = frame?.today
  const oldest = today?.oldestWaitingSince
  const late = Object.values(tickets).filter(
    ticket => ticket.status === 'waiting' && now - Date.parse(ticket.takenAt) > limit * MINUTE_MS,
  ).length
  const figures = [
    ['waiting', format.number(today?.waitingTally)],
    ['longest', oldest === undefined ? '—' : format.span((now - Date.parse(oldest)) / 1000)],
    ['late', format.number(late)],
    ['averageWait', format.span(today?.averageWaitSeconds)],
    ['averageService', format.span(today?.averageServiceSeconds)],
    ['countersOpen', format.number(today?.countersOpenTally)],
    ['serving', format.number(today?.servingTally)],
    ['completed', format.number(today?.completedTally)],
    ['missed', format.number(frame?.missedTally)],
    ['evaluated', format.number(today?.evaluationTally)],
    ['activeRate', format.share(today?.rates.active)],
    ['activeGood', format.share(today?.rates.activeGood)],
    ['score', today?.rates.score?.toFixed(PLACES) ?? '—'],
  ] as const
  return (
    <section className="card office-today" aria-label={say('today')}>
      <dl>
        {figures.map(([word, value]) => (
          <div key={word}>
            <dt>{say(word, { minutes: limit })}</dt>
            <dd className="figure" data-testid={`today-${word}`}>
              {value}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
