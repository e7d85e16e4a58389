import {
  addMs,
  CityEvent,
  DAY_MS,
  HallEvent,
  LotEvent,
  type LotHead,
  type Screen,
  type ScreenEvent,
} from '@pingting/contract'
import { describe, expect, test } from 'vitest'
import { reduce } from '../../../../../hall-display/src/hub/reduce.ts'
import { called, emptyScreen, envelopeOf, floorScreen, NINE, TICKET, taken } from '../screens.ts'

const NEXT_DAY = '20261124-A001'
const GRANT = '0b7a8a0e-0000-5000-8000-000000000001'
const LOT = { stream: 'lot:east', audience: 'parking' }
const lot: LotHead = { lotId: 'east', name: '东区', nameEn: 'East', spaces: 3, linkUsable: false, linkLoss: 'gateAway' }
const heard = (screen: Screen, event: object, audience = 'parking'): Screen =>
  reduce(screen, envelopeOf(1, [{ at: NINE, ...event } as ScreenEvent], { audience }))
const atLot = (screen: Screen, event: object): Screen =>
  reduce(screen, envelopeOf(1, [{ at: NINE, ...event } as ScreenEvent], LOT))

const granted = (exemptionId: string, ticketId: string, over: object = {}) => ({
  ...{ type: 'exemption.granted', exemptionId, ticketId, lotId: 'east', stayId: 's1', plate: '鲁F12345' },
  ...{ freeMinutes: 120, notBefore: NINE, notAfter: '2026-11-23T16:00:00.000Z', ...over },
})
const foreign = (gateSeq: number, over: object = {}) => ({
  ...{ type: 'lot.foreignRecorded', gateEpoch: 'g1', gateSeq, ...over },
})

/** Something in every table. */
function fullScreen(): Screen {
  const hall = reduce(floorScreen(), envelopeOf(1, [taken(), called()]))
  const parking = heard(hall, granted(GRANT, TICKET))
  const stay = { type: 'stay.entered', stayId: 's1', carClass: 'casual', enteredAt: NINE }
  const waiting = { backupAt: NINE, ledgerRead: false }
  return {
    ...atLot(atLot(parking, stay), foreign(1)),
    ...{ lot: { ...lot, awaitsSignOff: waiting }, withheld: { other: { ticketId: 'other', reason: 'X', at: NINE } } },
    calls: [{ number: 'A001', ticketId: TICKET, counterId: 'C01', at: NINE, recallTally: 0 }],
  }
}

const types = [HallEvent, LotEvent, CityEvent].flatMap(union => union.options.map(one => one.shape.type.value))
/** These say all there is to say by their name. */
const WORDLESS: Record<string, string[]> = {
  parking: ['lot.ledgerRead', 'lot.linkLost', 'lot.linkRestored', 'lot.signedOff'],
  public: ['hall.dayClosed', 'lot.ledgerRead', 'lot.linkLost', 'lot.linkRestored', 'lot.signedOff'],
}

describe('an event that tells an audience too little', () => {
  test.each(['parking', 'public'])(
    '[AU1] told %s by its name alone changes nothing, unless the name says it all',
    room => {
      // given a screen with something in every table · when it hears each event of the contract without its fields
      const screen = fullScreen()
      expect(types.length).toBeGreaterThan(55)
      const changing = types.filter(type => {
        try {
          expect(heard(screen, { type }, room)).toEqual(screen)
          return false
        } catch {
          return true
        }
      })
      // then
      expect(changing.sort()).toEqual(WORDLESS[room])
    },
  )

  test('[AU1] one that lacks any single field of its row makes no row', () => {
    // given a grant and a use that fits none, each told in full
    const { plate: _, notBefore: __, ...grant } = granted(GRANT, TICKET)
    const use = {
      ...{ type: 'exemption.mismatched', exemptionId: GRANT, mismatch: 'APPLIED_TWICE', lotId: 'east', stayId: 's1' },
      ...{ gateEpoch: 'g1', gateSeq: 9, exitedAt: NINE, minutesApplied: 60, feeWaivedFen: 200 },
    }
    const rows = (event: object): number => {
      const { exemptions, mismatches } = heard(emptyScreen(), event)
      return Object.keys({ ...exemptions, ...mismatches }).length
    }
    expect([grant, use].map(rows)).toEqual([1, 1])
    // when one field is kept from the audience · then nothing is shown
    for (const event of [grant, use])
      for (const field of Object.keys(event).filter(name => name !== 'type'))
        expect(rows({ ...event, [field]: undefined }), field).toBe(0)
  })

  test('[AU8] a counter and a ticket this screen does not hold stay unknown', () => {
    for (const event of [
      { type: 'counter.closed', counterId: 'C09' },
      { ...called('20261123-A009'), counterId: 'C09' },
    ])
      expect(heard(floorScreen(), event, 'floor')).toEqual(floorScreen())
  })

  test('[AU6] a tablet is told that a car is free, for how long and until when, and no plate', () => {
    const { plate: _, ...plateless } = granted(GRANT, TICKET)
    const tablet = heard(fullScreen(), plateless, 'counter:C01')
    expect(tablet.exemptions[GRANT]).toMatchObject({ plate: '', freeMinutes: 120, status: 'granted' })
  })
})

