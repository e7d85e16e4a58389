import { randomOf } from '../../../server/living-hall/demo/random.ts'
import { acknowledged, doubledIn, lostIn, repeat, type Sent } from '../../support/audit.ts'
import { FloorCrowd } from '../../support/floor-crowd.ts'
import { startHub } from '../../support/hub-process.ts'
import { until } from '../../support/room.ts'
import { journalOf } from '../../support/stored-journal.ts'
import { type Campaign, Claims, quantile } from '../harness/campaign.ts'

const CALLERS = 16

/** kill -9 of the hub under sixteen callers, then every command again by its id, and at the end the journal. */
export const killsOfHub: Campaign<{ kills: number; backMsMax: number }> = {
  name: 'kills-hub',
  what: 'JR1: what was acknowledged is there after kill -9 of the hub, told again as it was, and nothing is doubled.',
  full: { kills: 200, backMsMax: 3_000 },
  quick: { kills: 5, backMsMax: 30_000 },
  async run({ kills, backMsMax }, seed) {
    const random = randomOf(seed)
    const claims = new Claims()
    const hub = await startHub()
    try {
      const crowd = await FloorCrowd.gather(hub, CALLERS)
      const sent: Sent[] = []
      const faults: string[] = []
      const backMs: number[] = []
      let inDoubt = 0
      for (let kill = 0; kill < kills; kill += 1) {
        const life = crowd.work()
        const enough = random.between(40, 200)
        await until('enough commands are under way', () => life.tally() >= enough)
        const killedMs = performance.now()
        await hub.kill()
        await life.over
        await hub.start()
        await crowd.kiosk.must('ticket.take', { serviceCode: 'tax' })
        backMs.push(performance.now() - killedMs)
        inDoubt += life.sent.flat().filter(({ answer }) => answer === undefined).length
        faults.push(...(await Promise.all(life.sent.map(repeat))).flat())
        sent.push(...acknowledged(life.sent.flat()))
      }
      await hub.kill()
      const commits = await journalOf(hub.dataDir)
      const [lost, doubled] = [lostIn(commits, sent), doubledIn(commits)]
      claims.none('acknowledged and told otherwise when repeated', faults)
      claims.none(
        'acknowledged and not in the journal where it was told',
        lost.map(({ commandId }) => commandId),
      )
      claims.none('doubled in the journal, or out of order', doubled)
      claims.atLeast('acknowledged commands', sent.length, kills * 20)
      const p99 = quantile(backMs, 0.99)
      claims.atMost('ms from kill to the next acknowledged command, p99', p99, backMsMax)
      return {
        line: `${kills} kills of the hub under ${CALLERS} callers: ${lost.length} of ${sent.length} acknowledged lost, ${doubled.length} doubled; back to serving p50 ${quantile(backMs, 0.5)} ms, p99 ${p99} ms`,
        claims: claims.all,
        figures: {
          acknowledged: sent.length,
          inDoubt,
          commits: commits.length,
          backP50Ms: quantile(backMs, 0.5),
          backP99Ms: p99,
        },
      }
    } finally {
      await hub.dispose()
    }
  },
}
