import { doubledIn, lostIn } from '../../support/crowds/audit.ts'
import { HALL_STREAM } from '../../support/crowds/stored-journal.ts'
import { HUB_LINKS, startCabledHubs } from '../../support/hubs/cabled-hubs.ts'
import { CallingRace } from '../../support/hubs/calling-race.ts'
import { hallJournal } from '../../support/hubs/hall-journal.ts'
import type { TwoHubs } from '../../support/hubs/two-hubs.ts'
import { Face } from '../../support/screens/face.ts'
import { type Campaign, Claims, quantile } from '../harness/campaign.ts'
import { someTroubles, TROUBLES, trouble } from '../links/troubles.ts'

/** A screen may stay behind until the lease is where it belongs, and the journal was read once more. */
const SHOWN_TIMEOUT_MS = 15_000

interface Counts extends Readonly<Record<string, number>> {
  rounds: number
  kinds: number
  forMs: number
  backMsMax: number
}

/** The cables of two hubs to Redis and to each other are slow, broken or silent in turn, while both call the next. */
export const hubCables: Campaign<Counts> = {
  name: 'hub-cables',
  what: 'HB2, HB4, HB6: latency, resets and silence between either of two hubs and Redis, and between the hubs: no number called twice, none lost, none doubled, and afterwards the screens of both show what a newcomer’s does.',
  // Longer than a lease lives, so that the hall changes hands.
  full: { rounds: 3, kinds: TROUBLES.length, forMs: 4_000, backMsMax: 10_000 },
  quick: { rounds: 1, kinds: 1, forMs: 1_000, backMsMax: 60_000 },
  async run({ rounds, kinds, forMs, backMsMax }) {
    const claims = new Claims()
    const { two, cables, dispose } = await startCabledHubs()
    const faces = two.hubs.map(({ url }) => new Face(url, HALL_STREAM, 'public'))
    try {
      const race = await CallingRace.open(two)
      await race.run(1)
      const backMs: number[] = []
      const differing: string[] = []
      for (let round = 0; round < rounds; round += 1) {
        for (const [place, link] of HUB_LINKS.entries()) {
          for (const kind of someTroubles(kinds, round + 2 * place)) {
            backMs.push(await suffer(race, () => Promise.all(cables[link].map(cable => trouble(cable, kind, forMs)))))
            for (const found of await differences(two, faces)) differing.push(`after ${kind} on ${link}: ${found}`)
          }
        }
      }
      race.close()
      const { doubledTally, wrong, acknowledged, repeatedTally } = race
      const commits = await hallJournal(two)
      const [lost, doubled] = [lostIn(commits, acknowledged), doubledIn(commits)]
      claims.atMost('rounds in which one number was called by both', doubledTally, 0)
      claims.none('rounds that ended otherwise than with every number called once', wrong)
      // A silent peer keeps what is forwarded; who is told nothing of it has no cable there.
      claims.atLeast('commands told to be repeated', repeatedTally, rounds)
      claims.atLeast('acknowledged commands', acknowledged.length, backMs.length * 5)
      claims.none(
        'acknowledged and not in the journal where it was told',
        lost.map(({ commandId }) => commandId),
      )
      claims.none('doubled in the journal, or out of order', doubled)
      claims.none('screens that differ from a newcomer’s after a trouble', differing)
      const p99 = quantile(backMs, 0.99)
      claims.inTime('ms from the end of a trouble until both hubs have answered, p99', p99, backMsMax)
      return {
        line: `${backMs.length} troubles between two hubs and Redis, and between them (${TROUBLES.join(', ')}): ${race.rounds} rounds of next/next, ${doubledTally} numbers called twice; ${lost.length} of ${acknowledged.length} acknowledged lost, ${doubled.length} of ${commits.length} commits doubled, chain whole; ${differing.length} screens otherwise than a newcomer’s; back p99 ${p99} ms`,
        claims: claims.all,
        figures: {
          ...{ rounds: race.rounds, acknowledged: acknowledged.length, lost: lost.length, doubled: doubled.length },
          ...{ repeated: repeatedTally, backP50Ms: quantile(backMs, 0.5), backP99Ms: p99 },
        },
      }
    } finally {
      for (const face of faces) face.close()
      await dispose()
    }
  },
}

/** Both hubs are asked all the while. @returns how long after it was over both had answered once more, in ms. */
async function suffer(race: CallingRace, trouble: () => Promise<unknown>): Promise<number> {
  let isOver = false
  const racing = (async () => {
    while (!isOver) await race.run(1)
  })()
  try {
    await trouble()
  } finally {
    isOver = true
  }
  const overMs = performance.now()
  await racing
  await race.run(1)
  return performance.now() - overMs
}

/** What the screens at both hubs show otherwise than one that comes new to either. */
async function differences({ hubs }: TwoHubs, faces: readonly Face[]): Promise<string[]> {
  const found: string[] = []
  for (const { url } of hubs) {
    const newcomer = new Face(url, HALL_STREAM, 'public')
    await newcomer.shown()
    for (const face of faces) found.push(...(await face.differencesFrom(newcomer, SHOWN_TIMEOUT_MS)))
    newcomer.close()
  }
  return found
}
