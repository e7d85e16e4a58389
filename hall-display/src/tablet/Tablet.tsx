import { tabletText } from '../text/tablet/index.ts'
import './tablet.css'
import type { Screen } from '@pingting/contract/words/screen'
import { useRoom } from '../hub/connect.ts'
import type { Pairing } from '../hub/devices.ts'
import { DeviceGate } from '../parts/gate/DeviceGate.tsx'
import { LanguageSwitch } from '../parts/LanguageSwitch.tsx'
import { LinkBadge } from '../parts/LinkBadge.tsx'
import { counterName } from '../parts/page.ts'
import { RefusedNotice } from '../parts/RefusedNotice.tsx'
import { SizeSwitch } from '../parts/SizeSwitch.tsx'
import { Waiting } from '../parts/Waiting.tsx'
import { usePick, useText } from '../text/index.ts'
import { Visit } from './Visit.tsx'

/** The small screen before the visitor: who serves, which ticket, and, after the service, how it was. */
export default function Tablet() {
  const say = useText(tabletText)
  return (
    <DeviceGate title={say('title')} kind="tablet">
      {pairing => <CounterTablet pairing={pairing} />}
    </DeviceGate>
  )
}

function CounterTablet({ pairing }: { pairing: Pairing }) {
  const counterId = pairing.counterId ?? ''
  const { held, refused } = useRoom(`hall:${pairing.hallId}`, `counter:${counterId}`)
  if (refused) return <RefusedNotice refused={refused} />
  if (held === undefined) return <Waiting />
  const { screen } = held
  // Whoever was called last; not once they queue again or stand before another counter.
  const ticket = Object.values(screen.tickets).find(row => row.counterId === counterId)
  return (
    <main className="tablet" data-testid="tablet" data-seq={held.seq} data-epoch={held.epoch}>
      <Head screen={screen} counterId={counterId} />
      <Visit
        key={ticket?.ticketId ?? 'nobody'}
        screen={screen}
        counter={screen.counters[counterId]}
        ticket={ticket}
        pairing={pairing}
      />
      <footer>
        <LanguageSwitch />
        <SizeSwitch />
        <LinkBadge />
      </footer>
    </main>
  )
}

function Head({ screen, counterId }: { screen: Screen; counterId: string }) {
  const say = useText(tabletText)
  const pick = usePick()
  const counter = screen.counters[counterId]
  const name = counterName(counter?.label ?? counterId, label => say('counter', { label }))
  return (
    <header>
      <p className="tablet-hall">{screen.hall && pick({ zh: screen.hall.name, en: screen.hall.nameEn })}</p>
      <h1 data-testid="tablet-counter">{name}</h1>
      {counter?.staffName !== undefined && (
        <p className="tablet-officer">
          <span className="tablet-portrait" aria-hidden="true">
            {[...counter.staffName][0]}
          </span>
          <span>
            {say('servedBy')} <strong data-testid="officer">{counter.staffName}</strong>
          </span>
        </p>
      )}
    </header>
  )
}
