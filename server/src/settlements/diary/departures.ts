import { type BusinessDay, businessDayOf, type FiledExit, msBetween, nextDay } from '@pingting/contract'
import { TOLERANCE_MS } from '../matching/classify.ts'
import { type Diary, type Exit, stayAt, type Use } from './diary.ts'

/** Exits, and what was used at them, whoever told it: the bridge, or of what it never told the day's file. */
export interface Departures {
  exits: readonly Exit[]
  uses: readonly Use[]
  /** The exit at which it was used; none until that is told. */
  exitOf(use: Use): Exit | undefined
  useAt(exit: Exit): Use | undefined
  /** By the bridge; else only the day's file knows it. */
  isTold(use: Use): boolean
  /** What the day's file says of an exit that the bridge told. */
  filedOf(exit: Exit): FiledExit | undefined
  dayOfUse(use: Use): BusinessDay
  /** A key that was used is of the day of its first use, unless it was granted. */
  firstUsedOn(key: string): BusinessDay | undefined
}

export function departuresOf(diary: Diary): Departures {
  const told = Map.groupBy(diary.exits, ({ stayId }) => stayId)
  const toldUses = Map.groupBy(diary.uses, ({ stayId }) => stayId)
  const filedOf = new Map<Exit, FiledExit>()
  const [exits, uses]: [Exit[], Use[]] = [[...diary.exits], [...diary.uses]]
  for (const filed of [...diary.filed.values()].flat()) {
    const known = told.get(filed.stayId)?.find(exit => isOneExit(diary, exit, filed))
    // A file tells one sum of all that was let off, as a platform does.
    if (known === undefined) exits.push({ ...filed, sharedWaiver: true })
    else if (!filedOf.has(known)) filedOf.set(known, filed)
    const { key, ...row } = filed
    const isTold = toldUses.get(filed.stayId)?.some(use => isOneStay(diary, use, filed)) === true
    if (key !== undefined && !isTold) uses.push({ ...row, key })
  }
  const exitsByStay = Map.groupBy(exits.sort(byTime), ({ stayId }) => stayId)
  const exitOf = new Map(uses.map(use => [use, exitsByStay.get(use.stayId)?.find(exit => isItsExit(diary, exit, use))]))
  const useAt = new Map(uses.map(use => [nameOf(exitOf.get(use)), use]))
  const toldByBridge = new Set(diary.uses)
  const firstUses = new Map(
    [...uses]
      .sort(byTime)
      .reverse()
      .map(({ key, exitedAt }) => [key, businessDayOf(exitedAt)]),
  )
  return {
    ...{ exits, uses },
    exitOf: use => exitOf.get(use),
    useAt: exit => useAt.get(nameOf(exit)),
    isTold: use => toldByBridge.has(use),
    filedOf: exit => filedOf.get(exit),
    dayOfUse: ({ key, exitedAt }) => {
      const [ofKey, ofUse] = [diary.granted.get(key)?.businessDay ?? firstUses.get(key), businessDayOf(exitedAt)]
      return ofKey !== undefined && ofUse <= nextDay(ofKey) ? ofKey : ofUse
    },
    firstUsedOn: key => firstUses.get(key),
  }
}

type Leaving = Pick<Exit, 'stayId' | 'exitedAt'>

const byTime = (one: Leaving, other: Leaving): number => (one.exitedAt < other.exitedAt ? -1 : 1)

/** One exit may be told under two numbers. */
const nameOf = (exit: Exit | undefined): string =>
  exit === undefined ? '' : `${exit.stayId}|${exit.laneId}|${exit.exitedAt}`

/** A gate may give a name again: then it is another stay. */
const isOneStay = (diary: Diary, one: Leaving, other: Leaving): boolean =>
  stayAt(diary, one.stayId, one.exitedAt) === stayAt(diary, other.stayId, other.exitedAt)

/** It may have been used before, when the fee was paid. */
const isItsExit = (diary: Diary, exit: Exit, use: Use): boolean =>
  msBetween(use.exitedAt, exit.exitedAt) >= -TOLERANCE_MS && isOneStay(diary, exit, use)

const isOneExit = (diary: Diary, exit: Exit, filed: FiledExit): boolean =>
  businessDayOf(exit.exitedAt) === businessDayOf(filed.exitedAt) && isOneStay(diary, exit, filed)
