import type { PriorityClass } from '@pingting/contract'
import { describe, expect, it } from 'vitest'
import { join, leave, type Waiting } from '../../../server/src/tickets/queue.ts'
import { card, Floor } from './floor.ts'

const everybody = (floor: Floor, counterId: string, tally: number) =>
  Array.from({ length: tally }, () => {
    const ticketId = floor.callNext(counterId)
    floor.must({ type: 'ticket.miss', counterId, ticketId })
    return ticketId.slice(9)
  })

it('[TK32] who leaves a list he is not in is a bug, and nobody else is struck out for him', () => {
  // given a list of one
  const list: Waiting[] = []
  join(list, { ticketId: '20261123-A001', ahead: false, keyMs: 1, order: 1 })
  // when another leaves, who would stand before or behind · then the list is as it was
  for (const order of [0, 2]) {
    const other = { ticketId: '20261123-A002', ahead: false, keyMs: 1, order }
    expect(() => leave(list, other)).toThrow('20261123-A002 is not in its waiting list')
  }
  expect(list).toHaveLength(1)
})

describe('the order of the queue', () => {
  it('[TK22] within one class and service it is first come, first served, also within one millisecond', () => {
    const floor = new Floor().open(4)
    for (let i = 0; i < 12; i += 1) floor.take()
    expect(everybody(floor, 'c4', 12)).toEqual(
      Array.from({ length: 12 }, (_, i) => `A${String(i + 1).padStart(3, '0')}`),
    )
  })

  it.each([
    ['soldier', 20],
    ['elder', 20],
    ['disabled', 20],
    ['appointment', 10],
  ] as [PriorityClass, number][])(
    '[TK23] %s has a head start of %i minutes, and not a minute more',
    (priority, minutes) => {
      const floor = new Floor().open(4)
      floor.take()
      floor.wait(1)
      floor.take()
      floor.wait(minutes - 1)
      floor.take('tax', priority)
      // equal to the first, which came before; 1 min ahead of the second
      expect(everybody(floor, 'c4', 3)).toEqual(['A001', 'A003', 'A002'])
    },
  )

  it('[TK24] a counter serves the first service of its profile, and the next one once it has waited 10 minutes more', () => {
    const floor = new Floor().open(1, 2)
    floor.take('housing')
    floor.wait(9)
    floor.take('tax')
    expect(everybody(floor, 'c1', 1)).toEqual(['A001'])
    floor.wait(2)
    floor.take('tax')
    expect(everybody(floor, 'c1', 2)).toEqual(['B001', 'A002'])
  })

  it('[TK8] of several returned from hold, the one who queues longest goes first', () => {
    const floor = new Floor().open(1)
    const early = floor.ticketIn('held')
    floor.wait(1)
    const late = floor.ticketIn('held')
    for (const ticketId of [late, early]) floor.must({ type: 'ticket.return', counterId: 'c1', ticketId })
    expect(everybody(floor, 'c1', 2)).toEqual(['A001', 'A002'])
  })

  it('[TK22] two hundred tickets and ten counters: every number is called once, in the order taken', () => {
    // given
    const counters = Array.from({ length: 10 }, (_, i) => ({ counterId: `c${i}`, label: String(i), profile: ['tax'] }))
    const floor = new Floor({ ...card, counters }).open(...counters.keys())
    const taken = Array.from({ length: 200 }, (_, i) => {
      if (i % 7 === 0) floor.wait(1)
      return floor.take()
    })
    // when the counters finish in an order that is not their own
    const called: string[] = []
    const serving: (string | undefined)[] = []
    for (let turn = 0; called.length < 200; turn += 1) {
      const n = (turn * 7 + (turn % 3)) % 10
      const at = { counterId: `c${n}`, ticketId: serving[n]! }
      if (serving[n] !== undefined) {
        floor.must({ type: 'ticket.arrive', ...at })
        floor.must({ type: 'ticket.finish', ...at })
      }
      serving[n] = floor.callNext(`c${n}`)
      called.push(serving[n])
    }
    // then
    expect(called).toEqual(taken)
    expect(floor.refusal({ type: 'ticket.callNext', counterId: 'c0' })?.refused).toBe('counter.busy')
  })
})
