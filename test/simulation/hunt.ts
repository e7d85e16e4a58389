import { type Campaign, run } from './campaign.ts'
import type { Setting } from './day.ts'
import { plants } from './plants/all.ts'
import { invariantOf } from './shrink.ts'

const SHOWN_MAX = 160

/** The first day from a seed on that finds a planted bug by one of its guards, or any invariant where none is named. */
export async function caughtOn(
  name: string,
  first: Setting,
  days: number,
): Promise<{ seed: number; by: string } | undefined> {
  const plant = plants.get(name)
  if (plant === undefined) throw new Error(`no bug is called ${name}`)
  const byGuard = ({ failed }: Campaign): string | undefined =>
    failed.at(-1)?.violations.find(violation => plant.guards.split(', ').includes(invariantOf(violation)))
  const campaign = await run({ ...first, plant }, days, found => byGuard(found) !== undefined)
  const by = byGuard(campaign)
  return by === undefined ? undefined : { seed: campaign.failed.at(-1)!.setting.seed, by }
}

/** Plants every bug in turn. @returns the exit code: 0 when all were found. */
export async function hunt(first: Setting, days: number, say: (line: string) => void): Promise<number> {
  let caught = 0
  for (const { name } of plants.values()) {
    const found = await caughtOn(name, first, days)
    if (found !== undefined) caught += 1
    say(
      found === undefined
        ? `${name.padEnd(24)}survived ${days} days`
        : `${name.padEnd(24)}seed ${found.seed}  ${found.by.slice(0, SHOWN_MAX)}`,
    )
  }
  say(`${caught} of ${plants.size} caught`)
  return caught === plants.size ? 0 : 1
}
