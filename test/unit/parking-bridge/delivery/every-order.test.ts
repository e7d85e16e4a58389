import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Fate } from '../gate-double.ts'
import { openWorld } from '../world.ts'

const MINUTE_MS = 60_000
/** After the last fault: the longest pause, twice, and the minute in which lost sendings may still arrive. */
const SETTLED_MS = 5 * MINUTE_MS

/** What happens around the bridge, one line after another. */
type Turn =
  | { what: 'grant'; validMinutes: number }
  | { what: 'grantAfterExit' }
  | { what: 'takeBack'; which: number }
  | { what: 'leave'; which: number }
  | { what: 'cut'; forMs: number }
  | { what: 'loseLedger' }
  | { what: 'killBridge' }
  | { what: 'pass'; forMs: number }

const turn: fc.Arbitrary<Turn> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ what: fc.constant('grant' as const), validMinutes: fc.integer({ min: 1, max: 60 }) }),
  },
  { weight: 1, arbitrary: fc.constant({ what: 'grantAfterExit' as const }) },
  { weight: 2, arbitrary: fc.record({ what: fc.constant('takeBack' as const), which: fc.nat(20) }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('leave' as const), which: fc.nat(20) }) },
  {
    weight: 2,
    arbitrary: fc.record({ what: fc.constant('cut' as const), forMs: fc.integer({ min: 1, max: 20_000 }) }),
  },
  { weight: 1, arbitrary: fc.constant({ what: 'loseLedger' as const }) },
  { weight: 2, arbitrary: fc.constant({ what: 'killBridge' as const }) },
  {
    weight: 6,
    arbitrary: fc.record({ what: fc.constant('pass' as const), forMs: fc.integer({ min: 1, max: 15_000 }) }),
  },
)
const fate = fc.constantFrom<Fate>('answered', 'requestLost', 'answerLost', 'late', 'doubled', 'refused', 'brokeAfter')

async function play(turns: Turn[], fates: Fate[]) {
  const world = openWorld()
  const { time, gate, hub, startBridge } = world
  gate.fates.push(...fates)
  let stop = startBridge()
  const cars: { id: string; plate: string }[] = []
  const grant = (validMinutes: number, leavesFirst: boolean) => {
    const plate = `鲁F${10_000 + cars.length}`
    const stayId = gate.enter(plate)
    if (leavesFirst) gate.leave(plate)
    cars.push({ plate, id: hub.grant(plate, stayId, validMinutes) })
  }
  for (const each of turns) {
    const car = 'which' in each ? cars[each.which % Math.max(1, cars.length)] : undefined
    if (each.what === 'grant') grant(each.validMinutes, false)
    else if (each.what === 'grantAfterExit') grant(60, true)
    else if (each.what === 'takeBack' && car !== undefined) {
      if (['granted', 'confirmed'].includes(hub.hall.exemptions.get(car.id)!.status)) hub.takeBack(car.id)
    } else if (each.what === 'leave' && car !== undefined) gate.leave(car.plate)
    else if (each.what === 'cut') {
      gate.link(false)
      time.after(each.forMs, () => gate.link(true))
    } else if (each.what === 'loseLedger') gate.loseLedger()
    else if (each.what === 'killBridge') {
      stop()
      stop = startBridge()
    } else if (each.what === 'pass') await time.pass(each.forMs)
    await time.pass(1)
  }
  // The faults stop; every order runs out in the end, and the clock of the hub does its part.
  gate.fates.length = 0
  await time.pass(SETTLED_MS)
  const unsettled = [...hub.hall.exemptions.values()].filter(
    ({ status, unknown, revoking, notAfter }) => (status === 'granted' || unknown || revoking) && notAfter > time.now(),
  )
  for (let minute = 0; minute < 90; minute++) {
    await time.pass(MINUTE_MS)
    hub.expire()
  }
  return { ...world, unsettled }
}

/** Found by chance: the gate rejects the second car, which has left, and forgets so before the hub has heard of it. */
const REFUSED_AS_THE_LEDGER_WAS_LOST: Turn[] = [
  { what: 'grant', validMinutes: 1 },
  { what: 'grant', validMinutes: 1 },
  { what: 'leave', which: 15 },
  { what: 'grant', validMinutes: 1 },
  { what: 'grant', validMinutes: 1 },
  { what: 'loseLedger' },
]

test('[I-16] whatever is lost, late, doubled, refused or forgotten: every order ends, once per key, and no lost answer is failed', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(turn, { maxLength: 25 }), fc.array(fate, { maxLength: 40 }), async (turns, fates) => {
      const { gate, hub, unsettled } = await play(turns, fates)
      expect(unsettled).toEqual([])
      const ended = ['honoured', 'refused', 'revoked', 'expired']
      for (const { exemptionId, status, unknown, plate } of hub.hall.exemptions.values()) {
        expect(ended, `${exemptionId} of ${plate}`).toContain(status)
        expect(unknown).toBe(false)
        // What the hub calls refused or taken back, the gate must not hold open.
        const held = gate.ledger.grants.get(exemptionId)
        if (status === 'refused' || status === 'revoked')
          expect(held === undefined || held.end !== undefined).toBe(true)
      }
      const keys = gate.ran.map(({ epoch, key }) => `${epoch} ${key}`)
      expect(new Set(keys).size).toBe(keys.length)
      for (const { key } of gate.ran) expect(hub.hall.exemptions.has(key)).toBe(true)
      expect(hub.lot.gateSeq).toBe(gate.ledger.eventSeq)
    }),
    { numRuns: 150, verbose: 1, examples: [[REFUSED_AS_THE_LEDGER_WAS_LOST, []]] },
  )
}, 120_000)
