import { phoneText } from '../text/phone/index.ts'
import './phone.css'
import type { Refused } from '@pingting/contract'
import { lazy, Suspense, useEffect, useState } from 'react'
import { connect, useRoom } from '../hub/connect.ts'
import { socketTicket } from '../hub/http.ts'
import type { Held } from '../hub/place.ts'
import { useSession } from '../hub/session.ts'
import { nowMs, useHub } from '../hub/store.ts'
import { LanguageSwitch } from '../parts/LanguageSwitch.tsx'
import { LinkBadge } from '../parts/LinkBadge.tsx'
import { useTitle } from '../parts/page.ts'
import { RefusedNotice } from '../parts/RefusedNotice.tsx'
import { SizeSwitch } from '../parts/SizeSwitch.tsx'
import { Waiting } from '../parts/Waiting.tsx'
import { useFormat } from '../text/format.ts'
import { usePick, useText } from '../text/index.ts'
import { CarPanel } from './CarPanel.tsx'
import { findKept, forget, type Kept, keep } from './kept.ts'
import { RatePanel } from './RatePanel.tsx'
import { StatusCard } from './StatusCard.tsx'

const FatePanel = lazy(() => import('./FatePanel.tsx'))

/** The token stands behind the #, where no server's log sees it; opened from the home screen, it is the last one's. */
const token = new URLSearchParams(location.hash.slice(1)).get('t') ?? findKept()?.token

/** The token of a slip that a kiosk gave out without a hub: nobody knows it before it is handed in. */
const OFFLINE = 'k1.'

/** Asked for while the hub is asked who we are: on a slow network each way back and forth is felt. */
let firstTicket = token === undefined ? undefined : socketTicket(token)

function comeIn(shown: string): void {
  connect(() => {
    const ticket = firstTicket ?? socketTicket(shown)
    firstTicket = undefined
    return ticket
  })
}

/** One ticket's own page: where it stands, and afterwards how it was and what becomes of the parking. */
export function Phone() {
  const say = useText(phoneText)
  useTitle(say('title'))
  return token === undefined ? <NoTicket /> : <TicketPage token={token} />
}

function TicketPage({ token }: { token: string }) {
  const { me, refused } = useSession(token)
  const turnedAway = useHub(state => state.turnedAway)
  const [kept] = useState(() => findKept(token))
  const citizen = me?.actor.kind === 'citizen' ? me.actor : undefined
  useEffect(() => {
    if (citizen !== undefined) comeIn(token)
  }, [citizen, token])
  const over = refused !== undefined || turnedAway === true || (me !== undefined && citizen === undefined)
  useEffect(() => {
    if (over) forget(token)
  }, [over, token])
  if (over) return <NoTicket {...(refused && { refused })} />
  if (citizen === undefined) return kept === undefined ? <Waiting /> : <Sheet {...kept} token={token} kept={kept} />
  return <Ticket token={token} hallId={citizen.hallId} ticketId={citizen.ticketId} {...(kept && { kept })} />
}

function Ticket({ token, hallId, ticketId, kept }: Identity & { hallId: string; kept?: Kept }) {
  const { held, refused } = useRoom(`hall:${hallId}`, `ticket:${ticketId}`)
  useEffect(() => {
    if (held !== undefined) keep({ token, ticketId, held, asOfMs: nowMs() })
  }, [token, ticketId, held])
  if (refused) return <NoTicket refused={refused} />
  if (held !== undefined) return <Sheet token={token} ticketId={ticketId} held={held} hallId={hallId} />
  return kept === undefined ? <Waiting /> : <Sheet {...kept} token={token} kept={kept} />
}

interface Identity {
  token: string
  ticketId: string
}

/** What is kept is only shown; what wants an answer of the hub comes when the hub does. */
function Sheet({ token, ticketId, held, hallId, kept }: Identity & { held: Held; hallId?: string; kept?: Kept }) {
  const say = useText(phoneText)
  const pick = usePick()
  const { screen } = held
  const ticket = screen.tickets[ticketId]
  const frame = held.frame?.kind === 'ticket' ? held.frame : undefined
  const hub = hallId === undefined ? undefined : { stream: `hall:${hallId}`, token }
  return (
    <main className="phone" data-testid="phone" data-seq={held.seq} data-epoch={held.epoch}>
      <header>
        <h1>{screen.hall && pick({ zh: screen.hall.name, en: screen.hall.nameEn })}</h1>
        {kept === undefined ? <LinkBadge /> : <KeptBadge kept={kept} />}
      </header>
      {ticket === undefined ? (
        <p className="notice">{say('ticketGone')}</p>
      ) : (
        <>
          <StatusCard screen={screen} ticket={ticket} frame={frame} hub={hub} />
          {hub && <RatePanel ticket={ticket} frame={frame} {...hub} />}
          {hub && <CarPanel screen={screen} ticket={ticket} {...hub} />}
        </>
      )}
      {screen.fate && (
        <Suspense fallback={<Waiting />}>
          <FatePanel fate={screen.fate} />
        </Suspense>
      )}
      <footer>
        <LanguageSwitch />
        <SizeSwitch />
        {screen.hall && (
          <a href={`/book?hall=${encodeURIComponent(screen.hall.hallId)}`} data-testid="to-book">
            {say('toBook')}
          </a>
        )}
        {screen.hall && (
          <a href={`tel:${screen.hall.complaintPhone}`}>{say('complaints', { phone: screen.hall.complaintPhone })}</a>
        )}
      </footer>
    </main>
  )
}

function KeptBadge({ kept }: { kept: Kept }) {
  const say = useText(phoneText)
  const format = useFormat()
  return (
    <span className="link-badge stale" data-testid="link-badge" data-live={false} data-kept role="status">
      {say('asOf', { at: format.dayAndSeconds(kept.asOfMs) })}
    </span>
  )
}

function NoTicket({ refused }: { refused?: Refused }) {
  const say = useText(phoneText)
  return (
    <main className="centred" data-testid="no-ticket">
      <h1>{say('title')}</h1>
      <RefusedNotice refused={refused} />
      <p>{say(token?.startsWith(OFFLINE) ? 'notInQueueYet' : 'scanAgain')}</p>
      <a className="button" href="/book">
        {say('toBook')}
      </a>
      <LanguageSwitch />
    </main>
  )
}
