import {
  addMs,
  type BusinessDay,
  type Fen,
  fen,
  type Instant,
  type MatchClass,
  MINUTE_MS,
  msBetween,
  type SettlementRow,
  subFen,
} from '@pingting/contract'
import type { Group } from './match.ts'
import type { BookedPlate, Fees, GrantedRow, HeldRow, UsedRow } from './rows.ts'
import { lineOf, mostOf, type Sums, sumOf } from './sums.ts'

/** The three voices of an exemption. */
export type ExemptionVoices = {
  granted: GrantedRow
  held: HeldRow
  used: UsedRow
}

export interface MatchRules {
  now: Instant
  /** Whether the gate told its ledger: of a controller that cannot, nobody knows what it does not hold. */
  isLedgerTold: boolean
}

/** Of a break, as far as it is known: the car's stay, its exit, what was granted for it, and who granted it by which policy. */
export interface Whereabouts {
  stayId?: string
  laneId?: string
  exitedAt?: Instant
  exemptionId?: string
  counterId?: string
  policyVersion?: string
}

const PLACES = ['stayId', 'laneId', 'exitedAt', 'exemptionId'] as const
export const WHEREABOUTS: readonly (keyof Whereabouts)[] = [...PLACES, 'counterId', 'policyVersion']

export const whereaboutsOf = (found: { [N in keyof Whereabouts]?: string | undefined }): Whereabouts =>
  Object.fromEntries(WHEREABOUTS.flatMap(name => (found[name] === undefined ? [] : [[name, found[name]]])))

/** What the books say of one key. The key names it in every run, whatever its class is. */
export interface Verdict extends Whereabouts {
  key: string
  matchClass: MatchClass
  businessDay: BusinessDay
  /** Of what was used, what it freed; of what was told twice, what is too much; before a use, what was granted or is owed. */
  minutes: number
  /** What was waived, or may have been (B9); of an exit that was told twice (B11) or paid for all the same (B13), what was paid. */
  amountFen: Fen
  /** A use that all three voices tell alike is a line of the settlement, also where it is told or used once more. */
  settled?: SettlementRow
  /** Of a break: what of its exemption is such a line all the same, and may be charged back. */
  credited?: Sums
  /** Of an exit that the daily file tells otherwise (B9): how much more than the bridge it has of what we let off; signed. */
  filedMore?: Sums
  /** Of B8: the plates differ in one character only, as a camera misreads. */
  isMisread?: true
  /** Of B4 that nobody granted and that was not used: when the gate took it. */
  heldAt?: Instant
}

/** Until then the parts may still be telling each other. */
const YOUNG_MS = 15 * MINUTE_MS
/** Clocks of hall and gate may differ by so much; money by nothing. */
export const TOLERANCE_MS = 120_000
/** At the gate an exemption outlives its end by so much, in the citizen's favour. */
const GRACE_MS = 120_000
/** An exit may cross the end of an exemption by so much: the two decided at once. */
const LATE_RACE_MS = 5_000

export const isYoung = (since: Instant, { now }: MatchRules): boolean => msBetween(since, now) <= YOUNG_MS

interface Words {
  granted: GrantedRow
  held: readonly HeldRow[]
  used: readonly UsedRow[]
}

/**
 * Exactly one class of an exemption, the first that holds in this order: the gate has it and the hall did not grant it,
 * or was told before that it is refused (B4), not earned (B2), one exit told twice (B11), used twice or granted for a stay that had one (B5), after
 * its end (B6), at an impossible time (B7), by another plate (B8), for other minutes than its policy gives,
 * or other minutes or money (B9), never arrived (B3), still open (M1),
 * and else it fits (M0).
 * @throws RangeError where an exemption was granted twice: its id is made of what it is granted for.
 */
