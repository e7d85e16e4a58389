import { type Actor, ERASED } from '@pingting/contract'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { FREE, LOT } from '../reactions/world.ts'
import { Mirror } from './mirror.ts'

const DAY = '2026-11-23'
const TICKETS = ['A001', 'A002', 'A003', 'B001'].map(number => `${DAY.replaceAll('-', '')}-${number}`)
const COUNTERS = ['1', '2'] as const
const PLATES = ['鲁F12345', '鲁F54321'] as const
const STAYS = ['s1', 's2'] as const
const ALARMS = [1, 2, 3].map(n => ({
  ...{ conditionId: `c${n}`, name: 'PaperLow', severity: 100 * n, text: '', activeSince: `${DAY}T01:00:00.000Z` },
  ...(n === 1 ? {} : { source: 'Lane_1' }),
}))
const HALL_ROOMS = ['public', 'floor', 'office', 'wall', 'parking', ...TICKETS.map(id => `ticket:${id}`)]

const clerk = (counterId: string): Actor => ({
  ...{ kind: 'staff', staffId: `clerk-${counterId}`, name: `Clerk ${counterId}`, role: 'clerk' },
  ...{ hallIds: ['h1'], lotIds: [LOT] },
})
const citizen = (ticketId: string): Actor => ({ kind: 'citizen', hallId: 'h1', ticketId })

const VERBS = ['recall', 'arrive', 'finish', 'hold', 'return', 'miss', 'recycle', 'callOne'] as const
const SEATS = ['counter.open', 'counter.resume', 'counter.close', 'ticket.callNext', 'counter.undo'] as const
const ANSWERS = ['confirm', 'refuse', 'doubt', 'freeze', 'expire', 'send'] as const

const ticket = fc.constantFrom(...TICKETS)
const counter = fc.constantFrom(...COUNTERS)
const plate = fc.constantFrom(...PLATES)
const stay = fc.constantFrom(...STAYS)
const exemption = fc.nat(2)

