import { isDeepStrictEqual } from 'node:util'
import { Client, pair } from '../../support/client.ts'
import { doubledIn } from '../../support/crowds/audit.ts'
import { hallJournal } from '../../support/hubs/hall-journal.ts'
import { HallLease } from '../../support/hubs/hall-lease.ts'
import { KioskCrowd, type TakenTicket, take } from '../../support/hubs/kiosk-crowd.ts'
import { startTwoHubs, type TwoHubs } from '../../support/hubs/two-hubs.ts'
import { until } from '../../support/room.ts'
import { type Campaign, Claims, quantile } from '../harness/campaign.ts'

/** Four kiosks that wait so long between two tickets: the numbers of a day suffice. */
const PAUSE_MS = 50
const KIOSKS_AT = [0, 0, 1, 1] as const
const WORK = 20
const SERVED_TIMEOUT_MS = 60_000
/** As after every kill. The lease of who was killed lives for 1.5–2 s more, and the other hub looks each half second. */
const BACK_MS_MAX = 3_000

/** kill -9 of the hub that owns the hall, the other goes on, and the killed one comes back as its follower. */
export const killsOfOwner: Campaign<{ kills: number; backMsMax: number }> = {
  name: 'kills-owner',
  what: 'HB5: kill -9 of the hub that owns the hall: the other serves on, nothing acknowledged is lost or doubled, and each answer is told again as it was.',
  full: { kills: 20, backMsMax: BACK_MS_MAX },
  quick: { kills: 1, backMsMax: 30_000 },
  async run({ kills, backMsMax }) {
    const claims = new Claims()
    const two = await startTwoHubs()
    try {
      const { credential } = await pair(two.hubs[0].url, 'kiosk')
      const kiosks = KIOSKS_AT.map(place => new Client(two.hubs[place].url, credential))
      const lease = await HallLease.open(two)
      const taken: TakenTicket[] = []
      const [backMs, sameOwner, otherwise]: [number[], string[], string[]] = [[], [], []]
      for (let kill = 0; kill < kills; kill += 1) {
        const word = await lease.word()
        const life = await killOwner(two, kiosks, kill % 2 === 0 ? 0 : 1)
        backMs.push(life.backMs)
        taken.push(...life.taken)
        otherwise.push(...(await toldOtherwise(kiosks[kill % 2 === 0 ? 2 : 0]!, life.taken)))
        if (word === undefined || word === (await lease.word())) sameOwner.push(`kill ${kill}: ${word}`)
      }
      lease.close()
      const commits = await hallJournal(two)
      const seqs = new Map(commits.map(({ commandId, seq }) => [commandId, seq]))
      const lost = taken.filter(({ commandId, answer }) => seqs.get(commandId) !== answer.seq)
      const doubled = doubledIn(commits)
      const [p50, p99] = [quantile(backMs, 0.5), quantile(backMs, 0.99)]
      claims.none('kills after which the hall has the owner it had', sameOwner)
      claims.atLeast('acknowledged commands', taken.length, kills * 2 * WORK)
      claims.none('acknowledged and told otherwise when repeated', otherwise)
      claims.none(
        'acknowledged and not in the journal where it was told',
        lost.map(({ commandId }) => commandId),
      )
      claims.none('doubled in the journal, or out of order', doubled)
      claims.inTime('ms from kill until the other hub serves, p99', p99, backMsMax)
      return {
        line: `${kills} kills of the owner of the hall: ${lost.length} of ${taken.length} acknowledged lost, ${doubled.length} doubled; the other hub serves after p50 ${p50} ms, p99 ${p99} ms`,
        claims: claims.all,
        figures: {
          acknowledged: taken.length,
          lost: lost.length,
          doubled: doubled.length,
          backP50Ms: p50,
          backP99Ms: p99,
        },
      }
    } finally {
      await two.dispose()
    }
  },
}

/** One life of the owner, under kiosks at both hubs; it comes back before they go home. */
async function killOwner({ hubs }: TwoHubs, kiosks: readonly Client[], owner: 0 | 1) {
  const crowd = new KioskCrowd(kiosks, PAUSE_MS)
  await until('the crowd is at work', () => crowd.taken.length > WORK, SERVED_TIMEOUT_MS)
  await hubs[owner].kill()
  const killedMs = performance.now()
  // What a kiosk had on its way may have been answered before.
  const before = crowd.taken.length + kiosks.length
  await until('the other hub serves', () => crowd.taken.length > before, SERVED_TIMEOUT_MS)
  const backMs = performance.now() - killedMs
  await until('it goes on serving', () => crowd.taken.length > before + WORK, SERVED_TIMEOUT_MS)
  await hubs[owner].start()
  return { taken: await crowd.end(), backMs }
}

/** Each ticket asked for again by its id, at the hub that never gave it out. */
async function toldOtherwise(kiosk: Client, taken: readonly TakenTicket[]): Promise<string[]> {
  const found: string[] = []
  for (const { commandId, answer } of taken) {
    const { json } = await take(kiosk, commandId)
    if (!isDeepStrictEqual({ ...answer, replayed: true }, json)) found.push(JSON.stringify(json))
  }
  return found
}
