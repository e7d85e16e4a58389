import { type Fen, fen, type MatchClass, msBetween, subFen, sumFen } from '@pingting/contract'
import {
  byExit,
  isSameExit,
  isYoung,
  type MatchRules,
  placeOf,
  TOLERANCE_MS,
  type Verdict,
  type Whereabouts,
} from './classify.ts'
import type { Group } from './match.ts'
import type { ExitRow, GapRow, OwedRow } from './rows.ts'
import { difference, type Sums } from './sums.ts'

/** The two voices of a plate: what left the lot, and what the hall's visitors had earned. */
export type StayVoices = {
  exits: ExitRow
  owed: OwedRow
}

/** Every exit and every evaluation of a plate has exactly one class. An exit told twice is one. */
export function classifyStays({ rows }: Group<StayVoices>, rules: MatchRules): Verdict[] {
  const exits = byExit(rows.exits)
  const owed = [...rows.owed].sort((one, other) => (one.evaluationId < other.evaluationId ? -1 : 1))
  const refunded = new Set<ExitRow>()
  return [...tellingsOf(exits).map(classifyExit), ...owed.map(one => classifyOwed(one, exits, rules, refunded))]
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
  const { lotId, businessDay, stayId, laneId, exitedAt, exemptionId, isByHand, caseId } = exit
  const of = (matchClass: MatchClass, amountFen: Fen, minutes = 0): Verdict => ({
    key: `exit|${lotId}|${inKey(stayId)}|${inKey(laneId)}|${exitedAt}`,
    ...{ matchClass, businessDay, minutes, amountFen },
    ...(matchClass === 'M0' ? {} : { ...placeOf(exit), ...(exemptionId === undefined ? {} : { exemptionId }) }),
  })
  if (exemptionId === undefined && again.length > 0)
    return of('B11', sumFen(again.map(({ feeAfterFen }) => feeAfterFen)))
  const odds = atOdds(exit)
  if (odds.amountFen > 0 || odds.minutes > 0)
    return { ...of('B9', odds.amountFen, odds.minutes), ...(odds.filedMore && { filedMore: odds.filedMore }) }
  if (exemptionId !== undefined) return of('M0', fen(0))
  const isFree = isByHand || waivedByNobody(exit) > 0
  return isFree && caseId === undefined ? of('B12', letGo(exit)) : of('M0', fen(0))
}

/** By how much file and bridge differ: in what was paid, and where an exemption was used also in what that freed. */
function atOdds({ filed, exemptionId, usedMinutes = 0, feeWaivedFen, ...exit }: ExitRow): Sums & { filedMore?: Sums } {
  if (filed === undefined) return { amountFen: fen(0), minutes: 0 }
  const paid = difference(filed.feeAfterFen, paidOf({ ...exit, filed }))
  if (exemptionId === undefined) return { amountFen: paid, minutes: 0 }
  const [minutes, amountFen] = filed.key === exemptionId ? [filed.minutes, filed.feeWaivedFen] : [0, fen(0)]
  const filedMore = { minutes: minutes - usedMinutes, amountFen: subFen(amountFen, feeWaivedFen) }
  if (filed.key !== exemptionId) return { amountFen: feeWaivedFen, minutes: usedMinutes, filedMore }
  const waived = difference(filed.feeWaivedFen, feeWaivedFen)
  return { amountFen: paid > waived ? paid : waived, minutes: Math.abs(filedMore.minutes), filedMore }
}

/**
 * Where the gate does not tell it, what was due is taken for paid: the barrier opened. Where a hand opened it, the daily
 * file knows, or nobody paid.
 */
const paidOf = ({
  paidFen,
  feeAfterFen,
  isByHand,
  filed,
}: Pick<ExitRow, 'paidFen' | 'feeAfterFen' | 'isByHand' | 'filed'>): Fen =>
  paidFen ?? (isByHand ? (filed?.feeAfterFen ?? fen(0)) : feeAfterFen)

