import type { BookableHall, KeptAppointment } from '@pingting/contract/words/slips/appointments'
import { useState } from 'react'
import { ask } from '../hub/http.ts'
import { nowMs } from '../hub/store.ts'
import { RefusedNotice } from '../parts/RefusedNotice.tsx'
import { bookText } from '../text/book/index.ts'
import { useText } from '../text/index.ts'
import { Appointment } from './Appointment.tsx'
import { type Kept, keep } from './kept.ts'

interface Props {
  hallId: string
  hall: BookableHall | undefined
  kept: Kept[]
  onKept(kept: Kept[]): void
}

/** What this phone has booked, and whatever else a code is known of. */
export function Mine({ hallId, hall, kept, onKept }: Props) {
  const say = useText(bookText)
  return (
    <>
      {kept.length > 0 && (
        <section className="book-mine" aria-label={say('mine')}>
          {kept.map(one => (
            <Appointment key={one.appointment.code} kept={one} hall={hall} onKept={onKept} />
          ))}
        </section>
      )}
      {hall && <ByCode hallId={hallId} onKept={onKept} />}
    </>
  )
}

function ByCode({ hallId, onKept }: Pick<Props, 'hallId' | 'onKept'>) {
  const say = useText(bookText)
  const [open, setOpen] = useState(false)
  const [code, setCode] = useState('')
  const [busy, setBusy] = useState(false)
  const [refused, setRefused] = useState<React.ComponentProps<typeof RefusedNotice>['refused']>()
  const look = async (): Promise<void> => {
    setBusy(true)
    const path = `/api/halls/${encodeURIComponent(hallId)}/appointments/look`
    const reply = await ask<KeptAppointment>(path, { body: { code } })
    setBusy(false)
    setRefused(reply.ok ? undefined : reply)
    if (!reply.ok) return
    onKept(keep({ appointment: reply.value, asOfMs: nowMs() }))
    setOpen(false)
    setCode('')
  }
  if (!open) {
    return (
      <button type="button" className="button quiet" onClick={() => setOpen(true)} data-testid="have-code">
        {say('haveCode')}
      </button>
    )
  }
  return (
    <form
      className="card book-panel"
      onSubmit={event => {
        event.preventDefault()
        void look()
      }}
    >
      <label className="field">
        <span>{say('codeLabel')}</span>
        <input
          value={code}
          onChange={event => setCode(event.target.value)}
          maxLength={20}
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          data-testid="code"
        />
      </label>
      <RefusedNotice refused={refused} />
      <button type="submit" className="button main" disabled={busy || code.trim() === ''} data-testid="look">
        {say('look')}
      </button>
      <button type="button" className="button quiet" onClick={() => setOpen(false)}>
        {say('back')}
      </button>
    </form>
  )
}
