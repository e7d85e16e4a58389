import { beforeEach, describe, expect, it } from 'vitest'
import { clerk, Floor, type Wish } from './floor.ts'

let floor: Floor
beforeEach(() => {
  floor = new Floor().open(1, 2)
})
const undo = { type: 'counter.undo', counterId: 'c1' } as const

/** Everything about the queue apart from what undo cannot give back: its own memory, and rows the board has dropped. */
const queueOf = ({ tickets }: Floor) =>
  structuredClone({
    ...tickets,
    calls: [],
    seats: new Map([...tickets.seats].map(([id, { last: _, ...seat }]) => [id, seat])),
  })

describe('[TK17] undo restores the exact state before the last verb of the counter', () => {
  const cases: [string, 'waiting' | 'called' | 'serving' | 'held' | 'noShow', string][] = [
    ['called', 'waiting', 'callOne'],
    ['arrived', 'called', 'arrive'],
    ['completed', 'serving', 'finish'],
    ['held', 'serving', 'hold'],
    ['held', 'called', 'hold'],
    ['missed', 'called', 'miss'],
    ['transferred', 'serving', 'transfer'],
    ['returned', 'held', 'return'],
    ['recycled', 'noShow', 'recycle'],
  ]
  it.each(cases)('%s, from %s', (verb, status, name) => {
    // given
    floor.take()
    const ticketId = floor.ticketIn(status)
    floor.wait(3)
    if (name === 'finish') floor.must({ type: 'ticket.recycle', counterId: 'c2', ticketId: miss(floor) }, clerk(2))
    const before = queueOf(floor)
    const to = name === 'transfer' ? { serviceCode: 'housing' } : {}
    floor.must({ type: `ticket.${name}`, counterId: 'c1', ticketId, ...to } as Wish)
    expect(queueOf(floor)).not.toEqual(before)
    // when
    floor.wait(1)
    const [undone] = floor.must(undo)
    // then
    expect(undone).toMatchObject({ type: 'ticket.undone', verb, ticketId, counterId: 'c1', number: 'A002' })
    expect(queueOf(floor)).toEqual(before)
  })

  /** Another ticket that was missed at c2, so that the other counter has a history of its own. */
  function miss(floor: Floor): string {
    const ticketId = floor.take()
    floor.must({ type: 'ticket.callOne', counterId: 'c2', ticketId })
    floor.must({ type: 'ticket.miss', counterId: 'c2', ticketId })
    return ticketId
  }

  it('an undone finish leaves no trace in the pace of the service, one that stands does', () => {
    const finish = () => {
      const ticketId = floor.ticketIn('serving')
      floor.wait(30)
      floor.must({ type: 'ticket.finish', counterId: 'c1', ticketId })
      return ticketId
    }
    const again = finish()
    floor.must(undo)
    floor.must({ type: 'ticket.hold', counterId: 'c1', ticketId: again })
    expect(floor.tickets.pace.get('tax')).toEqual({ typicalMinutes: 10, recentMinutes: 10 })
    finish()
    floor.must({ type: 'counter.close', counterId: 'c1' })
    expect(floor.tickets.pace.get('tax')).toEqual({ typicalMinutes: 10, recentMinutes: 14 })
  })
})

describe('when it cannot be undone', () => {
  it('[TK18] one step only: a counter that has done nothing, or has undone already, has nothing to undo', () => {
    expect(floor.refusal(undo)?.refused).toBe('counter.nothing-to-undo')
    floor.ticketIn('serving')
    floor.must(undo)
    expect(floor.refusal(undo)?.refused).toBe('counter.nothing-to-undo')
  })

  it('[TK18] after the next call it is the call that is undone, never the finish before it', () => {
    const first = floor.ticketIn('completed')
    const second = floor.ticketIn('called')
    floor.must(undo)
    expect([floor.place(first).status, floor.place(second).status]).toEqual(['completed', 'waiting'])
    expect(floor.refusal(undo)?.refused).toBe('counter.nothing-to-undo')
  })

  it('[TK18] a counter that was closed and opened again has nothing to undo', () => {
    floor.ticketIn('completed')
    floor.must({ type: 'counter.close', counterId: 'c1' })
    floor.must({ type: 'counter.open', counterId: 'c1' })
    expect(floor.refusal(undo)?.refused).toBe('counter.nothing-to-undo')
  })

  it('[TK19] a recall is not undone: undo takes back the call itself', () => {
    const ticketId = floor.ticketIn('called')
    floor.must({ type: 'ticket.recall', counterId: 'c1', ticketId })
    floor.must(undo)
    expect(floor.place(ticketId)).toMatchObject({ status: 'waiting', recallTally: 0 })
  })

  it.each(['called', 'serving', 'completed'] as const)('[TK20] a rated ticket that is %s stays as it is', status => {
    const ticketId = floor.ticketIn(status)
    floor.rate(ticketId)
    expect(floor.refusal(undo)).toEqual({ refused: 'counter.undo-too-late', about: ticketId })
  })

  it('[PO8] a ticket that has earned free parking without a rating stays as it is', () => {
    const ticketId = floor.ticketIn('completed')
    floor.reward(ticketId)
    expect(floor.refusal(undo)).toEqual({ refused: 'counter.undo-too-late', about: ticketId })
  })

  it('[TK21] what somebody else has moved since is not undone', () => {
    // given a ticket held at c1 and returned at c2
    const ticketId = floor.ticketIn('held')
    floor.must({ type: 'ticket.return', counterId: 'c2', ticketId })
    // then
    expect(floor.refusal(undo)).toEqual({ refused: 'counter.undo-too-late', about: ticketId })
    // unless that was undone too
    floor.must({ ...undo, counterId: 'c2' })
    expect(floor.refusal(undo)).toBeUndefined()
  })

  it('[TK21] a ticket its owner cancelled meanwhile is not undone', () => {
    const ticketId = floor.ticketIn('called')
    floor.must({ type: 'ticket.cancel', ticketId })
    expect(floor.refusal(undo)?.refused).toBe('counter.undo-too-late')
  })
})
