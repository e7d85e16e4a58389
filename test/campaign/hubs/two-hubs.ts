import { doubledIn } from '../../support/crowds/audit.ts'
import { CallingRace } from '../../support/hubs/calling-race.ts'
import { hallJournal } from '../../support/hubs/hall-journal.ts'
import { HallLease, lostInserts } from '../../support/hubs/hall-lease.ts'
import { startTwoHubs } from '../../support/hubs/two-hubs.ts'
import { type Campaign, Claims } from '../harness/campaign.ts'

/** A theft often passes between two writes: then it is stolen again, while the numbers of a day suffice. */
const THEFTS_MAX = 200
const REPEATS_OF_A_THEFT = 20

interface Counts extends Readonly<Record<string, number>> {
  rounds: number
  roundsBetweenThefts: number
  fencedMin: number
}

/**
 * Two hubs on one store call the next at one moment, again and again: first the one forwards to the other, then the lease
 * is given from one to the other again and again, and for a moment both believe that they own the hall.
 */
export const twoHubs: Campaign<Counts> = {
  name: 'two-hubs',
  what: 'HB2, HB6: two hubs that call the next at one moment never call the same number, also while both believe that they own the hall.',
  full: { rounds: 1_000, roundsBetweenThefts: 20, fencedMin: 20 },
  quick: { rounds: 50, roundsBetweenThefts: 20, fencedMin: 1 },
  async run({ rounds, roundsBetweenThefts, fencedMin }) {
    const claims = new Claims()
    const two = await startTwoHubs()
    try {
      const race = await CallingRace.open(two)
      await race.run(rounds)
      claims.atMost('commands told to be repeated while one hub owns the hall', race.repeatedTally, 0)
      const lease = await HallLease.open(two)
      const words = await lease.words(two)
      claims.atLeast('words of the two hubs', new Set(words).size, 2)
      const before = two.hubs.map(lostInserts)
      const fenced = (): number[] => two.hubs.map((hub, place) => lostInserts(hub) - before[place]!)
      const fencedTally = (): number => fenced().reduce((sum, tally) => sum + tally, 0)
      let thefts = 0
      for (; race.rounds < 2 * rounds || (fencedTally() < fencedMin && thefts < THEFTS_MAX); thefts += 1) {
        await lease.give(words[thefts % 2]!)
        await race.run(roundsBetweenThefts)
      }
      lease.close()
      race.close()
      const { doubledTally, wrong, repeatedTally } = race
      claims.atMost('rounds in which one number was called by both', doubledTally, 0)
      claims.none('rounds that ended otherwise than with every number called once', wrong)
      claims.atMost(
        'commands told to be repeated while the hall changes hands',
        repeatedTally,
        thefts * REPEATS_OF_A_THEFT,
      )
      claims.atLeast(
        'writes of one owner refused by the journal, since the other had written',
        fencedTally(),
        fencedMin,
      )
      const commits = await hallJournal(two)
      const doubled = doubledIn(commits)
      claims.none('doubled in the journal, or out of order', doubled)
      const [first = 0, second = 0] = fenced()
      return {
        line: `two hubs on one store, ${race.rounds} rounds of next/next: ${doubledTally} numbers called twice, ${wrong.length} rounds otherwise wrong; the lease stolen ${thefts} times, ${first} and ${second} writes of the two owners refused by the journal; ${doubled.length} of ${commits.length} commits doubled, chain whole`,
        claims: claims.all,
        figures: {
          ...{ doubled: doubledTally, wrong: wrong.length, thefts, fencedAtFirst: first, fencedAtSecond: second },
          ...{ repeated: repeatedTally, commits: commits.length },
        },
      }
    } finally {
      await two.dispose()
    }
  },
}
