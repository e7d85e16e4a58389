import { setTimeout as wait } from 'node:timers/promises'
import { randomOf } from '../../../server/living-hall/demo/random.ts'
import { acknowledged } from '../../support/crowds/audit.ts'
import { startCabledHouse } from '../../support/crowds/cabled-house.ts'
import { RewardedCars } from '../../support/crowds/rewarded-cars.ts'
import { HALL_STREAM } from '../../support/crowds/stored-journal.ts'
import { Face } from '../../support/screens/face.ts'
import { type Campaign, Claims, quantile } from '../harness/campaign.ts'
import { auditHouse } from '../harness/house-audit.ts'
import { someTroubles, TROUBLES, trouble } from './troubles.ts'

const LINKS = ['client', 'hub', 'gate'] as const

/** Every cable between people, hub, bridge and gate is slow, broken or silent in turn, while exemptions are on their way. */
export const cables: Campaign<{ rounds: number; kinds: number; forMs: number; backMsMax: number }> = {
  name: 'cables',
  what: 'G2, AU3, JR2: latency, resets and silence on every cable (people and screens to hub, bridge to hub, bridge to gate): none lost, none doubled, every screen whole.',
  full: { rounds: 6, kinds: TROUBLES.length, forMs: 4_000, backMsMax: 20_000 },
  quick: { rounds: 1, kinds: 1, forMs: 400, backMsMax: 40_000 },
  async run({ rounds, kinds, forMs, backMsMax }, seed) {
    const random = randomOf(seed)
    const claims = new Claims()
    const house = await startCabledHouse()
    const face = new Face(house.url, HALL_STREAM, 'public')
    try {
      await face.shown()
      const cars = await RewardedCars.open(house)
      const healedMs: number[] = []
      for (let round = 0; round < rounds; round += 1) {
        for (const [place, link] of LINKS.entries()) {
          for (const kind of someTroubles(kinds, round + 2 * place)) {
            const now = await cars.prepare()
            const suffering = trouble(house.cables[link], kind, forMs)
            await wait(random.between(0, 20))
            const claiming = Promise.all(now.map(car => cars.claim(car)))
            await suffering
            const overMs = performance.now()
            await claiming
            await cars.confirmed(now)
            healedMs.push(performance.now() - overMs)
            await Promise.all(now.map(car => cars.leave(car)))
          }
        }
      }
      const newcomer = new Face(house.url, HALL_STREAM, 'public')
      await newcomer.shown()
      claims.none('screens that differ from a newcomer’s', await face.differencesFrom(newcomer))
      newcomer.close()
      const audited = await auditHouse(house, cars, claims)
      const p99 = quantile(healedMs, 0.99)
      claims.inTime('ms from the end of a trouble until all is confirmed, p99', p99, backMsMax)
      const tally = healedMs.length
      return {
        line: `${tally} troubles on three cables (${TROUBLES.join(', ')}): ${audited.lost} of ${acknowledged(cars.sent).length} acknowledged lost, ${audited.doubled} doubled, ${audited.doubledAtGate} of ${audited.exemptions} exemptions doubled at the gate; healed p99 ${p99} ms`,
        claims: claims.all,
        figures: {
          ...audited,
          healedP50Ms: quantile(healedMs, 0.5),
          healedP99Ms: p99,
          screenConnections: face.connections,
        },
      }
    } finally {
      face.close()
      await house.dispose()
    }
  },
}
