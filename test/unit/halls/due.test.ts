import { describe, expect, it } from 'vitest'
import { due } from '../../../server/src/halls/due.ts'
import { hallHead, hallHeadOn } from '../../../server/src/halls/view.ts'
import { card, Floor, MORNING, theClock } from '../tickets/floor.ts'

const LAST = '2026-11-23T15:59:59.999Z'
const MIDNIGHT = '2026-11-23T16:00:00.000Z'

describe('the day closes by itself', () => {
  it('[HL4] at 24:00 local time, not a millisecond earlier, and with the same key each time', () => {
    const floor = new Floor().open(1)
    floor.wait(1)
    floor.take()
    expect(due(floor.hall, LAST)).toEqual([])
    expect(due(floor.hall, MIDNIGHT)).toEqual([
      {
        key: `hall.closeDay 2026-11-23 ${MORNING}`,
        command: { type: 'hall.closeDay', businessDay: '2026-11-23' },
      },
    ])
    expect(due(floor.hall, '2026-11-25T00:00:00.000Z')).toEqual(due(floor.hall, MIDNIGHT))
  })

  it('[HL5] a day without work, and a day that was closed, are not closed again', () => {
    const floor = new Floor()
    expect(due(floor.hall, MIDNIGHT)).toEqual([])
    floor.take()
    floor.must({ type: 'hall.closeDay', businessDay: '2026-11-23' })
    expect(due(floor.hall, MIDNIGHT)).toEqual([])
  })

  it('[HL5] a day that woke again after its close is closed again, under another key', () => {
    const floor = new Floor()
    floor.take()
    const first = due(floor.hall, MIDNIGHT)[0]!.key
    floor.must({ type: 'hall.closeDay', businessDay: '2026-11-23' })
    floor.wait(1)
    floor.take()
    const [second] = due(floor.hall, MIDNIGHT)
    expect(second!.key).not.toBe(first)
    floor.must(second!.command, theClock)
    expect(due(floor.hall, MIDNIGHT)).toEqual([])
  })
})

describe('what everybody may know of a hall', () => {
  it('[HL12] name, services, complaint phone and free minutes; never its policy or its counters', () => {
    expect(hallHead({ hall: card, terms: [] })).toEqual({
      ...{ hallId: 'laishan', name: '莱山区政务服务中心', nameEn: 'Laishan District Service Hall' },
      ...{ complaintPhone: '12345', freeMinutes: 60, lotIds: [] },
      counterLabels: Object.fromEntries(card.counters.map(({ counterId, label }) => [counterId, label])),
      services: [
        { code: 'tax', prefix: 'A', zh: 'tax', en: 'tax' },
        { code: 'housing', prefix: 'B', zh: 'housing', en: 'housing' },
        { code: 'permits', prefix: 'C', zh: 'permits', en: 'permits' },
      ],
    })
  })

  it('[PO9] with what it will offer; a day’s own page what holds on that day; nothing before it was opened', () => {
    const later = { version: 'p2', effectiveFrom: '2026-11-25', freeMinutes: 90, grantWithoutRating: true } as const
    expect(hallHead({ hall: card, terms: [later] })?.terms).toEqual([later])
    const on = (day: string) => hallHeadOn({ hall: card, terms: [later] }, day)
    expect([on('2026-11-24')?.freeMinutes, on('2026-11-25')?.freeMinutes]).toEqual([60, 90])
    expect(on('2026-11-25')).toMatchObject({ grantWithoutRating: true })
    const freely = { ...card, policy: { ...card.policy, grantWithoutRating: true } }
    expect(hallHead({ hall: freely, terms: [] })).toMatchObject({ freeMinutes: 60, grantWithoutRating: true })
    expect([hallHead({ terms: [later] }), hallHeadOn({ terms: [] }, '2026-11-25')]).toEqual([undefined, undefined])
  })
})
