import type { CounterRow, Screen } from '@pingting/contract/words/screen'
import { useRef } from 'react'
import { useCommand } from '../hub/command.ts'
import type { Wish } from '../hub/outbox.ts'
import { RefusedNotice } from '../parts/RefusedNotice.tsx'
import { counterText } from '../text/counter/index.ts'
import { useText } from '../text/index.ts'
import { Current } from './Current.tsx'
import { PauseDialog, TransferDialog } from './dialogs.tsx'
import { useHotKeys } from './hot-keys.ts'
import { Lists } from './Lists.tsx'
import { VerbKeys } from './VerbKeys.tsx'
import { nextStep, type Verb, whyNot, wishOf } from './verbs.ts'

interface Props {
  screen: Screen
  counter: CounterRow
  stream: string
}

/** The open counter: who is here, what can be done, who waits. Nothing here ever tells how anybody was rated. */
export function Desk({ screen, counter, stream }: Props) {
  const say = useText(counterText)
  const sending = useCommand(stream)
  const transferring = useRef<HTMLDialogElement>(null)
  const pausing = useRef<HTMLDialogElement>(null)
  const { counterId } = counter
  const ticket = counter.ticketId === undefined ? undefined : screen.tickets[counter.ticketId]
  const run = (wish: Wish): void => void sending.run(wish)
  const perform = (verb: Verb): void => {
    if (sending.busy || whyNot(verb, counter, ticket) !== undefined) return
    const wish = wishOf(
      verb === 'pause' && counter.status === 'paused' ? 'resume' : verb,
      counterId,
      ticket?.ticketId ?? '',
    )
    if (wish !== undefined) run(wish)
    else (verb === 'transfer' ? transferring : pausing).current?.showModal()
  }
  useHotKeys(perform)
  return (
    <div className="desk">
      <section className="desk-main" aria-label={say('here')}>
        <Current screen={screen} ticket={ticket} next={say(nextStep(counter, ticket))} />
        <RefusedNotice refused={sending.refused} />
        <VerbKeys counter={counter} ticket={ticket} busy={sending.busy} onVerb={perform} />
        <button
          type="button"
          className="button desk-close"
          disabled={sending.busy || ticket !== undefined}
          onClick={() => run({ type: 'counter.close', counterId })}
          data-testid="close-counter"
        >
          {say('closeCounter')}
        </button>
      </section>
      <Lists screen={screen} counter={counter} busy={sending.busy} onWish={run} />
      <TransferDialog
        ref={transferring}
        hall={screen.hall}
        from={ticket?.serviceCode}
        onChoose={serviceCode => {
          if (ticket) run({ type: 'ticket.transfer', counterId, ticketId: ticket.ticketId, serviceCode })
        }}
      />
      <PauseDialog ref={pausing} onChoose={reason => run({ type: 'counter.pause', counterId, reason })} />
    </div>
  )
}
