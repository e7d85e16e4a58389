import { doubledIn } from '../../support/crowds/audit.ts'
import { raceForNext } from '../../support/hubs/calling-race.ts'
import { hallJournal } from '../../support/hubs/hall-journal.ts'
import { startTwoHubs } from '../../support/hubs/two-hubs.ts'
import { type Campaign, Claims } from '../harness/campaign.ts'

/** Two hubs on one store call the next at one moment, again and again; then the journal of both. */
export const twoHubs: Campaign<{ rounds: number }> = {
  name: 'two-hubs',
  what: 'HB2: two hubs that call the next at one moment never call the same number.',
  full: { rounds: 1_000 },
  quick: { rounds: 50 },
  async run({ rounds }) {
    const claims = new Claims()
    const two = await startTwoHubs()
    try {
      const { doubledTally, wrong } = await raceForNext(two, rounds)
      claims.atMost('rounds in which one number was called by both', doubledTally, 0)
      claims.none('rounds that ended otherwise than with every number called once', wrong)
      const commits = await hallJournal(two)
      const doubled = doubledIn(commits)
      claims.none('doubled in the journal, or out of order', doubled)
      return {
        line: `two hubs on one store, ${rounds} rounds of next/next: ${doubledTally} numbers called twice, ${wrong.length} rounds otherwise wrong; ${doubled.length} of ${commits.length} commits doubled`,
        claims: claims.all,
        figures: { doubled: doubledTally, wrong: wrong.length, commits: commits.length },
      }
    } finally {
      await two.dispose()
    }
  },
}
