import fc from 'fast-check'
import { expect, test } from 'vitest'
import { CARD, COUNTERS, sentOf, step, wait } from './day.ts'
import { Floor, HALL, LOT } from './floor.ts'

const RUNS = 200

/** Some commands that are written together, then a while. */
const round = fc.record({
  together: fc.array(step, { minLength: 1, maxLength: 3 }),
  wait: fc.option(wait, { freq: 2 }),
})
const day = fc.array(round, { maxLength: 80, size: 'max' })

function opened(): Floor {
  const floor = new Floor(CARD)
  const rooms = ['public', 'floor', 'parking', 'bridge', ...COUNTERS.map(id => `counter:${id}`)]
  for (const audience of rooms) floor.join(HALL, audience)
  // The bridge of a lot folds nothing: it asks anew whenever it returns.
  floor.join(LOT, 'parking')
  return floor
}

test('[AU8] for every audience, what a face has folded from its envelopes is what a newcomer is shown', () => {
  fc.assert(
    fc.property(day, rounds => {
      const floor = opened()
      for (const { together, wait: pause } of rounds) {
        floor.send(together.flatMap(one => sentOf(floor, one)))
        expect(floor.differing()).toEqual([])
        if (pause !== null) floor.pass(pause(floor))
        expect(floor.differing()).toEqual([])
      }
    }),
    { numRuns: RUNS },
  )
})
