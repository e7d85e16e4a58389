import { setTimeout as wait } from 'node:timers/promises'
import { randomOf } from '../../../server/living-hall/demo/random.ts'
import { acknowledged } from '../../support/crowds/audit.ts'
import { type PartName, startCabledHouse } from '../../support/crowds/cabled-house.ts'
import { RewardedCars } from '../../support/crowds/rewarded-cars.ts'
import { type Campaign, Claims, quantile } from '../harness/campaign.ts'
import { auditHouse } from '../harness/house-audit.ts'

const PARTS: readonly PartName[] = ['hub', 'bridge', 'gate']

/** A process that stands still answers nothing and closes nothing: worse than one that died. */
export const pauses: Campaign<{ rounds: number; pauseMsMin: number; pauseMsMax: number; backMsMax: number }> = {
  name: 'pauses',
  what: 'G2, JR2: SIGSTOP of hub, bridge and gate in turn while exemptions are on their way: none lost, none doubled.',
  full: { rounds: 10, pauseMsMin: 1_000, pauseMsMax: 10_000, backMsMax: 10_000 },
  quick: { rounds: 1, pauseMsMin: 600, pauseMsMax: 1_200, backMsMax: 40_000 },
  async run({ rounds, pauseMsMin, pauseMsMax, backMsMax }, seed) {
    const random = randomOf(seed)
    const claims = new Claims()
    const house = await startCabledHouse()
    try {
      const cars = await RewardedCars.open(house)
      const backMs: number[] = []
      let pausedMs = 0
      for (let round = 0; round < rounds; round += 1) {
        for (const part of PARTS) {
          const now = await cars.prepare()
          const claiming = Promise.all(now.map(car => cars.claim(car)))
          await wait(random.between(0, 40))
          const pauseMs = random.between(pauseMsMin, pauseMsMax)
          await house.pause(part, pauseMs)
          pausedMs += pauseMs
          const goesOnMs = performance.now()
          await claiming
          await cars.confirmed(now)
          backMs.push(performance.now() - goesOnMs)
          await Promise.all(now.map(car => cars.leave(car)))
        }
      }
      const audited = await auditHouse(house, cars, claims)
      const p99 = quantile(backMs, 0.99)
      claims.inTime('ms from going on until all that was under way is confirmed, p99', p99, backMsMax)
      return {
        line: `${rounds * PARTS.length} pauses of hub, bridge and gate, ${Math.round(pausedMs / 1_000)} s in all: ${audited.lost} of ${acknowledged(cars.sent).length} acknowledged lost, ${audited.doubled} doubled, ${audited.doubledAtGate} of ${audited.exemptions} exemptions doubled at the gate; healed p99 ${p99} ms`,
        claims: claims.all,
        figures: { ...audited, healedP50Ms: quantile(backMs, 0.5), healedP99Ms: p99 },
      }
    } finally {
      await house.dispose()
    }
  },
}
