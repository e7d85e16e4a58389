import type { CounterOutlook, CounterRow, Screen } from '@pingting/contract/words/screen'
import { useEffect, useRef, useState } from 'react'
import { forgetUnsettled, useCommand } from '../hub/command.ts'
import type { Wish } from '../hub/outbox.ts'
import { useFreshness } from '../hub/store.ts'
import { counterText } from '../text/counter/index.ts'
import { useText } from '../text/index.ts'
import { Current } from './Current.tsx'
import { PauseDialog, TransferDialog } from './dialogs.tsx'
import { useHotKeys } from './hot-keys.ts'
import { Lists } from './lists/Lists.tsx'
import { NextUp } from './NextUp.tsx'
import { Said } from './Said.tsx'
import { VerbKeys } from './VerbKeys.tsx'
import { type CounterWord, nextSteps, nextVerb, type Verb, whyNot, wishOf } from './verbs.ts'

interface Props {
  screen: Screen
  counter: CounterRow
  outlook: CounterOutlook
  stream: string
}

/** The open counter: who is here, what can be done, who waits. Nothing here ever tells how anybody was rated. */
export function Desk({ screen, counter, outlook, stream }: Props) {
  const say = useText(counterText)
  const sending = useCommand(stream)
  const { live } = useFreshness()
  const [hint, setHint] = useState<CounterWord>()
  const transferring = useRef<HTMLDialogElement>(null)
  const pausing = useRef<HTMLDialogElement>(null)
  const { counterId } = counter
  const ticket = counter.ticketId === undefined ? undefined : screen.tickets[counter.ticketId]
  // The floor has moved on: what is pressed from here is a new wish, whatever became of one that nobody answered.
  const standing = `${ticket?.ticketId} ${ticket?.status} ${ticket?.recallTally} ${counter.status}`
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is the change itself that matters
  useEffect(() => {
    forgetUnsettled()
    sending.seen()
  }, [standing])
  // biome-ignore lint/correctness/useExhaustiveDependencies: why a key made no sense holds as long as all stands as it stood
  useEffect(() => setHint(undefined), [standing, live])
  const run = (wish: Wish): void => {
    if (live) void sending.run(wish)
  }
  const perform = (verb: Verb): void => {
    if (sending.busy) return
    const why = whyNot(verb, counter, ticket, live)
    setHint(why)
    sending.clear()
    if (why !== undefined) return
    const meant = verb === 'pause' && counter.status === 'paused' ? 'resume' : verb
    const wish = wishOf(meant, counterId, ticket?.ticketId ?? '')
    if (wish !== undefined) run(wish)
    else (verb === 'transfer' ? transferring : pausing).current?.showModal()
  }
  const next = nextVerb(counter, ticket)
  useHotKeys(verb => perform(verb === 'next' ? next : verb))
  return (
    <div className="desk">
      <section className="desk-main" aria-label={say('here')}>
        <Current screen={screen} ticket={ticket} paused={counter.status === 'paused'} next={say(nextSteps[next])} />
        <NextUp screen={screen} next={outlook.next} />
        <VerbKeys counter={counter} ticket={ticket} live={live} busy={sending.busy} onVerb={perform} />
        <Said screen={screen} live={live} hint={hint} refused={sending.refused} undo={outlook.undo} />
        <button
          type="button"
          className="button desk-close"
          disabled={sending.busy || ticket !== undefined || !live}
          onClick={() => run({ type: 'counter.close', counterId })}
          data-testid="close-counter"
        >
          {say('closeCounter')}
        </button>
      </section>
      <Lists screen={screen} counter={counter} next={outlook.next} live={live} busy={sending.busy} onWish={run} />
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
