import { counterText } from '../text/counter/index.ts'
import './counter.css'
import type { CounterOutlook, CounterRow } from '@pingting/contract/words/screen'
import { useState } from 'react'
import { useRoom } from '../hub/connect.ts'
import type { Me } from '../hub/http.ts'
import type { Held } from '../hub/place.ts'
import { type Staff, StaffGate } from '../parts/gate/StaffGate.tsx'
import { RefusedNotice } from '../parts/RefusedNotice.tsx'
import { Waiting } from '../parts/Waiting.tsx'
import { usePick, useText } from '../text/index.ts'
import { ChooseCounter } from './ChooseCounter.tsx'
import { ConsoleHead } from './ConsoleHead.tsx'
import { Desk } from './Desk.tsx'

/** The clerk's console. */
export default function Counter() {
  const say = useText(counterText)
  return <StaffGate title={say('title')}>{(staff, me) => <Halls staff={staff} me={me} />}</StaffGate>
}

function Halls({ staff, me }: { staff: Staff; me: Me }) {
  const say = useText(counterText)
  const pick = usePick()
  const asked = new URLSearchParams(location.search).get('hall')
  const only = me.halls.length === 1 ? me.halls[0]?.hallId : undefined
  const [hallId, setHallId] = useState(asked ?? only)
  if (hallId !== undefined) return <Console staff={staff} hallId={hallId} />
  return (
    <main className="centred">
      <h1>{say('chooseHall')}</h1>
      {me.halls.map(hall => (
        <button key={hall.hallId} type="button" className="button" onClick={() => setHallId(hall.hallId)}>
          {pick({ zh: hall.name, en: hall.nameEn })}
        </button>
      ))}
    </main>
  )
}

const NOTHING_AHEAD: CounterOutlook = {}
const outlookOf = ({ frame }: Held, { counterId }: CounterRow): CounterOutlook =>
  (frame?.kind === 'hall' ? frame.outlook?.[counterId] : undefined) ?? NOTHING_AHEAD

const CHOSEN_AS = 'pingting.counter'

function Console({ staff, hallId }: { staff: Staff; hallId: string }) {
  const { held, refused } = useRoom(`hall:${hallId}`, 'floor')
  const [counterId, setCounterId] = useState(sessionStorage.getItem(CHOSEN_AS) ?? undefined)
  if (refused) return <RefusedNotice refused={refused} />
  if (held === undefined) return <Waiting />
  const counter = held.screen.counters[counterId ?? '']
  const choose = (next: string | undefined): void => {
    if (next === undefined) sessionStorage.removeItem(CHOSEN_AS)
    else sessionStorage.setItem(CHOSEN_AS, next)
    setCounterId(next)
  }
  return (
    <main className="console" data-testid="console" data-seq={held.seq} data-epoch={held.epoch}>
      <ConsoleHead hall={held.screen.hall} counter={counter} staff={staff} onLeave={() => choose(undefined)} />
      {counter === undefined || counter.status === 'closed' ? (
        <ChooseCounter screen={held.screen} staff={staff} stream={`hall:${hallId}`} onChoose={choose} />
      ) : (
        <Desk screen={held.screen} counter={counter} outlook={outlookOf(held, counter)} stream={`hall:${hallId}`} />
      )}
    </main>
  )
}
