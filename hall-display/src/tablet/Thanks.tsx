import type { Screen } from '@pingting/contract/words/screen'
import { ParkingNote } from '../parts/parking/ParkingNote.tsx'
import { useText } from '../text/index.ts'
import { tabletText } from '../text/tablet/index.ts'

interface Props {
  screen: Screen
  ticketId: string
  /** Kept here until the hub is back: whether the car has still to be named, on the phone. */
  kept?: boolean
  onDone(): void
}

/** Thanks, and what becomes of the parking. What was given stays unseen: the officer sits opposite. */
export function Thanks({ screen, ticketId, kept, onDone }: Props) {
  const say = useText(tabletText)
  return (
    <div className="tablet-thanks" data-testid="thanks" data-kept={kept !== undefined}>
      <svg viewBox="0 0 48 48" aria-hidden="true">
        <circle cx="24" cy="24" r="21" />
        <path d="m14 25 7 7 14-15" />
      </svg>
      <h2>{say('thanks')}</h2>
      {kept === undefined ? (
        <ParkingNote screen={screen} ticketId={ticketId} />
      ) : (
        <div className="notice" role="status" data-testid="kept-note">
          <p>{say('kept')}</p>
          <p>{say(kept ? 'keptCar' : 'keptPlate')}</p>
        </div>
      )}
      <button type="button" className="button main" onClick={onDone} data-testid="done">
        {say('done')}
      </button>
    </div>
  )
}
