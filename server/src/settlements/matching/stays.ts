import { type Fen, fen, type MatchClass, msBetween, sumFen } from '@pingting/contract'
import { byExit, isSameExit, isYoung, type MatchRules, TOLERANCE_MS, type Verdict } from './classify.ts'
import type { Group } from './match.ts'
import type { ExitRow, GapRow, OwedRow } from './rows.ts'

/** The two voices of a plate: what left the lot, and what the hall's visitors had earned. */
export type StayVoices = {
  exits: ExitRow
  owed: OwedRow
}

/** Every exit and every evaluation of a plate has exactly one class. An exit told twice is one. */
export function classifyStays({ rows }: Group<StayVoices>, rules: MatchRules): Verdict[] {
  const exits = byExit(rows.exits)
  const owed = [...rows.owed].sort((one, other) => (one.evaluationId < other.evaluationId ? -1 : 1))
  return [...tellingsOf(exits).map(classifyExit), ...owed.map(one => classifyOwed(one, exits, rules))]
}

/** The rows of each exit. */
const tellingsOf = (exits: readonly ExitRow[]): [ExitRow, ...ExitRow[]][] => {
  const tellings: [ExitRow, ...ExitRow[]][] = []
  for (const exit of exits) {
    const known = tellings.find(([first]) => first.lotId === exit.lotId && isSameExit(first, exit))
    if (known === undefined) tellings.push([exit])
    else known.push(exit)
  }
  return tellings
}

/** What was used at an exit is judged under its exemption, and so is that it was told twice. */
function classifyExit([exit, ...again]: [ExitRow, ...ExitRow[]]): Verdict {
  const { lotId, businessDay, stayId, laneId, exitedAt, exemptionId, feeWaivedFen, isByHand, caseId } = exit
  const of = (matchClass: MatchClass, amountFen: Fen): Verdict => ({
    key: `exit|${lotId}|${stayId}|${laneId}|${exitedAt}`,
    ...{ matchClass, businessDay, minutes: 0, amountFen },
  })
  if (exemptionId !== undefined) return of('M0', fen(0))
  if (again.length > 0) return of('B11', sumFen(again.map(({ feeAfterFen }) => feeAfterFen)))
  const isFree = isByHand || feeWaivedFen > 0
  return isFree && caseId === undefined ? of('B12', feeWaivedFen) : of('M0', fen(0))
}

/** Earned: then it was granted, or waits for the car, or is still to be granted (B1), or was paid for (B13). */
function classifyOwed(owed: OwedRow, exits: readonly ExitRow[], rules: MatchRules): Verdict {
  const { evaluationId, businessDay, minutes } = owed
  const exit = exits.find(one => isItsExit(owed, one))
  const matchClass = exit === undefined ? classBeforeExit(owed, rules) : wasPaidInFull(owed, exit) ? 'B13' : 'M0'
  const isOpen = matchClass !== 'M0'
  const paid = matchClass === 'B13' && exit !== undefined ? exit.feeAfterFen : fen(0)
  return { key: `owed|${evaluationId}`, matchClass, businessDay, minutes: isOpen ? minutes : 0, amountFen: paid }
}

/** Of the visit in which it was earned, and after that; an earlier one ended before, a later one began after its end. */
const isItsExit = ({ lotId, stayId, owedAt, notAfter }: OwedRow, exit: ExitRow): boolean =>
  exit.lotId === lotId &&
  (stayId === undefined || exit.stayId === stayId) &&
  msBetween(owedAt, exit.exitedAt) >= -TOLERANCE_MS &&
  (exit.enteredAt === undefined || exit.enteredAt <= notAfter)

/** Who had paid before it was earned is owed nothing. */
const wasPaidInFull = ({ owedAt }: OwedRow, exit: ExitRow): boolean =>
  exit.exemptionId === undefined &&
  exit.feeWaivedFen === 0 &&
  exit.feeAfterFen > 0 &&
  msBetween(owedAt, exit.paidAt ?? exit.exitedAt) >= 0

function classBeforeExit({ exemptionId, stayId, owedAt, notAfter }: OwedRow, rules: MatchRules): MatchClass {
  if (exemptionId !== undefined) return 'M0'
  if (stayId === undefined) return rules.now > notAfter ? 'M0' : 'M1'
  return isYoung(owedAt, rules) ? 'M1' : 'B1'
}

/** What happened in a gap nobody knows, so it holds no minutes and no money. */
export const classifyGap = ({ lotId, businessDay, gateEpoch, from }: GapRow): Verdict => ({
  key: `gap|${lotId}|${gateEpoch}|${from}`,
  ...{ matchClass: 'B10', businessDay, minutes: 0, amountFen: fen(0) },
})