export function classify({ key, rows }: Group<ExemptionVoices>, rules: MatchRules): Verdict {
  const { held } = rows
  const [granted, ...others] = rows.granted
  if (others.length > 0) throw new RangeError(`${key} was granted ${rows.granted.length} times`)
  const used = byExit(rows.used)
  if (granted === undefined) return phantom(key, held, used)
  const words: Words = { granted, held, used }
  const matchClass = classOf(words, rules)
  const { businessDay, minutes, booked } = granted
  const [line, about] = used.length > 1 ? lineAndRest(words, rules) : [matchClass === 'M0' ? used[0] : undefined, used]
  const settled = line === undefined ? {} : { settled: lineOf(granted, line) }
  if (matchClass === 'M0')
    return { key, matchClass, businessDay, ...sumOf(line === undefined ? [] : [line]), ...settled }
  if (used.length === 0 && (matchClass !== 'B9' || booked === undefined))
    return { key, matchClass, businessDay, minutes, amountFen: fen(0) }
  const sums = matchClass === 'B9' ? mostOf(booked, used[0]) : sumOf(about)
  const place = matchClass === 'M1' ? {} : placeOf(about[0])
  const verdict = { key, matchClass, businessDay, ...sums, ...settled, ...place }
  return matchClass === 'B8' && isMisread(words) ? { ...verdict, isMisread: true } : verdict
}

/** Of an exemption that was used or told more than once the use that fits alone, once it does, and those that are too much. */
function lineAndRest(words: Words, rules: MatchRules): [line: UsedRow | undefined, rest: readonly UsedRow[]] {
  const { used } = words
  const alone = (use: UsedRow): MatchClass => classOf({ ...words, used: [use] }, rules)
  const line = used.find(use => alone(use) === 'M0')
  const first = line ?? used.find(use => alone(use) === 'M1')
  return [line, used.filter(use => use !== first)]
}

function classOf(words: Words, rules: MatchRules): MatchClass {
  const { granted, held, used } = words
  const [use, ...more] = used
  const isOpen = granted.status === 'granted' || granted.status === 'confirmed'
  if (granted.status === 'refused' && held.some(one => isPhantom(granted, one))) return 'B4'
  if (granted.ratedAt === undefined) return 'B2'
  if (use !== undefined && more.length > 0) return more.every(one => isSameExit(one, use)) ? 'B11' : 'B5'
  if (granted.isSecond === true && (use !== undefined || !isYoung(granted.grantedAt, rules))) return 'B5'
  if (use !== undefined && isLate(granted, use)) return 'B6'
  if (use !== undefined && !isPossible(granted, use)) return 'B7'
  if (otherPlates(words).length > 0) return 'B8'
  const { minutes, policyMinutes = minutes } = granted
  if (minutes !== policyMinutes || held.some(one => one.minutes !== minutes)) return 'B9'
  if (use !== undefined) return classOfUse(granted, use, rules)
  if (granted.status === 'honoured') return 'B9'
  const isLacking = held.length === 0 && rules.isLedgerTold && granted.mayBeMissed !== true
  if (isOpen && isLacking && !isYoung(granted.grantedAt, rules)) return 'B3'
  return isOpen ? 'M1' : 'M0'
}

/** Refused, and held all the same; not what the gate held, and then denied at an exit. */
const isPhantom = ({ wasTaken, endedAt }: GrantedRow, { heldAt }: HeldRow): boolean =>
  wasTaken !== true || endedAt === undefined || !inOrder(heldAt, endedAt)

/** Granted by nobody: what the gate holds or let go free of its own. */
function phantom(key: string, held: readonly HeldRow[], used: readonly UsedRow[]): Verdict {
  const { businessDay } = (used[0] ?? held[0])!
  const [use] = used
  if (use !== undefined) {
    const { exemptionId, isAfterEnd } = use
    const own = exemptionId === undefined ? {} : { exemptionId }
    return { key, matchClass: isAfterEnd ? 'B6' : 'B4', businessDay, ...sumOf(used), ...placeOf(use), ...own }
  }
  const { minutes, heldAt } = held[0]!
  return { key, matchClass: 'B4', businessDay, minutes, amountFen: fen(0), heldAt }
}