describe('what is taken back', () => {
  const place = { serviceCode: 'tax', recallTally: 1, ahead: false, queuedAt: NINE, counterId: 'C01', calledAt: NINE }
  const undone = (status: string) => ({
    ...{ type: 'ticket.undone', ticketId: TICKET, counterId: 'C01', verb: 'missed', number: 'A001', priority: 'none' },
    ...{ takenAt: NINE, place: { ...place, status } },
  })

  test.each([
    ['called', TICKET],
    ['serving', TICKET],
    ['held', undefined],
  ])(
    '[TK17] a ticket put back to %s stands at its counter only while somebody is called or served there',
    (status, at) => {
      const floor = heard(floorScreen(), undone(status), 'floor')
      expect(floor.tickets[TICKET]).toMatchObject({ status, counterId: 'C01', calledAt: NINE, recallTally: 1 })
      expect(floor.counters['C01']?.ticketId).toBe(at)
    },
  )

  test('[TK17] a ticket’s own page shows where it was put back to, and no seat', () => {
    const page = heard(floorScreen(), undone('called'), `ticket:${TICKET}`)
    expect(page.tickets[TICKET]).toMatchObject({ status: 'called', counterId: 'C01' })
    expect(page.counters['C01']).not.toHaveProperty('ticketId')
  })

  test('[TK17] a ticket put back among those who wait stands at no counter', () => {
    const { counterId: _, calledAt: __, ...waiting } = place
    const floor = heard(fullScreen(), { ...undone('waiting'), place: { ...waiting, status: 'waiting' } }, 'floor')
    expect(floor.tickets[TICKET]).not.toHaveProperty('counterId')
    expect(floor.counters['C01']).not.toHaveProperty('ticketId')
  })
})

describe('what is over', () => {
  test('[HL6] the close of a day takes its tickets and those before it, and leaves those of a later day', () => {
    const floor = reduce(floorScreen(), envelopeOf(1, [taken('20261122-A007'), taken(), taken(NEXT_DAY)]))
    const closed = heard(floor, { type: 'hall.dayClosed', businessDay: '2026-11-23' }, 'floor')
    expect(Object.keys(closed.tickets)).toEqual([NEXT_DAY])
  })

  test('[EV6] a ticket whose rating lapsed leaves with its own exemption, and nobody else’s', () => {
    // given two tickets, each with an exemption
    const other = '0b7a8a0e-0000-5000-8000-000000000002'
    const both = heard(heard(fullScreen(), taken(NEXT_DAY)), granted(other, NEXT_DAY))
    // when the first lapses · then the second stays
    const left = heard(both, { type: 'evaluation.lapsed', ticketId: TICKET }, `ticket:${TICKET}`)
    expect([Object.keys(left.tickets), Object.keys(left.exemptions)]).toEqual([[NEXT_DAY], [other]])
  })

  test('[LT12, LT14, LT47] what could not be read or fetched, and what a hand opened, is shown for a week, by its number', () => {
    // given a fact with a name, one without, and a hole of three
    const told = [
      foreign(4, { rawType: 'X17' }),
      foreign(5),
      { type: 'lot.factsLost', gateEpoch: 'g1', from: 6, to: 8 },
      { type: 'stay.released', gateEpoch: 'g1', gateSeq: 9, stayId: 's1', release: 'tailgate', releasedAt: NINE },
    ]
    const shown = told.reduce(atLot, { ...emptyScreen(), lot })
    expect(Object.values(shown.foreign)).toEqual([
      { gateEpoch: 'g1', gateSeq: 4, rawType: 'X17', at: NINE },
      { gateEpoch: 'g1', gateSeq: 5, at: NINE },
      { gateEpoch: 'g1', gateSeq: 6, lostTo: 8, at: NINE },
      { gateEpoch: 'g1', gateSeq: 9, release: 'tailgate', at: NINE },
    ])
    // when six days and seven days have passed · then they are there, and gone
    const daysLater = (days: number) => atLot(shown, { type: 'lot.linkRestored', at: addMs(NINE, days * DAY_MS) })
    expect([daysLater(6), daysLater(7)].map(({ foreign }) => Object.keys(foreign).length)).toEqual([4, 0])
  })
})

describe('the head of a lot', () => {
  test('[LT20] after a restore it waits for the ledger, then for the operator, and then for nobody', () => {
    const restored = atLot({ ...emptyScreen(), lot }, { type: 'lot.restored', backupAt: NINE })
    const { linkLoss: _, ...silent } = lot
    expect(restored.lot).toEqual({ ...silent, awaitsSignOff: { backupAt: NINE, ledgerRead: false } })
    const read = atLot(restored, { type: 'lot.ledgerRead' })
    expect(read.lot?.awaitsSignOff).toEqual({ backupAt: NINE, ledgerRead: true })
    expect(atLot(read, { type: 'lot.signedOff' }).lot).toEqual(silent)
  })

  test('[LT20] a ledger read to its end says nothing where nothing was restored', () => {
    const screen = { ...emptyScreen(), lot }
    expect(atLot(screen, { type: 'lot.ledgerRead' })).toBe(screen)
  })

  test('[LT13] a loss takes the reason before it away, and a link that is restored has none', () => {
    const screen = { ...emptyScreen(), lot }
    expect(atLot(screen, { type: 'lot.linkLost', reason: 'bridgeAway' }).lot).toEqual({
      ...lot,
      linkLoss: 'bridgeAway',
    })
    expect(atLot(screen, { type: 'lot.linkLost' }).lot).not.toHaveProperty('linkLoss')
    const { linkLoss: _, ...usable } = { ...lot, linkUsable: true }
    expect(atLot(screen, { type: 'lot.linkRestored' }).lot).toEqual(usable)
  })

  test('[LT3] of a lot that was not opened when the screen was drawn it shows nothing', () => {
    for (const type of ['lot.linkLost', 'lot.linkRestored', 'lot.signedOff'])
      expect(atLot(emptyScreen(), { type })).toEqual(emptyScreen())
  })
})
