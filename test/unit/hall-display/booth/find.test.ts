import { instantOf } from '@pingting/contract'
import type { ExemptionRow, StayRow, WithheldRow } from '@pingting/contract/words/screen'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Asked, carsMeant } from '../../../../hall-display/src/booth/find.ts'

const at = (minute: number) => instantOf(Date.UTC(2026, 10, 24, 1, minute))

const car = (stayId: string, plate: string, minute: number, more: Partial<StayRow> = {}): StayRow => ({
  ...{ stayId, plate, carClass: 'casual', enteredAt: at(minute) },
  ...more,
})
const given = (ticketId: string, stayId: string, plate: string, minute = 30): ExemptionRow => ({
  ...{ exemptionId: `e-${ticketId}-${minute}`, ticketId, lotId: 'lot', stayId, plate, freeMinutes: 120 },
  ...{ status: 'confirmed', unknown: false, frozen: false, revoking: false, grantedAt: at(minute), notAfter: at(59) },
})
const held = (ticketId: string, plate: string, reason = 'NOT_INSIDE'): WithheldRow => ({
  ...{ ticketId, plate, reason, at: at(20) },
})

function screen(parts: { stays?: StayRow[]; exemptions?: ExemptionRow[]; withheld?: WithheldRow[] }): Asked {
  return {
    stays: Object.fromEntries((parts.stays ?? []).map(row => [row.stayId, row])),
    exemptions: Object.fromEntries((parts.exemptions ?? []).map(row => [row.exemptionId, row])),
    withheld: Object.fromEntries((parts.withheld ?? []).map(row => [row.ticketId, row])),
  }
}

const keys = (text: string, asked: Asked) => carsMeant(text, asked)?.map(({ how, key }) => `${how} ${key}`)

describe('the car somebody at a booth means', () => {
  const lot = screen({
    stays: [
      car('s1', '鲁F12345', 1),
      car('s2', '鲁F12346', 2),
      car('s3', '鲁B92345', 3),
      car('s4', '鲁F12345', 0, { exitedAt: at(0) }),
    ],
    exemptions: [given('20261124-A007', 's2', '鲁F12346')],
    withheld: [held('20261124-B002', '鲁Y77777')],
  })

  it('[FA95] given a whole plate, when it is typed in whatever way, then its car stands first, inside before left, then those one off', () => {
    expect(keys('鲁f·12345', lot)).toEqual(['plate s1', 'plate s4', 'near s2'])
  })

  it('[FA95] given the last characters, then the cars that end so, the latest entered first', () => {
    expect(keys('2345', lot)).toEqual(['ending s3', 'ending s1', 'ending s4'])
  })

  it('[FA95] given the number of a ticket, then the car of its exemption, or the plate that waits', () => {
    expect(keys('a007', lot)).toEqual(['ticket s2'])
    expect(keys('B002', lot)).toEqual(['ticket 20261124-B002'])
    expect(carsMeant('B002', lot)?.[0]).toMatchObject({ plate: '鲁Y77777', withheld: { reason: 'NOT_INSIDE' } })
  })

  it('[FA95] given a plate that no camera saw, then what was decided of it all the same', () => {
    expect(keys('鲁Y77777', lot)).toEqual(['plate 20261124-B002'])
  })

  it('[FA95] given less than three characters, then nothing is answered; given a car that is not there, none', () => {
    expect(carsMeant('鲁F', lot)).toBeUndefined()
    expect(carsMeant('45', lot)).toBeUndefined()
    expect(carsMeant('999', lot)).toEqual([])
  })

  it('[FA95] given a car whose plate was put right, then either name finds it', () => {
    const right = screen({ stays: [car('s1', '鲁F88888', 1, { gatePlate: '鲁F8B888' })] })
    expect(keys('鲁F8B888', right)).toEqual(['plate s1'])
    expect(keys('鲁F88888', right)).toEqual(['plate s1'])
  })

  it('[FA96] given a corrected plate left its first exemption behind, then the newest is shown', () => {
    const twice = screen({
      stays: [car('s1', '鲁F12345', 1)],
      exemptions: [given('20261124-A007', 's1', '鲁F12345', 31), given('20261124-A007', 's1', '鲁F12345', 30)],
    })
    expect(carsMeant('12345', twice)?.[0]?.exemption?.grantedAt).toBe(at(31))
  })

  it('[FA96] given a car that comes again, then what was said of a visit before is not said of this one', () => {
    const told = (minute: number, ticketId = '20261124-A007'): WithheldRow => ({
      ...held(ticketId, '鲁F12345', 'ALREADY_LEFT'),
      at: at(minute),
    })
    const said = (...withheld: WithheldRow[]) =>
      carsMeant('12345', screen({ stays: [car('s2', '鲁F12345', 30)], withheld }))?.[0]?.withheld?.at
    // The two clocks may differ by two minutes.
    expect([said(told(27)), said(told(28)), said(told(31))]).toEqual([undefined, at(28), at(31)])
    expect(said(told(31), told(40, '20261124-A009'), told(35, '20261124-A010'))).toBe(at(40))
  })

  it('[FA96] given a ticket that waits for a car one character off, then it stands beside that car, and beside no other', () => {
    const typo = screen({
      stays: [car('s1', '鲁F12345', 1), car('s2', '鲁B99999', 1)],
      withheld: [held('20261124-A009', '鲁F12845'), held('20261124-A010', '鲁B99990', 'NO_TIME_LEFT')],
    })
    expect(carsMeant('12345', typo)?.[0]?.mistyped?.ticketId).toBe('20261124-A009')
    expect(carsMeant('99999', typo)?.[0]?.mistyped).toBeUndefined()
  })

  it('[FA95] for any lot and any text: at most five, each once, and a whole plate that is inside stands first', () => {
    const plate = fc.stringMatching(/^鲁F[0-9]{5}$/)
    const cars = fc.array(fc.record({ plate, minute: fc.nat(59), gone: fc.boolean() }), { maxLength: 40 })
    fc.assert(
      fc.property(cars, plate, fc.nat(39), (list, other, n) => {
        const stays = list.map((one, i) =>
          car(`s${i}`, one.plate, one.minute, one.gone ? { exitedAt: at(one.minute) } : {}),
        )
        const text = list[n]?.plate ?? other
        const found = carsMeant(text, screen({ stays }))!
        expect(found.length).toBeLessThanOrEqual(5)
        expect(new Set(found.map(({ key }) => key)).size).toBe(found.length)
        const inside = stays.filter(stay => stay.plate === text && stay.exitedAt === undefined)
        if (inside.length > 0) expect(found[0]?.stay?.exitedAt).toBeUndefined()
        expect(found.some(({ plate: named }) => named === text)).toBe(stays.some(stay => stay.plate === text))
      }),
    )
  })
})
