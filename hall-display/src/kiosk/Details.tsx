import type { Accepted, PriorityClass } from '@pingting/contract'
import type { HallHead } from '@pingting/contract/words/screen'
import { useState } from 'react'
import { useCommand } from '../hub/command.ts'
import type { Pairing } from '../hub/devices.ts'
import { PlateKeyboard } from '../parts/plate/PlateKeyboard.tsx'
import { RefusedNotice } from '../parts/RefusedNotice.tsx'
import { type Say, usePick, useText, useWords } from '../text/index.ts'
import { kioskText } from '../text/kiosk/index.ts'
import { priorityCodes } from '../text/queue/index.ts'
import { useCard } from './card/card.ts'
import { IdentityCard } from './card/IdentityCard.tsx'
import type { Offline, OfflineTaken } from './offline/offline.ts'

interface Props {
  pairing: Pairing
  hall: HallHead
  service: HallHead['services'][number]
  aheadTally: number | undefined
  offline: Offline
  onTaken(accepted: Accepted): void
  onTakenOffline(taken: OfflineTaken): void
}

/** The head start of an appointment is given by staff, who have looked at it. */
const PRIORITIES: readonly PriorityClass[] = ['none', 'elder', 'disabled', 'soldier']

/** Priority and car, both optional; a look at what will be taken; then the ticket. A car waits until the hub is there. */
export function Details({ pairing, hall, service, aheadTally, offline, onTaken, onTakenOffline }: Props) {
  const say = useText(kioskText)
  const pick = usePick()
  const [priority, setPriority] = useState<PriorityClass>('none')
  const [plate, setPlate] = useState<string>()
  const [typing, setTyping] = useState(false)
  const [hindrance, setHindrance] = useState<'offlineNone' | 'offlineClosed'>()
  // Who needs priority is asked for no card, and without the hub nobody looks at one.
  const readsCard = hall.realName !== undefined && priority === 'none' && !offline.away
  const card = useCard(readsCard && !typing, hall.realName?.readerUrl)
  const taking = useCommand(`hall:${pairing.hallId}`, pairing.credential)
  const take = async (): Promise<void> => {
    const car = plate === undefined ? {} : { plate }
    const who = readsCard && card.number !== undefined ? { person: card.number } : {}
    const answer = await taking.run({ type: 'ticket.take', serviceCode: service.code, priority, ...car, ...who })
    if (answer?.ok) onTaken(answer)
  }
  const takeAlone = async (): Promise<void> => {
    taking.clear()
    const taken = await offline.take(service.code, priority)
    if (taken === undefined) setHindrance('offlineNone')
    else if (taken === 'closed') setHindrance('offlineClosed')
    else onTakenOffline(taken)
  }
  if (typing) {
    const close = (typed = plate): void => {
      setPlate(typed)
      setTyping(false)
    }
    return <PlateStep minutes={hall.freeMinutes} onClose={close} />
  }
  const isWithout = readsCard && card.number === undefined
  const online = takeWords(say, isWithout, aheadTally)
  return (
    <section className="kiosk-step">
      <h2>{pick(service)}</h2>
      <Priorities chosen={priority} onChoose={setPriority} />
      {!offline.away && <p>{say('bookedWhat')}</p>}
      {readsCard && <IdentityCard card={card} onForget={taking.clear} />}
      {!offline.away && <Car minutes={hall.freeMinutes} plate={plate} onOpen={() => setTyping(true)} />}
      <RefusedNotice refused={taking.refused} />
      {taking.refused?.code === 'ticket.person-waits' && (
        <p className="notice" data-testid="card-has">
          {say('cardHas', { number: taking.refused.about ?? '' })}
        </p>
      )}
      {offline.away && hindrance && (
        <p className="notice bad" role="alert" data-testid="offline-none" data-why={hindrance}>
          {say(hindrance, { phone: hall.complaintPhone })}
        </p>
      )}
      <button
        type="button"
        className="button main kiosk-take"
        onClick={offline.away ? takeAlone : take}
        disabled={taking.busy}
        data-testid="take"
      >
        {offline.away ? say('offlineTake') : online}
      </button>
    </section>
  )
}

/** @param aheadTally absent while nobody can tell */
function takeWords(say: Say<typeof kioskText>, isWithout: boolean, aheadTally: number | undefined): string {
  if (aheadTally === undefined) return say(isWithout ? 'takeWithout' : 'take')
  return say(isWithout ? 'takeWithoutBehind' : 'takeBehind', { count: aheadTally })
}

function Priorities({ chosen, onChoose }: { chosen: PriorityClass; onChoose(priority: PriorityClass): void }) {
  const say = useText(kioskText)
  const priorityWords = useWords(priorityCodes)
  return (
    <fieldset>
      <legend>{say('priorityTitle')}</legend>
      <div className="kiosk-priorities">
        {PRIORITIES.map(each => (
          <button
            key={each}
            type="button"
            className="button"
            aria-pressed={chosen === each}
            onClick={() => onChoose(each)}
            data-testid={`priority-${each}`}
          >
            {priorityWords(each)}
          </button>
        ))}
      </div>
      <p>{say('priorityWhat')}</p>
    </fieldset>
  )
}

interface CarProps {
  minutes: number
  plate: string | undefined
  onOpen(): void
}

function Car({ minutes, plate, onOpen }: CarProps) {
  const say = useText(kioskText)
  return (
    <fieldset>
      <legend>{say('carTitle')}</legend>
      <div className="kiosk-car">
        <p>{plate === undefined ? say('carWhat', { minutes }) : <strong className="kiosk-plate">{plate}</strong>}</p>
        <button type="button" className="button" onClick={onOpen} data-testid="plate-open">
          {plate === undefined ? say('plateOpen') : say('plateChange')}
        </button>
      </div>
    </fieldset>
  )
}

/** @param onClose with the plate, or without one to leave things as they were */
function PlateStep({ minutes, onClose }: { minutes: number; onClose(plate?: string): void }) {
  const say = useText(kioskText)
  return (
    <section className="kiosk-step">
      <h2>{say('plateTitle')}</h2>
      <p>{say('plateWhat', { minutes })}</p>
      <PlateKeyboard
        confirmWord={say('plateConfirm')}
        onConfirm={onClose}
        onSkip={() => onClose()}
        skipWord={say('back')}
      />
    </section>
  )
}
