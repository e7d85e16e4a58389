import type { CounterRow, Screen, TicketRow } from '@pingting/contract/words/screen'
import { TAG_VERSION } from '@pingting/contract/words/tags'
import { useEffect, useState } from 'react'
import { useCommand } from '../hub/command.ts'
import type { Pairing } from '../hub/devices.ts'
import { IdleNotice } from '../parts/idle/IdleNotice.tsx'
import { useIdle } from '../parts/idle/idle.ts'
import { CarFinder } from '../parts/plate/CarFinder.tsx'
import { type Rating, RatingForm } from '../parts/rating/RatingForm.tsx'
import { useText } from '../text/index.ts'
import { tabletText } from '../text/tablet/index.ts'
import { afterRating, onceRated, type Step } from './step.ts'
import { Thanks } from './Thanks.tsx'
import { Welcome } from './Welcome.tsx'

interface Props {
  screen: Screen
  counter: CounterRow | undefined
  ticket: TicketRow | undefined
  pairing: Pairing
}

const IDLE_MS = 60_000
const WARN_MS = 15_000

export function Visit({ screen, counter, ticket, pairing }: Props) {
  const [step, setStep] = useState<Step>(ticket?.rated ? 'over' : 'look')
  const stream = `hall:${pairing.hallId}`
  const rating = useCommand(stream, pairing.credential)
  const binding = useCommand(stream, pairing.credential)
  const say = useText(tabletText)
  // The invitation comes by itself once, when the service is done; whoever declines is not asked again.
  const invites = ticket?.status === 'completed' && !ticket.rated
  useEffect(() => {
    if (invites) setStep(now => (now === 'look' ? 'rate' : now))
  }, [invites])
  // The form has nothing left to ask.
  const rated = ticket?.rated === true && !rating.busy
  const unanswered = rating.refused?.code === 'hub.unavailable'
  const plate = ticket?.plate
  useEffect(() => {
    if (rated) setStep(now => onceRated(now, unanswered, plate))
  }, [rated, unanswered, plate])
  // Nobody answers: that is no rating, and nothing is sent.
  const left = useIdle(step !== 'look' && step !== 'over', IDLE_MS, WARN_MS, () => setStep('over'))

  if (ticket === undefined) return <Welcome counter={counter} ticket={undefined} />
  const { ticketId } = ticket
  const rate = async ({ level, tagCodes, text, formOpenMs }: Rating): Promise<void> => {
    const answer = await rating.run({
      ...{
        type: 'evaluation.submit',
        ticketId,
        level,
        tagVersion: TAG_VERSION,
        tagCodes,
        channel: 'tablet',
        formOpenMs,
      },
      ...(text !== undefined && { text }),
    })
    if (answer?.ok) setStep(afterRating(ticket.plate))
  }
  const bind = async (wish: Parameters<typeof binding.run>[0]): Promise<void> => {
    const answer = await binding.run(wish)
    if (answer?.ok) setStep('thanks')
  }
  return (
    <section className="tablet-visit" data-testid="tablet-visit" data-step={step} data-status={ticket.status}>
      {(step === 'look' || step === 'over') && (
        <Welcome
          counter={counter}
          ticket={step === 'over' && ticket.status === 'completed' ? undefined : ticket}
          {...(!ticket.rated && RATEABLE.has(ticket.status) && { onRate: () => setStep('rate') })}
        />
      )}
      {step === 'rate' && (
        <RatingForm onSubmit={rate} onSkip={() => setStep('over')} busy={rating.busy} refused={rating.refused} />
      )}
      {step === 'plate' && (
        <>
          <h2>{say('plateTitle')}</h2>
          <p>{say('plateWhat')}</p>
          <CarFinder
            {...{ hallId: pairing.hallId, ticketId, credential: pairing.credential }}
            {...{ refused: binding.refused, busy: binding.busy }}
            {...{ confirmWord: say('plateConfirm'), skipWord: say('plateSkip') }}
            onChoose={choice => bind({ type: 'plate.choose', ticketId, choice })}
            onPlate={plate => bind({ type: 'plate.bind', ticketId, plate })}
            onSkip={() => setStep('thanks')}
          />
        </>
      )}
      {step === 'thanks' && <Thanks screen={screen} ticketId={ticketId} onDone={() => setStep('over')} />}
      <IdleNotice secondsLeft={left} />
    </section>
  )
}

/** Invited once somebody arrived; the hub accepts a rating from the call on. */
const RATEABLE: ReadonlySet<string> = new Set(['serving', 'completed'])