/** Where a car left: of what was used, or of an exit. */
export const placeOf = (row: Pick<UsedRow, 'stayId' | 'laneId' | 'exitedAt'> | undefined): Whereabouts =>
  row === undefined ? {} : { stayId: row.stayId, laneId: row.laneId, exitedAt: row.exitedAt }

/** Rows of one key come in whatever order their source has; a verdict must not depend on it. */
export const byExit = <R extends Pick<UsedRow, 'exitedAt' | 'transactionId'>>(rows: readonly R[]): readonly R[] =>
  rows.length < 2 ? rows : [...rows].sort((one, other) => (turnOf(one) < turnOf(other) ? -1 : 1))
const turnOf = ({ exitedAt, transactionId }: Pick<UsedRow, 'exitedAt' | 'transactionId'>): string =>
  `${exitedAt} ${transactionId}`

/** The same car by the same lane in the same moment: one exit, whatever numbers it was told under. */
export const isSameExit = (
  one: Pick<UsedRow, 'stayId' | 'laneId' | 'exitedAt'>,
  other: Pick<UsedRow, 'stayId' | 'laneId' | 'exitedAt'>,
): boolean => one.stayId === other.stayId && one.laneId === other.laneId && one.exitedAt === other.exitedAt

/** What was taken back ends when the hall recorded it; everything else by its time. */
function isLate({ status, notAfter, endedAt }: GrantedRow, { exitedAt }: UsedRow): boolean {
  const isTakenBack = status === 'refused' || status === 'revoked' || status === 'writtenOff'
  const end = isTakenBack && endedAt !== undefined ? endedAt : addMs(notAfter, GRACE_MS)
  return exitedAt > addMs(end, LATE_RACE_MS)
}

/** In, granted, out: in this order, as far as two clocks can tell. */
const isPossible = ({ grantedAt }: GrantedRow, { enteredAt, exitedAt }: UsedRow): boolean =>
  inOrder(grantedAt, exitedAt) && (enteredAt === undefined || inOrder(enteredAt, grantedAt))

const inOrder = (first: Instant, then: Instant): boolean => msBetween(first, then) >= -TOLERANCE_MS

/** Told by the gate, and not the plate it was granted to. */
const otherPlates = ({ granted, held, used }: Words): BookedPlate[] =>
  [...held, ...used].flatMap(({ plate }) => (plate === undefined || plate.index === granted.plate.index ? [] : plate))

const isMisread = (words: Words): boolean =>
  otherPlates(words).every(({ text }) => isOneOff(text ?? '', words.granted.plate.text ?? ''))

function isOneOff(one: string, other: string): boolean {
  const [letters, others] = [[...one], [...other]]
  return letters.length === others.length && letters.filter((letter, at) => letter !== others[at]).length === 1
}

/** Hall and gate book one use; the hall may not have heard of it yet. */
function classOfUse({ minutes, status, booked }: GrantedRow, use: UsedRow, rules: MatchRules): MatchClass {
  if (use.minutes > minutes || !addsUp(use)) return 'B9'
  if (status === 'honoured') return booked !== undefined && isBookedAlike(booked, use) ? 'M0' : 'B9'
  return isYoung(use.exitedAt, rules) ? 'M1' : 'B9'
}

const addsUp = ({ feeBeforeFen, feeWaivedFen, feeAfterFen }: Fees): boolean =>
  subFen(feeBeforeFen, feeWaivedFen) === feeAfterFen && feeWaivedFen >= 0 && feeAfterFen >= 0

const isBookedAlike = (booked: Fees & { minutes: number }, use: UsedRow): boolean =>
  booked.minutes === use.minutes &&
  booked.feeBeforeFen === use.feeBeforeFen &&
  booked.feeWaivedFen === use.feeWaivedFen &&
  booked.feeAfterFen === use.feeAfterFen
