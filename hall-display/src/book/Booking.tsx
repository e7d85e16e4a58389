import type { BookableHall, KeptAppointment } from '@pingting/contract/words/slips/appointments'
import { useEffect, useRef, useState } from 'react'
import { nowMs } from '../hub/store.ts'
import { useOnce } from '../parts/asking/once.ts'
import { RefusedNotice } from '../parts/RefusedNotice.tsx'
import { bookText } from '../text/book/index.ts'
import { useFormat } from '../text/format.ts'
import { usePick, useText } from '../text/index.ts'
import { ChooseSlot, type Slot } from './ChooseSlot.tsx'
import { type Kept, keep } from './kept.ts'

interface Props {
  hall: BookableHall
  /** Nothing is kept yet: the services stand open. */
  first: boolean
  onKept(kept: Kept[]): void
}

type Service = BookableHall['services'][number]
type Step =
  | { at: 'shut' }
  | { at: 'service' }
  | { at: 'slot'; service: Service }
  | { at: 'sure'; service: Service; slot: Slot }

/** A service, a day, a slot, a look at all of it; then it is booked. */
export function Booking({ hall, first, onKept }: Props) {
  const say = useText(bookText)
  const [step, setStep] = useState<Step>(first ? { at: 'service' } : { at: 'shut' })
  const panel = useFocusOn(step.at)
  if (step.at === 'shut') {
    return (
      <button type="button" className="button" onClick={() => setStep({ at: 'service' })} data-testid="another">
        {say('another')}
      </button>
    )
  }
  return (
    <section className="card book-panel" data-testid="booking" data-step={step.at} ref={panel}>
      {step.at === 'service' && (
        <ChooseService services={hall.services} onChoose={service => setStep({ at: 'slot', service })} />
      )}
      {step.at === 'slot' && (
        <ChooseSlot
          hallId={hall.hallId}
          service={step.service}
          onChoose={slot => setStep({ at: 'sure', service: step.service, slot })}
          onBack={() => setStep({ at: 'service' })}
        />
      )}
      {step.at === 'sure' && (
        <Sure
          {...{ hall, service: step.service, slot: step.slot }}
          onBack={() => setStep({ at: 'slot', service: step.service })}
          onBooked={appointment => {
            onKept(keep({ appointment, asOfMs: nowMs() }))
            setStep({ at: 'shut' })
          }}
        />
      )}
    </section>
  )
}

function ChooseService({ services, onChoose }: { services: Service[]; onChoose(service: Service): void }) {
  const say = useText(bookText)
  const pick = usePick()
  if (services.length === 0) {
    return (
      <p className="notice" data-testid="no-services">
        {say('noServices')}
      </p>
    )
  }
  return (
    <>
      <h2>{say('chooseService')}</h2>
      <ul className="book-list" data-testid="services">
        {services.map(service => (
          <li key={service.code}>
            <button
              type="button"
              className="button"
              onClick={() => onChoose(service)}
              data-testid={`service-${service.code}`}
            >
              {pick(service)} <small>{say('slotMinutes', { minutes: service.slotMinutes })}</small>
            </button>
          </li>
        ))}
      </ul>
    </>
  )
}

interface SureProps {
  hall: BookableHall
  service: Service
  slot: Slot
  onBack(): void
  onBooked(appointment: KeptAppointment): void
}

function Sure({ hall, service, slot, onBack, onBooked }: SureProps) {
  const say = useText(bookText)
  const pick = usePick()
  const format = useFormat()
  const booking = useOnce<KeptAppointment>(`/api/halls/${encodeURIComponent(hall.hallId)}/appointments`)
  const book = async (): Promise<void> => {
    const appointment = await booking.run({ serviceCode: service.code, startsAt: slot.startsAt })
    if (appointment !== undefined) onBooked(appointment)
  }
  const when = `${format.day(slot.startsAt)} ${format.clock(slot.startsAt)}–${format.clock(slot.endsAt)}`
  return (
    <>
      <h2>{say('sure')}</h2>
      <dl className="book-facts" data-testid="sure">
        <dt>{say('service')}</dt>
        <dd>{pick(service)}</dd>
        <dt>{say('when')}</dt>
        <dd>{when}</dd>
      </dl>
      <p>{say('rule')}</p>
      <RefusedNotice refused={booking.refused} />
      <button type="button" className="button main" onClick={book} disabled={booking.busy} data-testid="book-it">
        {say('book')}
      </button>
      <button type="button" className="button quiet" onClick={onBack} data-testid="back">
        {say('back')}
      </button>
    </>
  )
}

/** Whoever works by keys, or hears the page, begins at the top of each step. */
function useFocusOn(at: Step['at']) {
  const panel = useRef<HTMLElement>(null)
  const last = useRef(at)
  useEffect(() => {
    if (last.current === at) return
    last.current = at
    if (panel.current === null) return
    panel.current.tabIndex = -1
    panel.current.focus({ preventScroll: true })
    panel.current.scrollIntoView({ block: 'start' })
  }, [at])
  return panel
}
