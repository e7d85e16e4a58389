import { nearPlates } from '@pingting/contract/words/parking/near-plates'
import { parsePlate } from '@pingting/contract/words/plates'
import type { Screen, StayRow, WithheldRow } from '@pingting/contract/words/screen'
import { useMemo, useRef, useState } from 'react'
import { useCommand } from '../hub/command.ts'
import { useLive } from '../hub/store.ts'
import { SentenceDialog } from '../parts/dialog/SentenceDialog.tsx'
import { RefusedNotice } from '../parts/RefusedNotice.tsx'
import { useFormat } from '../text/format.ts'
import { useText } from '../text/index.ts'
import { parkingText } from '../text/parking/index.ts'

interface Props {
  hallId: string
  lotId: string
  row: WithheldRow
  stays: Screen['stays']
}

/** Cars inside that a ticket may mean whose own is not: one character was misread or mistyped. */
export function Match({ hallId, lotId, row, stays }: Props) {
  const say = useText(parkingText)
  const format = useFormat()
  const live = useLive()
  const sending = useCommand(`hall:${hallId}`)
  const dialog = useRef<HTMLDialogElement>(null)
  const [chosen, setChosen] = useState<StayRow>()
  const { ticketId, reason, plate } = row
  const near = useMemo(
    () => (reason === 'NOT_INSIDE' && plate !== undefined ? nearPlates(plate, Object.values(stays)) : []),
    [reason, plate, stays],
  )
  if (near.length === 0) return null
  const begin = (car: StayRow): void => {
    setChosen(car)
    dialog.current?.showModal()
  }
  const send = (why: string): void => {
    if (chosen === undefined) return
    void sending.run({ type: 'plate.match', ticketId, lotId, stayId: chosen.stayId, reason: why })
  }
  return (
    <div className="exemption-acts" data-testid="near-cars">
      <span>{say('nearCars')}</span>
      {near.map(car => {
        const seen = { plate: car.plate ?? '', at: format.clock(car.enteredAt) }
        // What is no plate cannot be named to the gate: there it is put right, and then found by itself.
        if (parsePlate(seen.plate) === undefined) return <span key={car.stayId}>{say('correctAtGate', seen)}</span>
        return (
          <button
            key={car.stayId}
            type="button"
            className="button"
            disabled={!live || sending.busy}
            onClick={() => begin(car)}
            data-testid="match"
          >
            {say('matchCar', seen)}
          </button>
        )
      })}
      <SentenceDialog
        ref={dialog}
        title={say('matchTitle', { from: plate ?? '', to: chosen?.plate ?? '' })}
        label={say('actReason')}
        max={200}
        onSend={send}
      />
      <RefusedNotice refused={sending.refused} />
    </div>
  )
}
