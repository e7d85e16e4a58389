import { businessDayOf } from '@pingting/contract'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as metrics from '../../server/src/metrics/state.ts'
import { hallFrame } from '../../server/src/metrics/view.ts'
import { CARD, COUNTERS, type Step, sentOf, step, wait } from './day.ts'
import { Floor, HALL, LOT } from './floor.ts'

interface Round {
  /** Commands that are written together. */
  together: Step[]
  wait: ((floor: Floor) => number) | null
}

const round: fc.Arbitrary<Round> = fc.record({
  together: fc.array(step, { minLength: 1, maxLength: 4 }),
  wait: fc.option(wait, { freq: 2 }),
})
const days = fc.array(round, { maxLength: 150, size: 'max' })

/** With a face in every room but those of the bridge (bridge.test.ts); a ticket's page opens with the ticket. */
function opened(): Floor {
  const floor = new Floor(CARD)
  const rooms = ['public', 'floor', 'parking', ...COUNTERS.map(id => `counter:${id}`)]
  for (const audience of rooms) floor.join(HALL, audience)
  floor.join(LOT, 'parking')
  return floor
}

/** Takes a hall through some days, and looks at it whenever something was written. */
function live(rounds: readonly Round[], look: (floor: Floor) => void): Floor {
  const floor = opened()
  for (const { together, wait: pause } of rounds) {
    floor.send(together.flatMap(one => sentOf(floor, one)))
    look(floor)
    if (pause === null) continue
    floor.pass(pause(floor))
    look(floor)
  }
  return floor
}

test('[AU8] for every audience, what a face has folded from its envelopes is what a newcomer is shown', () => {
  const met = new Set<string>()
  fc.assert(
    fc.property(days, rounds => {
      const floor = live(rounds, seen => expect(seen.differing()).toEqual([]))
      for (const { type } of floor.events) met.add(type)
    }),
    { numRuns: 100 },
  )
  // A day on which nothing happens would agree with anything.
  const telling = ['ticket.undone', 'evaluation.submitted', 'evaluation.lapsed', 'plate.corrected', 'hall.dayClosed']
  expect([...met]).toEqual(expect.arrayContaining([...telling, 'exemption.granted', 'exemption.withheld']))
}, 300_000)

test('[ME12] the figures of the board are those of a fresh fold of the journal', () => {
  fc.assert(
    fc.property(days, rounds => {
      const floor = live(rounds, () => {})
      const fresh = metrics.initial()
      for (const event of floor.events) metrics.evolve(fresh, event)
      const today = businessDayOf(floor.now)
      expect(hallFrame(floor.hall.metrics, today)).toEqual(hallFrame(fresh, today))
    }),
    { numRuns: 50 },
  )
})
