import type { Accepted, PriorityClass } from '@pingting/contract'
import type { HallHead } from '@pingting/contract/words/screen'
import { useState } from 'react'
import { useCommand } from '../hub/command.ts'
import type { Pairing } from '../hub/devices.ts'
import { PlateKeyboard } from '../parts/plate/PlateKeyboard.tsx'
import { RefusedNotice } from '../parts/RefusedNotice.tsx'
import { usePick, useText, useWords } from '../text/index.ts'
import { kioskText } from '../text/kiosk/index.ts'
import { priorityCodes } from '../text/queue/index.ts'

interface Props {
  pairing: Pairing
  hall: HallHead
  service: HallHead['services'][number]
  aheadTally: number | undefined
  onTaken(accepted: Accepted): void
}

/** The head start of an appointment is given by staff, who have looked at it. */
const PRIORITIES: readonly PriorityClass[] = ['none', 'elder', 'disabled', 'soldier']

/** Priority and car, both optional; a look at what will be taken; then the ticket. */
export function Details({ pairing, hall, service, aheadTally, onTaken }: Props) {
  const say = useText(kioskText)
  const pick = usePick()
  const priorityWords = useWords(priorityCodes)
  const [priority, setPriority] = useState<PriorityClass>('none')
  const [plate, setPlate] = useState<string>()
  const [typing, setTyping] = useState(false)
  const taking = useCommand(`hall:${pairing.hallId}`, pairing.credential)
  const take = async (): Promise<void> => {
    const wish = { type: 'ticket.take', serviceCode: service.code, priority } as const
    const answer = await taking.run(plate === undefined ? wish : { ...wish, plate })
    if (answer?.ok) onTaken(answer)
  }
  if (typing) {
    return (
      <section className="kiosk-step">
        <h2>{say('plateTitle')}</h2>
        <p>{say('plateWhat', { minutes: hall.freeMinutes })}</p>
        <PlateKeyboard
          confirmWord={say('plateConfirm')}
          onConfirm={typed => {
            setPlate(typed)
            setTyping(false)
          }}
          onSkip={() => setTyping(false)}
          skipWord={say('back')}
        />
      </section>
    )
  }
  return (
    <section className="kiosk-step">
      <h2>{pick(service)}</h2>
      <fieldset>
        <legend>{say('priorityTitle')}</legend>
        <div className="kiosk-priorities">
          {PRIORITIES.map(each => (
            <button
              key={each}
              type="button"
              className="button"
              aria-pressed={priority === each}
              onClick={() => setPriority(each)}
              data-testid={`priority-${each}`}
            >
              {priorityWords(each)}
            </button>
          ))}
        </div>
        <p>{say('priorityWhat')}</p>
      </fieldset>
      <fieldset>
        <legend>{say('carTitle')}</legend>
        <div className="kiosk-car">
          <p>
            {plate === undefined ? (
              say('carWhat', { minutes: hall.freeMinutes })
            ) : (
              <strong className="kiosk-plate">{plate}</strong>
            )}
          </p>
          <button type="button" className="button" onClick={() => setTyping(true)} data-testid="plate-open">
            {plate === undefined ? say('plateOpen') : say('plateChange')}
          </button>
        </div>
      </fieldset>
      <RefusedNotice refused={taking.refused} />
      <button type="button" className="button main kiosk-take" onClick={take} disabled={taking.busy} data-testid="take">
        {aheadTally === undefined ? say('take') : say('takeBehind', { count: aheadTally })}
      </button>
    </section>
  )
}
