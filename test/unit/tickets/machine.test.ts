import { isRefusal, type TicketStatus } from '@pingting/contract'
import { describe, expect, it } from 'vitest'
import { Floor, type Wish } from './floor.ts'

/** The whole machine: what each command makes of a ticket in each status, asked from the counter it is or was at. */
const commands = ['callOne', 'recall', 'arrive', 'finish', 'hold', 'return', 'transfer', 'miss', 'recycle', 'cancel']
const ended = commands.map(() => 'ticket.ended')
const notCalled = 'ticket.not-called'
const [waits, serves] = ['ticket.not-waiting', 'ticket.not-serving']
const [holds, missed] = ['ticket.not-held', 'ticket.not-missed']
const machine: Record<TicketStatus, string[]> = {
  waiting: ['called', notCalled, notCalled, serves, notCalled, holds, serves, notCalled, missed, 'cancelled'],
  called: ['counter.busy', 'called', 'serving', serves, 'held', holds, serves, 'noShow', missed, 'cancelled'],
  serving: [
    ...['counter.busy', notCalled, notCalled, 'completed', 'held', holds, 'waiting', notCalled, missed, 'cancelled'],
  ],
  held: [waits, notCalled, notCalled, serves, notCalled, 'waiting', serves, notCalled, missed, 'cancelled'],
  noShow: [waits, notCalled, notCalled, serves, notCalled, holds, serves, notCalled, 'waiting', 'cancelled'],
  completed: ended,
  cancelled: ended,
  expired: ended,
}

function wish(name: string, ticketId: string): Wish {
  const at = { ticketId, counterId: 'c1' }
  if (name === 'cancel') return { type: 'ticket.cancel', ticketId }
  if (name === 'transfer') return { type: 'ticket.transfer', ...at, serviceCode: 'housing' }
  return { type: `ticket.${name}` as 'ticket.recall', ...at }
}

describe('[TK16] every command in every status either moves the ticket as the table says or is refused as it says', () => {
  const rows = Object.entries(machine).flatMap(([status, outcomes]) =>
    outcomes.map((outcome, index) => [status as TicketStatus, commands[index]!, outcome] as const),
  )

  it.each(rows)('%s · %s → %s', (status, name, outcome) => {
    // given
    const floor = new Floor().open(1)
    const ticketId = floor.ticketIn(status)
    expect(floor.place(ticketId).status).toBe(status)
    // when
    const decision = floor.send(wish(name, ticketId))
    // then
    expect(isRefusal(decision) ? decision.refused : floor.place(ticketId).status).toBe(outcome)
    if (isRefusal(decision)) expect(floor.place(ticketId).status).toBe(status)
  })

  it('the table has a row for every status and a cell for every command', () => {
    expect(rows).toHaveLength(8 * commands.length)
  })
})
