import type { Screen, TicketRow } from '@pingting/contract/words/screen'
import { useNow } from '../hub/store.ts'
import { counterText } from '../text/counter/index.ts'
import { useFormat } from '../text/format.ts'
import { usePick, useText, useWords } from '../text/index.ts'
import { priorityCodes, statusCodes } from '../text/queue/index.ts'

interface Props {
  screen: Screen
  ticket: TicketRow | undefined
  paused: boolean
  /** What the clerk may want to do next. */
  next: string
}

export function Current({ screen, ticket, paused, next }: Props) {
  const say = useText(counterText)
  return (
    <div className="card current" data-testid="current" data-status={ticket?.status ?? 'none'}>
      {ticket === undefined ? (
        <p className="current-nobody">{say(paused ? 'nobodyPaused' : 'nobody')}</p>
      ) : (
        <Somebody screen={screen} ticket={ticket} />
      )}
      <p className="current-next">
        {say('next')} <strong>{next}</strong>
      </p>
    </div>
  )
}

function Somebody({ screen, ticket }: { screen: Screen; ticket: TicketRow }) {
  const say = useText(counterText)
  const pick = usePick()
  const format = useFormat()
  const statusWords = useWords(statusCodes)
  const priorityWords = useWords(priorityCodes)
  const now = useNow()
  const service = screen.hall?.services.find(({ code }) => code === ticket.serviceCode)
  const since = ticket.servingAt ?? ticket.calledAt
  return (
    <>
      <p className="current-number figure" data-testid="current-number">
        {ticket.number}
      </p>
      <dl>
        <div>
          <dt>{say('state')}</dt>
          <dd data-testid="current-status">
            {statusWords(ticket.status)}
            {ticket.recallTally > 0 && ` · ${say('recalledTimes', { times: ticket.recallTally })}`}
          </dd>
        </div>
        <div>
          <dt>{say('service')}</dt>
          <dd>{service ? pick(service) : ticket.serviceCode}</dd>
        </div>
        <div>
          <dt>{say('priority')}</dt>
          <dd>{priorityWords(ticket.priority)}</dd>
        </div>
        <div>
          <dt>{say('since')}</dt>
          <dd className="figure">{since === undefined ? '—' : format.span((now - Date.parse(since)) / 1000)}</dd>
        </div>
        <div>
          <dt>{say('waited')}</dt>
          <dd className="figure">
            {ticket.calledAt === undefined
              ? '—'
              : format.span((Date.parse(ticket.calledAt) - Date.parse(ticket.takenAt)) / 1000)}
          </dd>
        </div>
      </dl>
    </>
  )
}
