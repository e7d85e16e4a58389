import { addMinutes, type CommandOf, type HallCard } from '@pingting/contract'
import { beforeEach, describe, expect, it } from 'vitest'
import { decide } from '../../../server/src/halls/decide.ts'
import { initial } from '../../../server/src/halls/state.ts'
import { card, clerk, Floor, MORNING, manager, theClock } from '../tickets/floor.ts'

let floor: Floor
beforeEach(() => {
  floor = new Floor()
})
const facts = { at: MORNING, businessDay: '2026-11-23', actor: theClock, idFor: (name: string) => name }
const nothing = { ...facts, openTicketIds: [], servingTally: 0, openCounterIds: [] }
const hex = (digit: string) => digit.repeat(64)

const KEY = 'k'.repeat(43)

describe('opening a hall', () => {
  const open = (hall: HallCard) =>
    decide['hall.open']({ type: 'hall.open', commandId: 'any', hall } as CommandOf<'hall.open'>, initial(), nothing)

  it('[HL1] a hall is opened once, with the whole of its card', () => {
    expect(open(card)).toEqual([{ type: 'hall.opened', v: 1, at: MORNING, hall: card }])
    expect(floor.refusal({ type: 'hall.open', hall: card })).toEqual({ refused: 'hall.exists', about: 'laishan' })
  })

  const [tax, housing] = card.services as [HallCard['services'][0], HallCard['services'][0]]
  const one = card.counters[0]!
  it.each([
    ['a service twice', { services: [...card.services, { ...tax, prefix: 'Z' }] }, 'tax'],
    ['a prefix twice', { services: [tax, { ...housing, prefix: 'A' }] }, 'A'],
    ['a counter twice', { counters: [one, one] }, 'c1'],
    ['a service twice in a profile', { counters: [{ ...one, profile: ['tax', 'tax'] }] }, 'tax'],
    ['a counter for a service the hall does not have', { counters: [{ ...one, profile: ['visa'] }] }, 'visa'],
  ])('[HL2] a card that contradicts itself is refused: %s', (_, change, about) => {
    expect(open({ ...card, ...change })).toEqual({ refused: 'command.malformed', about })
  })
})

describe('closing the day', () => {
  const close = { type: 'hall.closeDay', businessDay: '2026-11-23' } as const

  it('[HL3] staff do not close the day while anybody is called or served', () => {
    floor.open(1)
    for (const status of ['called', 'serving'] as const) {
      const ticketId = floor.ticketIn(status)
      expect(floor.refusal(close)?.refused).toBe('hall.day-open-tickets')
      floor.must({ type: 'ticket.hold', counterId: 'c1', ticketId })
    }
    expect(floor.refusal(close)).toBeUndefined()
  })

  it('[HL4] the clock closes it whatever is open: tickets expire, then counters close, then the day', () => {
    floor.open(1, 2)
    const [held, serving] = [floor.ticketIn('held'), floor.ticketIn('serving')]
    expect(floor.must(close, theClock)).toEqual([
      { type: 'ticket.expired', v: 1, at: MORNING, ticketId: held },
      { type: 'ticket.expired', v: 1, at: MORNING, ticketId: serving },
      { type: 'counter.closed', v: 1, at: MORNING, counterId: 'c1' },
      { type: 'counter.closed', v: 1, at: MORNING, counterId: 'c2' },
      { type: 'hall.dayClosed', v: 1, at: MORNING, businessDay: '2026-11-23' },
    ])
    expect(floor.counters.byStaff.size).toBe(0)
    expect(floor.tickets.seats.get('c1')).toEqual({ counterId: 'c1', profile: ['tax', 'housing'], status: 'closed' })
  })

  it('[HL5] only a day that has seen a ticket or an open counter since its last close can be closed', () => {
    expect(floor.refusal(close)).toEqual({ refused: 'hall.day-unknown', about: '2026-11-23' })
    floor.take()
    floor.must(close)
    expect(floor.refusal(close)?.refused).toBe('hall.day-unknown')
    floor.open(1)
    expect(floor.refusal(close)).toBeUndefined()
    expect(floor.refusal({ ...close, businessDay: '2026-11-24' })?.refused).toBe('hall.day-unknown')
    expect(decide['hall.closeDay']({ ...close, commandId: 'any' }, initial(), nothing)).toEqual({
      refused: 'hall.unknown',
    })
  })

  it('[HL4] the close of yesterday leaves the counters and tickets of today alone', () => {
    floor.take()
    floor.wait(24 * 60)
    floor.open(1)
    const today = floor.take()
    floor.must(close, theClock)
    expect(floor.place(today).status).toBe('waiting')
    expect(floor.counters.counters.get('c1')?.status).toBe('open')
  })
})

