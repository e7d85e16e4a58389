import type { Accepted } from '@pingting/contract'
import { useState } from 'react'
import type { Pairing } from '../../hub/devices.ts'
import { useOnce } from '../../parts/asking/once.ts'
import { RefusedNotice } from '../../parts/RefusedNotice.tsx'
import { useFormat } from '../../text/format.ts'
import { useText } from '../../text/index.ts'
import { kioskText } from '../../text/kiosk/index.ts'
import { CodePad } from './CodePad.tsx'

interface Props {
  pairing: Pairing
  onTaken(serviceCode: string, accepted: Accepted): void
}

/** Who has an appointment takes its ticket with the code on his phone, scanned or typed. */
export function CheckIn({ pairing, onTaken }: Props) {
  const say = useText(kioskText)
  const format = useFormat()
  const [tries, setTries] = useState(0)
  const path = `/api/halls/${encodeURIComponent(pairing.hallId)}/appointments/check-in`
  const checking = useOnce<Accepted>(path, pairing.credential)
  const { refused } = checking
  const checkIn = async (code: string): Promise<void> => {
    const accepted = await checking.run({ code })
    const taken = accepted?.events.find(event => event.type === 'ticket.taken')
    if (accepted !== undefined && taken?.serviceCode !== undefined) onTaken(taken.serviceCode, accepted)
    // Whatever was wrong, the next try begins with an empty pad; but for what was not answered.
    else setTries(n => n + 1)
  }
  return (
    <section className="kiosk-step" data-testid="kiosk-check-in">
      <h2>{say('checkInTitle')}</h2>
      <p>{say('checkInWhat')}</p>
      <RefusedNotice refused={refused} />
      {refused?.code === 'appointment.too-early' && refused.about !== undefined && (
        <p className="notice" data-testid="check-in-from">
          {say('checkInFrom', { at: format.clock(refused.about) })}
        </p>
      )}
      <CodePad key={refused?.code === 'hub.unavailable' ? 'kept' : tries} onCode={checkIn} typed />
    </section>
  )
}
