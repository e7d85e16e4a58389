import { playDay, settingOf } from '../../simulation/day.ts'
import { caughtOn } from '../../simulation/hunt.ts'
import { plants } from '../../simulation/plants/all.ts'
import { HUNTED_IN } from '../../simulation/plants/caught.ts'
import { type Campaign, Claims } from '../harness/campaign.ts'

interface Counts extends Readonly<Record<string, number>> {
  plants: number
  daysMax: number
}

/** Every bug that is planted on purpose, one after the other, until a day finds it. */
export const plantedBugs: Campaign<Counts> = {
  name: 'plants',
  what: 'SM3: every bug that is planted on purpose is found by an invariant that guards against it. The figures say on which seed of a small hall.',
  full: { plants: 100, daysMax: 1_000 },
  quick: { plants: 3, daysMax: 20 },
  async run(counts, seed) {
    const names = [...plants.keys()].slice(0, counts.plants)
    const caught: Record<string, number> = {}
    for (const name of names) {
      const found = await caughtOn(name, settingOf(seed, { size: HUNTED_IN }), counts.daysMax)
      if (found !== undefined) caught[name] = found.seed
    }
    const tally = Object.keys(caught).length
    const days = Object.values(caught).map(found => found - seed + 1)
    const claims = new Claims()
    claims.none(
      `survived ${counts.daysMax} days`,
      names.filter(name => caught[name] === undefined),
    )
    claims.none('days that fail without any bug', await failingWithout(new Set(Object.values(caught))))
    claims.atMost('days until the last was found', Math.max(0, ...days), counts.daysMax)
    return {
      line: `${tally} of ${names.length} planted bugs were found, the last after ${Math.max(0, ...days)} days`,
      claims: claims.all,
      figures: { caught: tally, planted: names.length, ...caught },
    }
  },
}

/** A day that fails by itself would find any bug. */
async function failingWithout(seeds: ReadonlySet<number>): Promise<string[]> {
  const failing: string[] = []
  for (const seed of seeds) {
    const { violations } = await playDay(settingOf(seed, { size: HUNTED_IN }))
    failing.push(...violations.map(line => `seed ${seed}: ${line}`))
  }
  return failing
}
