import { useCommand } from '../hub/command.ts'
import type { Pairing } from '../hub/devices.ts'
import { CarFinder } from '../parts/plate/CarFinder.tsx'
import { useText } from '../text/index.ts'
import { tabletText } from '../text/tablet/index.ts'

interface Props {
  pairing: Pairing
  ticketId: string
  onDone(): void
}

/** After the rating: which car, for whoever came with one. */
export function Car({ pairing: { hallId, credential }, ticketId, onDone }: Props) {
  const say = useText(tabletText)
  const { refused, busy, run } = useCommand(`hall:${hallId}`, credential)
  const bind = async (wish: Parameters<typeof run>[0]): Promise<void> => {
    const answer = await run(wish)
    if (answer?.ok) onDone()
  }
  return (
    <div className="tablet-car">
      <div>
        <h2>{say('plateTitle')}</h2>
        <p>{say('plateWhat')}</p>
      </div>
      <CarFinder
        {...{ hallId, ticketId, credential, refused, busy }}
        {...{ confirmWord: say('plateConfirm'), skipWord: say('plateSkip') }}
        onChoose={choice => bind({ type: 'plate.choose', ticketId, choice })}
        onPlate={plate => bind({ type: 'plate.bind', ticketId, plate })}
        onSkip={onDone}
      />
    </div>
  )
}
