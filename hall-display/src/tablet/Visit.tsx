import type { Refused } from '@pingting/contract'
import type { CounterRow, Screen, TicketRow } from '@pingting/contract/words/screen'
import { useEffect, useState } from 'react'
import type { Pairing } from '../hub/devices.ts'
import { IdleNotice } from '../parts/idle/IdleNotice.tsx'
import { useIdle } from '../parts/idle/idle.ts'
import { type Rating, RatingForm } from '../parts/rating/RatingForm.tsx'
import { wearHomeLook } from '../parts/standing/home-look.ts'
import { Car } from './Car.tsx'
import { Kept } from './Kept.tsx'
import type { KeptRatings } from './kept/use-kept.ts'
import { afterGiving, isAttended, onceRated, type Step, toRating } from './step.ts'
import { Thanks } from './Thanks.tsx'
import { Welcome } from './Welcome.tsx'
import { Whose } from './Whose.tsx'

interface Props {
  screen: Screen
  counter: CounterRow | undefined
  ticket: TicketRow | undefined
  pairing: Pairing
  kept: KeptRatings
  away: boolean
}

const IDLE_MS = 60_000
const WARN_MS = 15_000

export function Visit({ screen, counter, ticket, pairing, kept, away }: Props) {
  const [step, setStep] = useState<Step>(ticket?.rated ? 'over' : 'look')
  const [refused, setRefused] = useState<Refused>()
  const [giving, setGiving] = useState(false)
  // The invitation comes by itself once, when the service is done; whoever declines is not asked again.
  const invites = ticket?.status === 'completed' && !ticket.rated && !away
  useEffect(() => {
    if (invites) setStep(now => (now === 'look' ? 'rate' : now))
  }, [invites])
  // The form has nothing left to ask.
  const rated = ticket?.rated === true && !giving
  const plate = ticket?.plate
  useEffect(() => {
    if (rated) setStep(now => onceRated(now, plate))
  }, [rated, plate])
  // Nobody answers: that is no rating, and nothing is sent.
  const left = useIdle(isAttended(step), IDLE_MS, WARN_MS, () => setStep('over'))
  // Whoever comes next does not find what another chose.
  const isOver = step === 'over'
  useEffect(wearHomeLook, [])
  useEffect(() => {
    if (isOver) wearHomeLook()
  }, [isOver])

  if (ticket === undefined)
    return (
      <section className="tablet-visit">
        <Welcome counter={counter} ticket={undefined} away={away} />
        <Kept kept={kept} />
      </section>
    )
  const { ticketId, status } = ticket
  const rate = async (rating: Rating): Promise<void> => {
    setGiving(true)
    const answer = await kept.give(ticketId, rating)
    setGiving(false)
    setRefused(answer === 'kept' || answer.ok ? undefined : answer)
    setStep(now => (now === 'rate' ? afterGiving(answer, plate) : now))
  }
  const mayRate = !ticket.rated && !kept.ticketIds.includes(ticketId) && RATEABLE.has(status)
  const done = () => setStep('over')
  return (
    <section className="tablet-visit" data-testid="tablet-visit" data-step={step} data-status={status}>
      {!isAttended(step) && (
        <Welcome
          counter={counter}
          ticket={isOver && (status === 'completed' || away) ? undefined : ticket}
          away={away}
          {...(mayRate && { onRate: () => setStep(toRating(away)) })}
        />
      )}
      {step === 'whose' && <Whose number={ticket.number} onMine={() => setStep('rate')} onOther={done} />}
      {step === 'rate' && <RatingForm onSubmit={rate} onSkip={done} busy={giving} refused={refused} />}
      {step === 'plate' && <Car {...{ pairing, ticketId }} onDone={() => setStep('thanks')} />}
      {step === 'thanks' && <Thanks screen={screen} ticketId={ticketId} onDone={done} />}
      {step === 'kept' && <Thanks screen={screen} ticketId={ticketId} kept={plate === undefined} onDone={done} />}
      {!isAttended(step) && <Kept kept={kept} />}
      <IdleNotice secondsLeft={left} />
    </section>
  )
}

/** Invited once somebody arrived; the hub accepts a rating from the call on. */
const RATEABLE: ReadonlySet<string> = new Set(['serving', 'completed'])
