import { phoneText } from '../text/phone/index.ts'
import './phone.css'
import { useEffect } from 'react'
import { connect, useRoom } from '../hub/connect.ts'
import { socketTicket } from '../hub/http.ts'
import { useSession } from '../hub/session.ts'
import { useHub } from '../hub/store.ts'
import { LanguageSwitch } from '../parts/LanguageSwitch.tsx'
import { LinkBadge } from '../parts/LinkBadge.tsx'
import { useTitle } from '../parts/page.ts'
import { RefusedNotice } from '../parts/RefusedNotice.tsx'
import { SizeSwitch } from '../parts/SizeSwitch.tsx'
import { Waiting } from '../parts/Waiting.tsx'
import { usePick, useText } from '../text/index.ts'
import { CarPanel } from './CarPanel.tsx'
import { RatePanel } from './RatePanel.tsx'
import { StatusCard } from './StatusCard.tsx'

/** The token stands behind the #, where no server's log sees it. */
const tokenOfPage = (): string | undefined => new URLSearchParams(location.hash.slice(1)).get('t') ?? undefined

/** One ticket's own page: where it stands, and afterwards how it was and what becomes of the parking. */
export default function Phone() {
  const say = useText(phoneText)
  useTitle(say('title'))
  const token = tokenOfPage()
  return token === undefined ? <NoTicket /> : <TicketPage token={token} />
}

function TicketPage({ token }: { token: string }) {
  const { me, refused } = useSession(token)
  const turnedAway = useHub(state => state.turnedAway)
  const citizen = me?.actor.kind === 'citizen' ? me.actor : undefined
  useEffect(() => {
    if (citizen !== undefined) connect(() => socketTicket(token))
  }, [citizen, token])
  if (refused || turnedAway || (me && citizen === undefined)) return <NoTicket {...(refused && { refused })} />
  if (citizen === undefined) return <Waiting />
  return <Ticket token={token} hallId={citizen.hallId} ticketId={citizen.ticketId} />
}

function Ticket({ token, hallId, ticketId }: { token: string; hallId: string; ticketId: string }) {
  const say = useText(phoneText)
  const pick = usePick()
  const stream = `hall:${hallId}` as const
  const { held, refused } = useRoom(stream, `ticket:${ticketId}`)
  if (refused) return <NoTicket refused={refused} />
  if (held === undefined) return <Waiting />
  const { screen } = held
  const ticket = screen.tickets[ticketId]
  const frame = held.frame?.kind === 'ticket' ? held.frame : undefined
  return (
    <main className="phone" data-testid="phone" data-seq={held.seq} data-epoch={held.epoch}>
      <header>
        <h1>{screen.hall && pick({ zh: screen.hall.name, en: screen.hall.nameEn })}</h1>
        <LinkBadge />
      </header>
      {ticket === undefined ? (
        <p className="notice">{say('ticketGone')}</p>
      ) : (
        <>
          <StatusCard screen={screen} ticket={ticket} frame={frame} stream={stream} token={token} />
          <RatePanel ticket={ticket} frame={frame} stream={stream} token={token} />
          <CarPanel screen={screen} ticket={ticket} stream={stream} token={token} />
        </>
      )}
      <footer>
        <LanguageSwitch />
        <SizeSwitch />
        {screen.hall && (
          <a href={`tel:${screen.hall.complaintPhone}`}>{say('complaints', { phone: screen.hall.complaintPhone })}</a>
        )}
      </footer>
    </main>
  )
}

function NoTicket({ refused }: { refused?: Parameters<typeof RefusedNotice>[0]['refused'] }) {
  const say = useText(phoneText)
  return (
    <main className="centred" data-testid="no-ticket">
      <h1>{say('title')}</h1>
      <RefusedNotice refused={refused} />
      <p>{say('scanAgain')}</p>
      <LanguageSwitch />
    </main>
  )
}
