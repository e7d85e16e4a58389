import type { BookableHall, KeptAppointment } from '@pingting/contract/words/slips/appointments'
import { groupedCode } from '@pingting/contract/words/slips/slip'
import { useEffect } from 'react'
import { useAsked } from '../parts/asking/asked.ts'
import { bookText, statusCodes } from '../text/book/index.ts'
import { useFormat } from '../text/format.ts'
import { usePick, useText, useWords } from '../text/index.ts'
import { Changes } from './Changes.tsx'
import { forget, type Kept, keep } from './kept.ts'

interface Props {
  kept: Kept
  hall: BookableHall | undefined
  onKept(kept: Kept[]): void
}

const EVERY_MS = 30_000

/** One appointment: its code large and as a picture for the kiosk, when it is, and how it stands. */
export function Appointment({ kept, hall, onKept }: Props) {
  const say = useText(bookText)
  const pick = usePick()
  const status = useWords(statusCodes)
  const format = useFormat()
  const { appointment } = kept
  const { hallId, code, serviceCode, startsAt, endsAt } = appointment
  const path = `/api/halls/${encodeURIComponent(hallId)}/appointments/look`
  const { value, away, refused, asOfMs, renew } = useAsked<KeptAppointment>(path, EVERY_MS, JSON.stringify({ code }))
  useEffect(() => {
    if (value !== undefined && asOfMs !== undefined) onKept(keep({ appointment: value, asOfMs }))
  }, [value, asOfMs, onKept])
  const gone = refused !== undefined
  const service = hall?.services.find(one => one.code === serviceCode)
  const open = appointment.status === 'booked' && !gone
  return (
    <article
      className={`card book-card ${gone ? 'gone' : appointment.status}`}
      data-testid="appointment"
      data-status={gone ? 'gone' : appointment.status}
      data-code={code}
    >
      <p className="book-status" role="status" data-testid="status">
        {gone ? say('gone') : status(appointment.status)}
      </p>
      <h2>{service ? pick(service) : serviceCode}</h2>
      <p className="book-when" data-testid="when">
        {format.day(startsAt)}
        <b className="figure">
          {format.clock(startsAt)}–{format.clock(endsAt)}
        </b>
      </p>
      {open && appointment.outsideHours && (
        <p className="notice bad" role="alert" data-testid="outside-hours">
          {say('outsideHours')}
        </p>
      )}
      {open && <Code appointment={appointment} />}
      {away && (
        <p className="notice warn" data-testid="as-of">
          {say('asOf', { at: format.dayAndSeconds(kept.asOfMs) })}
        </p>
      )}
      {open && hall && !away && <Changes {...{ appointment, service, onKept, renew }} />}
      {!open && (
        <button type="button" className="button quiet" onClick={() => onKept(forget(code))} data-testid="forget">
          {say('forget')}
        </button>
      )}
    </article>
  )
}

function Code({ appointment }: { appointment: KeptAppointment }) {
  const say = useText(bookText)
  const format = useFormat()
  const { code, qr, checkInFrom, checkInUntil } = appointment
  return (
    <div className="book-code">
      <img src={`data:image/svg+xml;utf8,${encodeURIComponent(qr)}`} alt={say('qrAlt')} data-testid="qr" />
      <p>
        {say('code')}
        <strong className="figure" data-testid="own-code">
          {groupedCode(code)}
        </strong>
      </p>
      <p>{say('checkIn', { from: format.clock(checkInFrom), until: format.clock(checkInUntil) })}</p>
      <p className="book-small">{say('keepCode')}</p>
      <p className="book-small">{say('rule')}</p>
    </div>
  )
}
