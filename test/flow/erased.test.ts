import { ERASED, type Event, personalFields } from '@pingting/contract'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { HallState, LotHouse } from '../../server/src/domain.ts'
import { hallRules, lotRules, type Rules, type World } from '../../server/src/domain.ts'
import { deliveries } from '../../server/src/hub/publish/audience.ts'
import { hallShown, lotShown } from '../../server/src/hub/publish/shown.ts'
import { CARD, COUNTERS, type Step, sentOf, step, wait } from './day.ts'
import { Floor, LOT } from './floor.ts'

const NO_WORLD: World = {
  ...{ calendar: { holidays: [], workdays: [] }, exemptionIdFor: () => '', visitIdFor: () => '', lot: () => undefined },
  ...{ halls: () => [], failed: () => {} },
}
const rounds = fc.array(fc.tuple(step, fc.option(wait, { freq: 2 })), { maxLength: 150, size: 'max' })
const AUDIENCES = ['public', 'floor', 'parking', 'bridge', 'bridge:east', ...COUNTERS.map(id => `counter:${id}`)]

function live(steps: readonly (readonly [Step, ((floor: Floor) => number) | null])[]): Floor {
  const floor = new Floor(CARD)
  for (const [one, pause] of steps) {
    floor.send(sentOf(floor, one))
    if (pause !== null) floor.pass(pause(floor))
  }
  return floor
}

/** Takes away as many of the personal values as the dice say; the text it came to is what the fold then reads. */
function erase(event: Event, chance: () => boolean): { event: Event; erased: number } {
  const fields = (personalFields.get(event.type) ?? []).filter(field => field in event && chance())
  const changed = { ...event, ...Object.fromEntries(fields.map(field => [field, ERASED])) } as Event
  return { event: changed, erased: fields.length }
}

test('[JR25] whatever of the personal values is erased, every fold and every screen accepts the word, and the books are the same', () => {
  let erasedTally = 0
  fc.assert(
    fc.property(rounds, fc.infiniteStream(fc.boolean()), (steps, dice) => {
      const floor = live(steps)
      const hall = hallRules(NO_WORLD, 'h1') as Rules<HallState>
      const states = { hall: hall.initial(), lot: lotRules.initial() as LotHouse }
      for (const { stream, at, events } of floor.commits) {
        const shown = stream === LOT ? lotShown(states.lot) : hallShown(states.hall, at, () => undefined)
        const read = events.map(event => erase(event, () => dice.next().value))
        for (const { event, erased } of read) {
          if (stream === LOT) lotRules.evolve(states.lot, event)
          else hall.evolve(states.hall, event)
          erasedTally += erased
        }
        deliveries(
          read.map(({ event }) => event),
          shown.where,
        )
        for (const audience of AUDIENCES) shown.screen(audience)
      }
      const tickets = [...states.hall.tickets.tickets.keys()]
      const last = hallShown(states.hall, floor.now, () => undefined)
      for (const ticketId of tickets) last.screen(`ticket:${ticketId}`)
      expect(states.hall.exemptions.books).toEqual(floor.hall.exemptions.books)
      expect(states.hall.metrics).toEqual(floor.hall.metrics)
      expect(states.hall.halls.retention).toEqual(floor.hall.halls.retention)
      expect(states.lot.insideTally).toBe(floor.lot.insideTally)
      expect([...states.hall.exemptions.byPlate.keys()]).not.toContain(ERASED)
    }),
    { numRuns: 60 },
  )
  expect(erasedTally).toBeGreaterThan(100)
})
