import { addMs, DAY_MS, type ExemptionPolicy, inForceOn, offerOn, scheduled } from '@pingting/contract'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { deliveries } from '../../../../../server/src/hub/publish/audience.ts'
import { card, staff } from '../../../reactions/world.ts'
import { Mirror } from '../../mirror.ts'

const MANAGER = staff('manager', 'manager')
const TICKET = '20261123-A001'
const TOLD = ['public', 'floor', 'parking', 'counter:1']
const ROOMS = [...TOLD, 'bridge:east', `ticket:${TICKET}`]

function hall(): Mirror {
  const mirror = new Mirror()
  mirror.send(mirror.hall, { type: 'ticket.take', serviceCode: 'tax', priority: 'none' })
  for (const room of ROOMS) mirror.hall.look(room)
  return mirror
}

const dayAfter = (mirror: Mirror, days: number): string => addMs(mirror.now, days * DAY_MS).slice(0, 10)
const adopt = (mirror: Mirror, over: Partial<ExemptionPolicy>, days = 1) => {
  const policy = { ...card().policy, perPlatePerMonth: 7, ...over }
  return mirror.send(mirror.hall, { type: 'policy.adopt', policy, effectiveFrom: dayAfter(mirror, days) }, MANAGER)
}

describe('who hears of policies', () => {
  test('[PO9] everybody in the hall: what is offered from which day; the policy itself only who keeps it', () => {
    const mirror = hall()
    const adopted = adopt(mirror, { version: 'p2', freeMinutes: 60, grantWithoutRating: true }, 2)
    const tomorrow = dayAfter(mirror, 1)
    const told = deliveries(adopted, mirror.hall.shown(mirror.hall.state).where)
    expect([...told.keys()].sort()).toEqual(['counter:1', 'counter:2', 'floor', 'office', 'parking', 'public'])
    for (const [audience, events] of told)
      expect(JSON.stringify(events).includes('perPlatePerMonth')).toBe(audience === 'parking')
    for (const { audience, folded } of mirror.hall.pairs()) {
      const offers = [tomorrow, dayAfter(mirror, 2)].map(day => offerOn(folded.hall!, day))
      const [first, second] = offers.map(({ freeMinutes, grantWithoutRating }) => [freeMinutes, grantWithoutRating])
      expect(first).toEqual([120, undefined])
      expect(second).toEqual(TOLD.includes(audience) ? [60, true] : [120, undefined])
      expect(folded.policies?.length).toBe(audience === 'parking' ? 2 : undefined)
      expect(JSON.stringify(folded).includes('perPlatePerMonth')).toBe(audience === 'parking')
    }
  })

  test('[PO9] a page of a ticket is told what holds on its day', () => {
    const mirror = hall()
    adopt(mirror, { version: 'p2', freeMinutes: 60, grantWithoutRating: true })
    const drawn = (ticketId: string) => mirror.hall.shown(mirror.hall.state).screen(`ticket:${ticketId}`).hall!
    expect(drawn(TICKET)).toMatchObject({ freeMinutes: 120 })
    expect(drawn('20261124-A001')).toMatchObject({ freeMinutes: 60, grantWithoutRating: true })
    expect([drawn(TICKET).terms, drawn('20261124-A001').terms]).toEqual([undefined, undefined])
  })

  test('[PO9] whatever is adopted and withdrawn, a face folds what a newcomer is shown', () => {
    const step = fc.record({
      version: fc.nat(4),
      days: fc.integer({ min: 1, max: 4 }),
      unrated: fc.boolean(),
      take: fc.boolean(),
    })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), steps => {
        const mirror = hall()
        for (const { version, days, unrated, take } of steps) {
          const name = `v${version}`
          if (take) adopt(mirror, { version: name, grantWithoutRating: unrated }, days)
          else mirror.send(mirror.hall, { type: 'policy.withdraw', version: name }, MANAGER)
          mirror.pass(20_000)
          for (const { folded, drawn } of mirror.hall.pairs()) expect(folded).toEqual(drawn)
        }
      }),
    )
  })
})

test('[PO9] a list in the order of its days says what is in force on one of them; before the first, the first', () => {
  const days = fc.uniqueArray(fc.integer({ min: 10, max: 30 }), { minLength: 1, maxLength: 8 })
  fc.assert(
    fc.property(days, fc.integer({ min: 1, max: 31 }), (firsts, day) => {
      const named = firsts.map(first => ({ effectiveFrom: `2026-11-${first}` }))
      const list = named.reduce<typeof named>(scheduled, [])
      expect(list).toEqual([...named].sort((a, b) => (a.effectiveFrom < b.effectiveFrom ? -1 : 1)))
      const begun = firsts.filter(first => first <= day)
      const expected = begun.length === 0 ? Math.min(...firsts) : Math.max(...begun)
      expect(inForceOn(list, `2026-11-${String(day).padStart(2, '0')}`)).toEqual({
        effectiveFrom: `2026-11-${expected}`,
      })
    }),
  )
  expect(inForceOn([], '2026-11-23')).toBeUndefined()
})
