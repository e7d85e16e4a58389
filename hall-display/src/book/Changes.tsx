import type { KeptAppointment } from '@pingting/contract/words/slips/appointments'
import { businessDayOf } from '@pingting/contract/words/time'
import { useState } from 'react'
import { nowMs } from '../hub/store.ts'
import { useOnce } from '../parts/asking/once.ts'
import { RefusedNotice } from '../parts/RefusedNotice.tsx'
import { bookText } from '../text/book/index.ts'
import { useText } from '../text/index.ts'
import { ChooseSlot } from './ChooseSlot.tsx'
import { forget, type Kept, keep } from './kept.ts'

interface Props {
  appointment: KeptAppointment
  service: { code: string; zh: string; en: string } | undefined
  onKept(kept: Kept[]): void
  renew(): void
}

/** Another time, or none: giving a place back is asked twice, as somebody else may have it the next moment. */
export function Changes({ appointment, service, onKept, renew }: Props) {
  const say = useText(bookText)
  const { hallId, code } = appointment
  const at = `/api/halls/${encodeURIComponent(hallId)}/appointments`
  const [step, setStep] = useState<'none' | 'move' | 'cancel'>('none')
  const moving = useOnce<KeptAppointment>(`${at}/move`)
  const cancelling = useOnce<{ cancelled: true }>(`${at}/cancel`)
  const move = async (startsAt: string): Promise<void> => {
    const moved = await moving.run({ code, startsAt })
    if (moved === undefined) return
    onKept(keep({ appointment: moved, asOfMs: nowMs() }))
    setStep('none')
    renew()
  }
  const cancel = async (): Promise<void> => {
    const cancelled = await cancelling.run({ code })
    if (cancelled !== undefined) onKept(forget(code))
  }
  if (step === 'move' && service) {
    return (
      <div className="book-change">
        <h3>{say('moveTo')}</h3>
        <RefusedNotice refused={moving.refused} />
        <ChooseSlot
          {...{ hallId, service }}
          day={businessDayOf(appointment.startsAt)}
          onChoose={({ startsAt }) => void move(startsAt)}
          onBack={() => setStep('none')}
        />
      </div>
    )
  }
  if (step === 'cancel') {
    return (
      <div className="book-change" role="alertdialog" aria-label={say('cancelSure')}>
        <p>{say('cancelSure')}</p>
        <RefusedNotice refused={cancelling.refused} />
        <button type="button" className="button main" onClick={() => setStep('none')}>
          {say('keep')}
        </button>
        <button type="button" className="button" disabled={cancelling.busy} onClick={cancel} data-testid="cancel-yes">
          {say('cancelYes')}
        </button>
      </div>
    )
  }
  return (
    <div className="book-ways">
      <button type="button" className="button" onClick={() => setStep('move')} data-testid="move">
        {say('move')}
      </button>
      <button type="button" className="button quiet" onClick={() => setStep('cancel')} data-testid="cancel">
        {say('cancel')}
      </button>
    </div>
  )
}
