import { playChecked } from './campaign.ts'
import type { Setting } from './day.ts'

const SMALLEST_VISITORS = 2
/** Below it a fault is so rare that none is as good. */
const SMALLEST_SCALE = 0.1

/** The number of the invariant a line begins with. */
export const invariantOf = (violation: string): string => violation.split(' ', 1)[0]!

const smaller: readonly ((setting: Setting) => Setting)[] = [
  setting => ({ ...setting, size: { ...setting.size, visitors: Math.floor(setting.size.visitors / 2) } }),
  setting => ({ ...setting, size: { ...setting.size, counters: Math.ceil(setting.size.counters / 2) } }),
  setting => ({ ...setting, scale: setting.scale < SMALLEST_SCALE ? 0 : setting.scale / 2 }),
]

/** Halves people, counters and faults as long as the same invariant still fails. */
export async function shrink(failing: Setting, violation: string): Promise<Setting> {
  const invariant = invariantOf(violation)
  let smallest = failing
  for (let shrunk = true; shrunk; ) {
    shrunk = false
    for (const make of smaller) {
      const tried = make(smallest)
      if (tried.size.visitors < SMALLEST_VISITORS || same(tried, smallest)) continue
      const { violations } = await playChecked(tried)
      if (!violations.some(found => invariantOf(found) === invariant)) continue
      smallest = tried
      shrunk = true
    }
  }
  return smallest
}

const same = (a: Setting, b: Setting): boolean =>
  a.scale === b.scale && a.size.visitors === b.size.visitors && a.size.counters === b.size.counters

/** What plays this day again. */
export function commandLine({ seed, size, scale, plant }: Setting): string {
  const planted = plant.guards === '' ? '' : ` --plant ${plant.name}`
  return `npm run simulate -- --days 1 --seed ${seed} --visitors ${size.visitors} --counters ${size.counters} --scale ${scale}${planted}`
}