/** Each step is one thing somebody may do; whether it is allowed, the rules decide. */
const step: fc.Arbitrary<(m: Mirror) => void> = fc.oneof(
  fc
    .tuple(fc.constantFrom('tax', 'id'), fc.option(plate, { nil: undefined }))
    .map(([serviceCode, bound]) => (m: Mirror) => {
      const wish = { type: 'ticket.take', serviceCode, priority: 'none', ...(bound && { plate: bound }) } as const
      m.send(m.hall, wish)
    }),
  fc.tuple(fc.constantFrom(...SEATS, 'ticket.callNext' as const), counter).map(([type, counterId]) => (m: Mirror) => {
    m.send(m.hall, { type, counterId }, clerk(counterId))
  }),
  fc.tuple(fc.constantFrom(...VERBS), counter, ticket).map(([verb, counterId, ticketId]) => (m: Mirror) => {
    // Mostly at the ticket that stands there, so that verbs find somebody to act on.
    const here = ['return', 'recycle', 'callOne'].includes(verb)
      ? ticketId
      : (m.hall.state.counters.counters.get(counterId)?.ticketId ?? ticketId)
    m.send(m.hall, { type: `ticket.${verb}`, counterId, ticketId: here }, clerk(counterId))
  }),
  fc.tuple(counter, ticket, fc.constantFrom('tax', 'id')).map(([counterId, ticketId, serviceCode]) => (m: Mirror) => {
    m.send(m.hall, { type: 'ticket.transfer', counterId, ticketId, serviceCode }, clerk(counterId))
  }),
  counter.map(counterId => (m: Mirror) => {
    m.send(m.hall, { type: 'counter.pause', counterId, reason: 'break' }, clerk(counterId))
  }),
  ticket.map(ticketId => (m: Mirror) => {
    m.send(m.hall, { type: 'ticket.cancel', ticketId }, citizen(ticketId))
  }),
  ticket.map(ticketId => (m: Mirror) => {
    const rating = { level: 2, tagVersion: 2, tagCodes: ['213'], text: ERASED, channel: 'phone', formOpenMs: 9000 }
    m.send(m.hall, { type: 'evaluation.submit', ticketId, ...rating }, citizen(ticketId))
  }),
  fc.tuple(ticket, plate).map(([ticketId, bound]) => (m: Mirror) => {
    m.send(m.hall, { type: 'plate.bind', ticketId, plate: bound }, citizen(ticketId))
  }),
  fc.tuple(fc.constantFrom(...ANSWERS), exemption).map(([answer, index]) => (m: Mirror) => {
    const exemptionId = [...m.hall.state.exemptions.exemptions.keys()][index]
    if (exemptionId === undefined) return
    const about = { exemptionId, bridgeEpoch: 1, gateEpoch: 'g1', ledgerSeq: 1, reason: 'ALREADY_PAID' }
    m.send(m.hall, { type: `exemption.${answer}`, ...about })
  }),
  fc.tuple(exemption, fc.boolean()).map(([index, held]) => (m: Mirror) => {
    const exemptionId = [...m.hall.state.exemptions.exemptions.keys()][index]
    const operator: Actor = { ...clerk('1'), staffId: 'o1', role: 'operator' } as Actor
    if (exemptionId !== undefined)
      m.send(m.hall, { type: 'exemption.settle', exemptionId, held, reason: 'x' }, operator)
  }),
  exemption.map(index => (m: Mirror) => {
    const exemptionId = [...m.hall.state.exemptions.exemptions.keys()][index]
    if (exemptionId !== undefined) {
      m.send(m.hall, { type: 'exemption.recordRevocation', bridgeEpoch: 1, exemptionId, outcome: 'Revoked' })
    }
  }),
  fc.tuple(stay, plate).map(([stayId, read]) => (m: Mirror) => {
    m.gate({ kind: 'entered', stayId, plate: read, carClass: 'casual', laneId: 'in', enteredAt: m.now })
  }),
  // Told again, as by a platform that numbers nothing and had no answer.
  fc.tuple(stay, plate).map(([stayId, read]) => (m: Mirror) => {
    const enteredAt = m.lot.state.stays.get(stayId)?.enteredAt
    if (enteredAt !== undefined)
      m.gate({ kind: 'entered', stayId, plate: read, carClass: 'casual', laneId: 'in', enteredAt })
  }),
  fc.tuple(stay, plate, fc.nat(100)).map(([stayId, read, confidence]) => (m: Mirror) => {
    m.gate({ kind: 'entered', stayId, plate: read, carClass: 'casual', laneId: 'in', enteredAt: m.now, confidence })
  }),
  fc.tuple(stay, fc.option(plate, { nil: undefined })).map(([stayId, found]) => (m: Mirror) => {
    const operator: Actor = { ...clerk('1'), staffId: 'o1', role: 'operator' } as Actor
    m.send(m.lot, { type: 'lot.reviewPlate', stayId, ...(found && { plate: found }) }, operator)
  }),
  fc.tuple(stay, plate).map(([stayId, read]) => (m: Mirror) => {
    m.gate({ kind: 'plateCorrected', stayId, plate: read, correctedAt: m.now })
  }),
  stay.map(stayId => (m: Mirror) => m.gate({ kind: 'paid', stayId, paidFen: 200, paidAt: m.now })),
  stay.map(stayId => (m: Mirror) => {
    const exemptionId = [...m.hall.state.exemptions.exemptions.keys()][0]
    if (exemptionId !== undefined) {
      m.gate({ kind: 'honoured', stayId, exemptionId, minutesApplied: 60, ...FREE, exitedAt: m.now })
    }
    m.gate({ kind: 'exited', stayId, laneId: 'out', exitedAt: m.now, minutes: 60, ...FREE })
  }),
  fc.boolean().map(usable => (m: Mirror) => {
    m.send(m.lot, { type: 'lot.link', bridgeEpoch: 1, usable })
  }),
  fc
    .tuple(fc.subarray(ALARMS), fc.option(fc.constantFrom('failure', 'normal'), { nil: undefined }))
    .map(([alarms, health]) => (m: Mirror) => {
      m.send(m.lot, { type: 'lot.recordHealth', bridgeEpoch: 1, alarms, ...(health && { deviceHealth: health }) })
    }),
  fc.constantFrom(30, 600).map(seconds => (m: Mirror) => m.pass(seconds)),
)

/** Visits that get somewhere, since noise alone seldom serves, rates and parks. */
const visit = fc.tuple(counter, plate, stay).map(([counterId, bound, stayId]) => [
  (m: Mirror) => void m.send(m.hall, { type: 'counter.open', counterId }, clerk(counterId)),
  (m: Mirror) => m.gate({ kind: 'entered', stayId, plate: bound, carClass: 'casual', laneId: 'in', enteredAt: m.now }),
  (m: Mirror) => void m.send(m.hall, { type: 'ticket.take', serviceCode: 'tax', priority: 'none', plate: bound }),
  (m: Mirror) => void m.send(m.hall, { type: 'ticket.callNext', counterId }, clerk(counterId)),
  ...(['arrive', 'finish'] as const).flatMap(verb => [
    (m: Mirror) => {
      const ticketId = m.hall.state.counters.counters.get(counterId)?.ticketId
      if (ticketId) m.send(m.hall, { type: `ticket.${verb}`, counterId, ticketId }, clerk(counterId))
    },
    (m: Mirror) => m.pass(60),
  ]),
  (m: Mirror) => {
    const ticketId = m.hall.state.evaluations.lastAt.get(counterId)?.ticketId
    const rating = { level: 5, tagVersion: 2, tagCodes: [], channel: 'qr', formOpenMs: 9000 }
    if (ticketId) m.send(m.hall, { type: 'evaluation.submit', ticketId, ...rating }, citizen(ticketId))
  },
])

