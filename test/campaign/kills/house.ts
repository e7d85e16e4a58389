import { randomOf } from '../../../server/living-hall/demo/random.ts'
import { acknowledged } from '../../support/crowds/audit.ts'
import { type PartName, startCabledHouse } from '../../support/crowds/cabled-house.ts'
import { type Car, RewardedCars } from '../../support/crowds/rewarded-cars.ts'
import { type Campaign, Claims, quantile } from '../harness/campaign.ts'
import { auditHouse } from '../harness/house-audit.ts'

/** Claims, exits and the kill all fall within this. */
const STRUCK_WITHIN_MS = 60

type KillCounts = { kills: number; backMsMax: number }

/** kill -9 of one part while exemptions are granted, sent and used at the exit; then the books of hub and gate side by side. */
const killsOf = (
  part: PartName,
  name: string,
  counts: { full: KillCounts; quick: KillCounts },
): Campaign<KillCounts> => ({
  name,
  what: `G2, I-1, I-5: kill -9 of the ${part} while exemptions are on their way: none lost, none doubled at the gate.`,
  ...counts,
  async run({ kills, backMsMax }, seed) {
    const random = randomOf(seed)
    const claims = new Claims()
    const house = await startCabledHouse()
    try {
      const cars = await RewardedCars.open(house)
      const [readyMs, backMs]: [number[], number[]] = [[], []]
      const soon = () => new Promise(resolve => setTimeout(resolve, random.between(0, STRUCK_WITHIN_MS)))
      const leave = (car: Car) => soon().then(() => cars.leave(car))
      let next = await cars.prepare()
      let inside: Car[] = []
      for (let kill = 0; kill < kills; kill += 1) {
        const now = next
        const underWay = Promise.all([...now.map(car => cars.claim(car)), ...inside.map(leave)])
        await soon()
        const killedMs = performance.now()
        await house.kill(part)
        // Others come while the part is away: the load does not wait for it.
        const preparing = kill + 1 < kills ? cars.prepare() : Promise.resolve([])
        await house.house.restart(part)
        readyMs.push(performance.now() - killedMs)
        await underWay
        await cars.confirmed(now)
        backMs.push(performance.now() - killedMs)
        next = await preparing
        inside = now
      }
      await Promise.all(inside.map(leave))
      const audited = await auditHouse(house, cars, claims)
      claims.atLeast('exemptions used at the exit, of those confirmed', audited.honoured, audited.exemptions)
      const p99 = quantile(backMs, 0.99)
      claims.inTime('ms from kill until all that was under way is confirmed by the gate, p99', p99, backMsMax)
      return {
        line: `${kills} kills of the ${part}: ${audited.lost} of ${acknowledged(cars.sent).length} acknowledged lost, ${audited.doubled} doubled, ${audited.doubledAtGate} of ${audited.exemptions} exemptions doubled at the gate; back to serving p50 ${quantile(backMs, 0.5)} ms, p99 ${p99} ms`,
        claims: claims.all,
        figures: { ...audited, readyP50Ms: quantile(readyMs, 0.5), backP50Ms: quantile(backMs, 0.5), backP99Ms: p99 },
      }
    } finally {
      await house.dispose()
    }
  },
})

/** A process starts in seconds when others want the same cores; three are promised where the house has them. */
const full = { kills: 100, backMsMax: 3_000 }
const quick = { kills: 2, backMsMax: 30_000 }

export const killsOfBridge = killsOf('bridge', 'kills-bridge', { full, quick })
export const killsOfGate = killsOf('gate', 'kills-gate', { full, quick })
export const killsOfHubWithOrders = killsOf('hub', 'kills-orders', { full, quick })
