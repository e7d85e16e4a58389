import { tabletText } from '../text/tablet/index.ts'
import './tablet.css'
import './form.css'
import type { Screen, TicketRow } from '@pingting/contract/words/screen'
import { useRoom } from '../hub/connect.ts'
import type { Pairing } from '../hub/devices.ts'
import { useFreshness, useHub } from '../hub/store.ts'
import { DeviceGate } from '../parts/gate/DeviceGate.tsx'
import { LanguageSwitch } from '../parts/LanguageSwitch.tsx'
import { LinkBadge } from '../parts/LinkBadge.tsx'
import { counterName } from '../parts/page.ts'
import { RefusedNotice } from '../parts/RefusedNotice.tsx'
import { SizeSwitch } from '../parts/SizeSwitch.tsx'
import { useNoWayOut } from '../parts/standing/no-way-out.ts'
import { useWakeLock } from '../parts/standing/wake-lock.ts'
import { Waiting } from '../parts/Waiting.tsx'
import { usePick, useText } from '../text/index.ts'
import { Kept } from './Kept.tsx'
import { type KeptRatings, useKept } from './kept/use-kept.ts'
import { Officer } from './Officer.tsx'
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
  useNoWayOut()
  useWakeLock()
  const counterId = pairing.counterId ?? ''
  const { held, refused } = useRoom(`hall:${pairing.hallId}`, `counter:${counterId}`)
  const kept = useKept(pairing)
  const { live, sinceMs } = useFreshness()
  const lost = useHub(state => state.link === 'lost')
  if (refused) return <RefusedNotice refused={refused} />
  if (held === undefined) return lost ? <Alone kept={kept} /> : <Waiting />
  const { screen } = held
  const counter = screen.counters[counterId]
  // Whoever was called last; not once they queue again or stand before another counter.
  const ticket = Object.values(screen.tickets).find(row => row.counterId === counterId)
  return (
    <main className="tablet" data-testid="tablet" data-seq={held.seq} data-epoch={held.epoch}>
      <header>
        <Officer pairing={pairing} counter={counter} />
        <Where screen={screen} counterId={counterId} ticket={ticket} />
        <LanguageSwitch />
        <SizeSwitch />
      </header>
      <Visit
        key={ticket?.ticketId ?? 'nobody'}
        {...{ screen, counter, ticket, pairing, kept }}
        away={!live && sinceMs !== undefined}
      />
    </main>
  )
}

/** Opened while the hub is away: it knows nobody, says how to rate all the same, and goes on by itself. */
function Alone({ kept }: { kept: KeptRatings }) {
  const say = useText(tabletText)
  return (
    <main className="centred" data-testid="tablet-alone">
      <LinkBadge />
      <p>{say('awayRate')}</p>
      <Kept kept={kept} />
      <LanguageSwitch />
    </main>
  )
}

/** Which counter, whose number, and for which item. */
function Where({ screen, counterId, ticket }: { screen: Screen; counterId: string; ticket: TicketRow | undefined }) {
  const say = useText(tabletText)
  const pick = usePick()
  const { hall } = screen
  const label = screen.counters[counterId]?.label ?? counterId
  const service = hall?.services.find(({ code }) => code === ticket?.serviceCode)
  return (
    <div className="tablet-where">
      <p className="tablet-hall">{hall && pick({ zh: hall.name, en: hall.nameEn })}</p>
      <h1 data-testid="tablet-counter">{counterName(label, label => say('counter', { label }))}</h1>
      {ticket && service && (
        <p data-testid="item">
          <strong className="figure">{ticket.number}</strong> {pick(service)}
          {service.itemCode && <small>{say('itemCode', { code: service.itemCode })}</small>}
        </p>
      )}
      <LinkBadge />
    </div>
  )
}