const walks = fc
  .tuple(visit, visit, fc.array(fc.tuple(fc.nat(20), step), { maxLength: 40, size: 'max' }))
  .map(([first, second, noise]) =>
    [...first, ...second].flatMap((act, i) => [act, ...noise.flatMap(([at, other]) => (at === i ? [other] : []))]),
  )

function mirrored(): Mirror {
  const m = new Mirror()
  for (const room of HALL_ROOMS) m.hall.look(room)
  m.lot.look('parking')
  return m
}

function expectSame(m: Mirror): void {
  for (const { audience, folded, drawn } of [...m.hall.pairs(), ...m.lot.pairs()]) {
    expect({ audience, screen: folded }).toEqual({ audience, screen: drawn })
  }
}

describe('what a face folds and what the hub draws', () => {
  test('[AU8] a screen folded from envelopes equals the snapshot the hub would send at that moment, for every audience', () => {
    fc.assert(
      fc.property(walks, walk => {
        const m = mirrored()
        for (const act of walk) {
          act(m)
          expectSame(m)
        }
      }),
      { numRuns: 250, verbose: 1 },
    )
  })

  test('these walks do grant, confirm, honour and refuse', () => {
    const reached = new Set<string>()
    for (const walk of fc.sample(walks, { numRuns: 600, seed: 1 })) {
      const m = mirrored()
      for (const act of walk) {
        act(m)
        for (const row of m.hall.state.exemptions.exemptions.values()) reached.add(row.status)
      }
    }
    expect([...reached]).toEqual(expect.arrayContaining(['granted', 'confirmed', 'honoured', 'refused']))
  })

  test('[AU8] [EX19] a ticket that waits for its car is shown with the plate corrected since, and nobody but the operator sees it', () => {
    const m = mirrored()
    const [ticketId = ''] = TICKETS
    m.send(m.hall, { type: 'counter.open', counterId: '1' }, clerk('1'))
    m.send(m.hall, { type: 'ticket.take', serviceCode: 'tax', priority: 'none', plate: PLATES[0] })
    m.send(m.hall, { type: 'ticket.callNext', counterId: '1' }, clerk('1'))
    m.send(m.hall, { type: 'ticket.arrive', counterId: '1', ticketId }, clerk('1'))
    m.pass(60)
    m.send(m.hall, { type: 'ticket.finish', counterId: '1', ticketId }, clerk('1'))
    const rating = { level: 5, tagVersion: 2, tagCodes: [], channel: 'qr', formOpenMs: 9000 }
    m.send(m.hall, { type: 'evaluation.submit', ticketId, ...rating }, citizen(ticketId))
    expectSame(m)

    m.send(m.hall, { type: 'plate.bind', ticketId, plate: PLATES[1] }, citizen(ticketId))

    const rows = (room: string) => m.hall.rooms.get(room)?.screen.withheld[ticketId]
    expect(rows('parking')).toMatchObject({ reason: 'NOT_INSIDE', plate: PLATES[1] })
    expect(rows(`ticket:${ticketId}`)).not.toHaveProperty('plate')
    expectSame(m)
  })

  test('[AU] the close of the day takes its tickets and calls from every screen of the hall', () => {
    const m = mirrored()
    m.send(m.hall, { type: 'counter.open', counterId: '1' }, clerk('1'))
    m.send(m.hall, { type: 'ticket.take', serviceCode: 'tax', priority: 'none' })
    m.send(m.hall, { type: 'ticket.callNext', counterId: '1' }, clerk('1'))
    expect(m.hall.rooms.get('public')?.screen.calls).toHaveLength(1)
    m.send(m.hall, { type: 'ticket.miss', counterId: '1', ticketId: TICKETS[0] }, clerk('1'))
    m.pass(20 * 3600)

    m.send(m.hall, { type: 'hall.closeDay', businessDay: DAY })

    expect(m.hall.rooms.get('public')?.screen.calls).toEqual([])
    expect(m.hall.rooms.get('floor')?.screen.tickets).toEqual({})
    expectSame(m)
  })
})
