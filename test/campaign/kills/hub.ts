import { randomOf } from '../../../server/living-hall/demo/random.ts'
import { FloorCrowd } from '../../support/crowds/floor-crowd.ts'
import { startHub } from '../../support/hub-process.ts'
import { type Campaign, Claims, quantile } from '../harness/campaign.ts'
import { FloorAudit } from '../harness/floor-audit.ts'

const CALLERS = 16
const ROUNDS_MAX = 10_000

/** kill -9 of the hub under sixteen callers, then every command again by its id, and at the end the journal. */
export const killsOfHub: Campaign<{ kills: number; backMsMax: number }> = {
  name: 'kills-hub',
  what: 'JR1: what was acknowledged is there after kill -9 of the hub, told again as it was, and nothing is doubled.',
  full: { kills: 200, backMsMax: 3_000 },
  // Ten of them are in test/edge/hub/crash.test.ts.
  quick: { kills: 2, backMsMax: 30_000 },
  async run({ kills, backMsMax }, seed) {
    const random = randomOf(seed)
    const claims = new Claims()
    const hub = await startHub()
    try {
      const crowd = await FloorCrowd.gather(hub, CALLERS)
      const audit = new FloorAudit()
      const backMs: number[] = []
      for (let kill = 0; kill < kills; kill += 1) {
        const enough = Math.floor(random.between(40, 200))
        let killedMs = 0
        const life = crowd.work(ROUNDS_MAX, tally => {
          if (tally !== enough) return
          killedMs = performance.now()
          hub.part.process.kill('SIGKILL')
        })
        await life.over
        await hub.kill()
        await hub.start()
        await crowd.kiosk.must('ticket.take', { serviceCode: 'tax' })
        backMs.push(performance.now() - killedMs)
        await audit.repeat(life)
      }
      const books = await audit.close(hub, claims)
      const [p50, p99] = [quantile(backMs, 0.5), quantile(backMs, 0.99)]
      claims.atLeast('acknowledged commands', books.acknowledged, kills * 20)
      claims.inTime('ms from kill to the next acknowledged command, p99', p99, backMsMax)
      return {
        line: `${kills} kills of the hub under ${CALLERS} callers: ${books.lost} of ${books.acknowledged} acknowledged lost, ${books.doubled} doubled; back to serving p50 ${p50} ms, p99 ${p99} ms`,
        claims: claims.all,
        figures: { ...books, backP50Ms: p50, backP99Ms: p99 },
      }
    } finally {
      await hub.dispose()
    }
  },
}
