import type { Accepted } from '@pingting/contract'
import { useState } from 'react'
import { useOnce } from '../parts/asking/once.ts'
import { RefusedNotice } from '../parts/RefusedNotice.tsx'
import { appointmentsText } from '../text/appointments/index.ts'
import { useFormat } from '../text/format.ts'
import { useText } from '../text/index.ts'

/** Staff type or scan the code of who comes: the number is theirs to say. */
export function CheckInDesk({ hallId }: { hallId: string }) {
  const say = useText(appointmentsText)
  const format = useFormat()
  const [code, setCode] = useState('')
  const [number, setNumber] = useState<string>()
  const checking = useOnce<Accepted>(`/api/halls/${encodeURIComponent(hallId)}/appointments/check-in`)
  const { refused, busy } = checking
  const checkIn = async (): Promise<void> => {
    setNumber(undefined)
    const accepted = await checking.run({ code })
    const taken = accepted?.events.find(event => event.type === 'ticket.taken')
    if (taken?.number === undefined) return
    setNumber(taken.number)
    setCode('')
  }
  return (
    <section className="card appointments-desk">
      <h2>{say('checkInTitle')}</h2>
      <form
        onSubmit={event => {
          event.preventDefault()
          void checkIn()
        }}
      >
        <label className="field">
          <span>{say('codeLabel')}</span>
          <input
            value={code}
            onChange={event => setCode(event.target.value)}
            maxLength={20}
            autoComplete="off"
            spellCheck={false}
            data-testid="check-in-code"
          />
        </label>
        <button type="submit" className="button main" disabled={busy || code.trim() === ''} data-testid="check-in">
          {say('checkIn')}
        </button>
      </form>
      <RefusedNotice refused={refused} />
      {refused?.code === 'appointment.too-early' && refused.about !== undefined && (
        <p className="notice">{say('checkInFrom', { at: format.dayAndClock(refused.about) })}</p>
      )}
      <div role="status">
        {number !== undefined && (
          <p className="notice good" data-testid="checked-in">
            {say('checkedIn')} <strong className="figure">{number}</strong>
          </p>
        )}
      </div>
    </section>
  )
}