/** Of a platform's one sum nobody knows what is whose: what we gave is told by a use. */
const waivedByNobody = ({ sharedWaiver, feeWaivedFen }: ExitRow): Fen => (sharedWaiver ? fen(0) : feeWaivedFen)

/** What was waived without a key, and what a hand let out unpaid: all of it, where nobody tells that anything was paid. */
function letGo(exit: ExitRow): Fen {
  const unpaid = exit.isByHand ? subFen(exit.feeAfterFen, paidOf(exit)) : fen(0)
  return sumFen([waivedByNobody(exit), unpaid > 0 ? unpaid : fen(0)])
}

/**
 * Earned: then it was granted, or waits for the car, or is still to be granted (B1), or was paid for (B13).
 * @param refunded exits whose payment somebody is owed already: it was paid once, whoever rated for the visit
 */
function classifyOwed(owed: OwedRow, exits: readonly ExitRow[], rules: MatchRules, refunded: Set<ExitRow>): Verdict {
  const { evaluationId, businessDay, minutes } = owed
  const exit = exits.find(one => isItsExit(owed, one))
  const isB13 = exit !== undefined && wasPaidInFull(owed, exit) && !refunded.has(exit)
  if (isB13) refunded.add(exit)
  const matchClass = exit === undefined ? classBeforeExit(owed, rules) : isB13 ? 'B13' : 'M0'
  const isOpen = matchClass !== 'M0'
  const paid = matchClass === 'B13' && exit !== undefined ? paidOf(exit) : fen(0)
  return {
    ...{ key: `owed|${evaluationId}`, matchClass, businessDay, minutes: isOpen ? minutes : 0, amountFen: paid },
    ...(matchClass === 'B1' || matchClass === 'B13' ? whereabouts(owed, exit) : {}),
  }
}

const whereabouts = ({ stayId, exemptionId }: OwedRow, exit: ExitRow | undefined): Whereabouts => ({
  ...(stayId === undefined ? {} : { stayId }),
  ...placeOf(exit),
  ...(exemptionId === undefined ? {} : { exemptionId }),
})

/** Of the visit in which it was earned, and after that; an earlier one ended before, a later one began after its end. */
const isItsExit = ({ lotId, stayId, owedAt, notAfter }: OwedRow, exit: ExitRow): boolean =>
  exit.lotId === lotId &&
  (stayId === undefined || exit.stayId === stayId) &&
  msBetween(owedAt, exit.exitedAt) >= -TOLERANCE_MS &&
  (exit.enteredAt === undefined || exit.enteredAt <= notAfter)

/** Who had paid before it was earned is owed nothing. */
const wasPaidInFull = ({ owedAt }: OwedRow, exit: ExitRow): boolean =>
  exit.exemptionId === undefined &&
  waivedByNobody(exit) === 0 &&
  paidOf(exit) > 0 &&
  msBetween(owedAt, exit.paidAt ?? exit.exitedAt) >= 0

function classBeforeExit({ exemptionId, stayId, owedAt, notAfter }: OwedRow, rules: MatchRules): MatchClass {
  if (exemptionId !== undefined) return 'M0'
  if (stayId === undefined) return rules.now > notAfter ? 'M0' : 'M1'
  return isYoung(owedAt, rules) ? 'M1' : 'B1'
}

/** What happened in a gap nobody knows, so it holds no minutes and no money. */
export const classifyGap = ({ lotId, businessDay, gateEpoch, from }: GapRow): Verdict => ({
  key: `gap|${lotId}|${inKey(gateEpoch)}|${from}`,
  ...{ matchClass: 'B10', businessDay, minutes: 0, amountFen: fen(0) },
})

/** What a car park calls its own may hold anything; where a key may not, its code point stands instead: `_23_` for `#`. */
const inKey = (name: string): string =>
  name.replace(/[^\p{L}\p{N} :._-]/gu, letter => `_${letter.codePointAt(0)!.toString(16)}_`)
