import type { CounterOutlook, Screen } from '@pingting/contract/words/screen'
import { useNow } from '../hub/store.ts'
import { counterText } from '../text/counter/index.ts'
import { useFormat } from '../text/format.ts'
import { usePick, useText, useWords } from '../text/index.ts'
import { priorityCodes } from '../text/queue/index.ts'
import { nextReasonWords } from './verbs.ts'

interface Props {
  screen: Screen
  /** As the hub sees it: the next call decides all the same. */
  next: CounterOutlook['next']
}

/** Who would be called now, and why this one. */
export function NextUp({ screen, next }: Props) {
  const say = useText(counterText)
  const pick = usePick()
  const format = useFormat()
  const priorityWords = useWords(priorityCodes)
  const now = useNow()
  // Figures come a moment after facts: who has been called meanwhile is next no more.
  const ticket = next && screen.tickets[next.ticketId]
  const shown = ticket?.status === 'waiting' ? ticket : undefined
  const service = screen.hall?.services.find(({ code }) => code === shown?.serviceCode)
  return (
    <div className="card next-up" data-testid="next-up" data-number={shown?.number} data-why={shown && next?.why}>
      <h2>{say('nextUp')}</h2>
      {shown === undefined || next === undefined ? (
        <p className="desk-empty">{say('nobodyNext')}</p>
      ) : (
        <>
          <b className="figure">{shown.number}</b>
          <p>
            {service ? pick(service) : shown.serviceCode}
            <small>
              {say(nextReasonWords[next.why], { priority: priorityWords(shown.priority) })}
              {' · '}
              {say('hasWaited', { span: format.span((now - Date.parse(shown.takenAt)) / 1000) })}
            </small>
          </p>
        </>
      )}
    </div>
  )
}