describe('devices', () => {
  const invite = { type: 'device.invite', deviceId: 'tablet-1', kind: 'tablet', counterId: 'c1' } as const
  const good = { ...invite, codeHash: hex('a'), expiresAt: addMinutes(MORNING, 10) } as const
  const enrol = { type: 'device.enrol', codeHash: hex('a'), publicKey: KEY } as const

  it('[HL8] a device is enrolled by a code, and the code works once', () => {
    floor.must(good)
    expect(floor.must(enrol, theClock)).toEqual([
      {
        ...{ type: 'device.enrolled', v: 1, at: MORNING, deviceId: 'tablet-1', kind: 'tablet', counterId: 'c1' },
        ...{ codeHash: hex('a'), publicKey: KEY },
      },
    ])
    expect(floor.hall.devices.get('tablet-1')).toEqual({
      ...{ deviceId: 'tablet-1', kind: 'tablet', counterId: 'c1', publicKey: KEY },
    })
    expect(floor.refusal(enrol)).toEqual({ refused: 'device.invite-invalid' })
  })

  it('[HL9] an unknown, a used, an expired and a replaced code are all answered alike', () => {
    floor.must(good)
    floor.must({ ...good, codeHash: hex('b') })
    expect(floor.refusal(enrol)).toEqual({ refused: 'device.invite-invalid' })
    expect(floor.refusal({ ...enrol, codeHash: hex('b') })).toBeUndefined()
    floor.wait(10)
    for (const codeHash of [hex('a'), hex('b'), hex('c')])
      expect(floor.refusal({ ...enrol, codeHash })).toEqual({ refused: 'device.invite-invalid' })
  })

  it('[HL10] a tablet stands at a counter that exists; a board needs none', () => {
    const { counterId: _, ...nowhere } = good
    expect(floor.refusal(nowhere)?.refused).toBe('counter.unknown')
    expect(floor.refusal({ ...good, counterId: 'c9' })).toEqual({ refused: 'counter.unknown', about: 'c9' })
    expect(floor.refusal({ ...nowhere, kind: 'board' })).toBeUndefined()
    expect(floor.refusal({ ...nowhere, kind: 'kiosk', counterId: 'c9' })?.refused).toBe('counter.unknown')
  })

  it('refuses a code that has expired already or is out already, and a hall that is not open', () => {
    expect(floor.refusal({ ...good, expiresAt: MORNING })?.refused).toBe('device.invite-invalid')
    floor.must(good)
    expect(floor.refusal({ ...good, deviceId: 'tablet-2' })?.refused).toBe('device.invite-invalid')
    expect(decide['device.invite']({ ...good, commandId: 'any' }, initial(), nothing)).toEqual({
      refused: 'hall.unknown',
    })
  })

  it('[HL11] a revoked device and an invite taken back are gone; an unknown device is refused', () => {
    const revoke = { type: 'device.revoke', deviceId: 'tablet-1' } as const
    expect(floor.refusal(revoke, manager)).toEqual({ refused: 'device.unknown', about: 'tablet-1' })
    floor.must(good)
    floor.must(revoke)
    expect(floor.refusal(enrol)?.refused).toBe('device.invite-invalid')
    floor.must(good)
    floor.must(enrol)
    floor.must(revoke)
    expect(floor.hall.devices.size).toBe(0)
  })

  it('invites that ran out are forgotten at day close', () => {
    floor.must(good)
    floor.open(1)
    floor.wait(11)
    floor.must({ type: 'counter.close', counterId: 'c1' }, clerk(1))
    floor.must({ type: 'hall.closeDay', businessDay: '2026-11-23' })
    expect(floor.hall.invites.size).toBe(0)
  })
})
