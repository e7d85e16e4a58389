import type { Screen, TicketFrame, TicketRow } from '@pingting/contract/words/screen'
import type { Told } from '@pingting/contract/words/slips/told'
import { counterName } from '../parts/page.ts'
import { useFormat } from '../text/format.ts'
import { type Say, usePick, useText } from '../text/index.ts'
import { phoneText } from '../text/phone/index.ts'
import { AlertSwitch } from './alerts/AlertSwitch.tsx'
import { useNotices } from './alerts/use-notices.ts'
import { CancelButton } from './CancelButton.tsx'
import { Place } from './Place.tsx'

interface Props {
  screen: Screen
  ticket: TicketRow
  frame: TicketFrame | undefined
  /** Absent while what is shown is only kept: nothing of it is news. */
  hub: { stream: string; token: string } | undefined
}

const MAY_BE_CALLED: ReadonlySet<string> = new Set(['waiting', 'held', 'noShow'])

/** The number, and what it means just now; being called is said at once, aloud to a reader and felt in the hand. */
export function StatusCard({ screen, ticket, frame, hub }: Props) {
  const say = useText(phoneText)
  const pick = usePick()
  const format = useFormat()
  const service = screen.hall?.services.find(({ code }) => code === ticket.serviceCode)
  const counterId = ticket.counterId ?? ''
  const counter = counterName(screen.hall?.counterLabels?.[counterId] ?? counterId, label => say('counter', { label }))
  const stands = wordsOf(ticket, say, counter)
  const notice = useNotices(hub && ticket, frame, (ahead?: number) =>
    ahead === undefined ? stands : say('nth', { nth: ahead + 1 }),
  )
  return (
    <section
      className={`card phone-status ${ticket.status}`}
      data-testid="ticket-status"
      data-status={ticket.status}
      data-recalls={ticket.recallTally}
    >
      <p className="phone-number figure" data-testid="ticket-number">
        {ticket.number}
      </p>
      <p>{service && pick(service)}</p>
      {service?.itemCode && (
        <p className="phone-taken" data-testid="item-code">
          {say('itemCode', { code: service.itemCode })}
        </p>
      )}
      <div aria-live="assertive" data-testid="ticket-words">
        <p className="phone-words">{stands}</p>
        {ticket.status === 'called' && ticket.recallTally > 0 && (
          <p>{say('calledAgain', { times: ticket.recallTally })}</p>
        )}
        {ticket.status === 'waiting' && notice !== undefined && <p data-testid="nth-notice">{notice}</p>}
      </div>
      {ticket.status === 'waiting' && <Place frame={frame} />}
      <p className="phone-taken">{say('takenAt', { at: format.clock(ticket.takenAt) })}</p>
      {MAY_BE_CALLED.has(ticket.status) && hub && <AlertSwitch token={hub.token} />}
      {ticket.status === 'waiting' && hub && <CancelButton {...hub} ticketId={ticket.ticketId} />}
      {ticket.told && (
        <p className="phone-taken" data-testid="told">
          {toldWords(ticket.told, say)}
        </p>
      )}
    </section>
  )
}

/** As the slip says it, whatever the queue did since. */
function toldWords({ aheadTally, waitMinutesFrom: from, waitMinutesTo: to }: Told, say: Say<typeof phoneText>): string {
  if (from === undefined || to === undefined) return say('toldAhead', { ahead: aheadTally })
  return say('toldRange', { ahead: aheadTally, from, to })
}

function wordsOf(ticket: TicketRow, say: Say<typeof phoneText>, counter: string): string {
  switch (ticket.status) {
    case 'called':
    case 'serving':
      return say(ticket.status, { counter })
    case 'held':
    case 'completed':
    case 'noShow':
    case 'cancelled':
    case 'expired':
      return say(ticket.status)
    default:
      return say('waiting')
  }
}
