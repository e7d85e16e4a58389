import type { Screen, TicketRow } from '@pingting/contract/words/screen'
import { lazy, Suspense, useState } from 'react'
import { useCommand } from '../hub/command.ts'
import { ParkingNote } from '../parts/parking/ParkingNote.tsx'
import { exemptionOf } from '../parts/parking/parking-outcome.ts'
import { Waiting } from '../parts/Waiting.tsx'
import { useText } from '../text/index.ts'
import { phoneText } from '../text/phone/index.ts'

interface Props {
  screen: Screen
  ticket: TicketRow
  stream: string
  token: string
}

/** Loaded when it is opened: the keyboard of plates is no part of the number. */
const CarFinder = lazy(async () => ({ default: (await import('../parts/plate/CarFinder.tsx')).CarFinder }))
const OVER: ReadonlySet<string> = new Set(['cancelled', 'expired'])

/** The car of this ticket: its plate, one correction, and what becomes of the free parking. */
export function CarPanel({ screen, ticket, stream, token }: Props) {
  const say = useText(phoneText)
  const binding = useCommand(stream, token)
  const [open, setOpen] = useState(false)
  const used = exemptionOf(screen, ticket.ticketId)?.status === 'honoured'
  if (OVER.has(ticket.status) && ticket.plate === undefined) return null
  const { ticketId } = ticket
  const bind = async (wish: Parameters<typeof binding.run>[0]): Promise<void> => {
    const answer = await binding.run(wish)
    if (answer?.ok) setOpen(false)
  }
  const begin = (): void => {
    binding.clear()
    setOpen(true)
  }
  return (
    <section className="card phone-panel" data-testid="car">
      <h2>{say('carTitle')}</h2>
      {screen.hall && !ticket.rated && <p>{say('carOffer', { minutes: screen.hall.freeMinutes })}</p>}
      {ticket.plate !== undefined && (
        <p>
          {say('plateIs')} <strong data-testid="plate">{ticket.plate}</strong>
        </p>
      )}
      <ParkingNote screen={screen} ticketId={ticket.ticketId} />
      {open ? (
        <Suspense fallback={<Waiting />}>
          {ticket.plate !== undefined && <p>{say('correctOnce')}</p>}
          <CarFinder
            {...{ hallId: stream.slice('hall:'.length), ticketId, credential: token }}
            {...{ refused: binding.refused, busy: binding.busy }}
            {...{ confirmWord: say('plateConfirm'), skipWord: say('back') }}
            onChoose={choice => bind({ type: 'plate.choose', ticketId, choice })}
            onPlate={plate => bind({ type: 'plate.bind', ticketId, plate })}
            onSkip={() => setOpen(false)}
          />
        </Suspense>
      ) : (
        !used &&
        !OVER.has(ticket.status) && (
          <button type="button" className="button" onClick={begin} data-testid="plate-open">
            {ticket.plate === undefined ? say('plateBind') : say('plateCorrect')}
          </button>
        )
      )}
    </section>
  )
}
