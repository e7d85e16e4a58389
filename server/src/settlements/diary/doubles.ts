import type { Departures } from './departures.ts'
import { type Diary, type Grant, stayAt } from './diary.ts'

/**
 * Of a stay one exemption counts: the one that was used, else the one that was granted first. Halls that did not know
 * of each other may have granted more.
 * @returns those, by their keys: open or honoured, and too many
 */
export function secondsOf(diary: Diary, { firstUsedOn }: Pick<Departures, 'firstUsedOn'>): ReadonlySet<string> {
  const isUsed = ([key, { status }]: [string, Grant]): boolean =>
    status === 'honoured' || firstUsedOn(key) !== undefined
  const turnOf = (one: [string, Grant]): string => `${isUsed(one) ? 0 : 1} ${one[1].grantedAt} ${one[0]}`
  const counting = [...diary.granted].filter(([, { status }]) => COUNTS.has(status))
  // A gate may give a stay's name again: then it is another one.
  const byStay = Map.groupBy(counting, ([, { stayId, grantedAt }]) => stayAt(diary, stayId, grantedAt) ?? stayId)
  return new Set(
    [...byStay.values()].flatMap(grants =>
      grants
        .sort((one, other) => (turnOf(one) < turnOf(other) ? -1 : 1))
        .slice(1)
        .map(([key]) => key),
    ),
  )
}

const COUNTS: ReadonlySet<Grant['status']> = new Set(['granted', 'confirmed', 'honoured'])
