import { createHash } from 'node:crypto'
import { addMs, type Fen, fen, type Instant, localTime, msBetween, subFen } from '@pingting/contract'
import type { Verdict } from '../../../server/src/settlements/matching/classify.ts'
import type {
  ExitRow,
  Fees,
  GapRow,
  GrantedRow,
  HeldRow,
  OwedRow,
  UsedRow,
} from '../../../server/src/settlements/matching/rows.ts'

/** Everything the voices say; of one visit, or of a day. */
export interface Rows {
  granted: GrantedRow[]
  held: HeldRow[]
  used: UsedRow[]
  exits: ExitRow[]
  owed: OwedRow[]
  gaps: GapRow[]
}

export const noRows = (): Rows => ({ granted: [], held: [], used: [], exits: [], owed: [], gaps: [] })

export const DAY = '2026-11-24'
export const LOT = 'lot-1'
export const MINUTE = 60_000

/** The books are drawn in the afternoon, with cars inside and answers under way, or at two at night, when all is over. */
export type Moment = 'rolling' | 'final'
export const NOW: Readonly<Record<Moment, Instant>> = {
  rolling: localTime(DAY, '17:00'),
  final: localTime('2026-11-25', '02:00'),
}
const DAY_ENDS = localTime('2026-11-25', '00:00')
const GRANTED_MINUTES = 120

/** Who visits: a number of its own, from which its plate follows, and the chance that makes the rest. */
export interface Visitor {
  number: number
  random: (below: number) => number
  moment: Moment
}

const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ'
const PROVINCES = '鲁京津沪渝冀豫云辽黑'

const plateText = (number: number): string => {
  const letter = LETTERS[Math.floor(number / 100_000) % LETTERS.length]!
  return `${PROVINCES[Math.floor(number / 2_400_000)]!}${letter}${String(number % 100_000).padStart(5, '0')}`
}

/** As the journal's codec does it, a text has one index, and no index tells its text. */
export const plateOf = (text: string) => ({ text, index: createHash('sha256').update(text).digest('hex').slice(0, 32) })

/** Scattered by chance, and nobody else's: it ends with the visitor's number. */
export function uuidOf({ number, random }: Pick<Visitor, 'number' | 'random'>): string {
  const hex = (digits: number): string =>
    random(16 ** digits)
      .toString(16)
      .padStart(digits, '0')
  return `${hex(6)}${hex(2)}-${hex(4)}-5${hex(3)}-8${hex(3)}-${number.toString(16).padStart(12, '0')}`
}

/** Two yuan an hour from entry, half an hour free. */
const feeOf = (minutes: number): Fen => fen(minutes <= 30 ? 0 : Math.ceil(minutes / 60) * 200)
const minutesBetween = (from: Instant, to: Instant): number => Math.floor(msBetween(from, to) / MINUTE)

/** What it costs with and without the exemption. */
export function feesOf(enteredAt: Instant, exitedAt: Instant): Fees & { minutes: number } {
  const stay = minutesBetween(enteredAt, exitedAt)
  const feeBeforeFen = feeOf(stay)
  const rest = Math.max(0, stay - GRANTED_MINUTES)
  const feeAfterFen = fen(Math.min(feeBeforeFen, Math.ceil(rest / 60) * 200))
  const minutes = feeBeforeFen === 0 ? 0 : Math.min(GRANTED_MINUTES, stay)
  return { feeBeforeFen, feeWaivedFen: subFen(feeBeforeFen, feeAfterFen), feeAfterFen, minutes }
}

export const paidInFull = (enteredAt: Instant, exitedAt: Instant): Fees => {
  const fee = feeOf(minutesBetween(enteredAt, exitedAt))
  return { feeBeforeFen: fee, feeWaivedFen: fen(0), feeAfterFen: fee }
}

/** One car, one ticket, one evaluation, and the moments of the visit in their order. */
export interface Plan {
  who: Visitor
  key: string
  evaluationId: string
  stayId: string
  laneId: string
  counterId: string
  policyVersion: string
  plate: { text: string; index: string }
  enteredAt: Instant
  ratedAt: Instant
  grantedAt: Instant
  heldAt: Instant
  exitedAt: Instant
}

/** In the morning or early afternoon: over before the books are drawn, and long enough to cost something. */
export function planOf(who: Visitor): Plan {
  const { number, random } = who
  const enteredAt = addMs(localTime(DAY, '08:00'), random(6 * 60) * MINUTE + random(MINUTE))
  const ratedAt = addMs(enteredAt, (20 + random(40)) * MINUTE + random(MINUTE))
  const grantedAt = addMs(ratedAt, random(MINUTE))
  return {
    who,
    ...{ key: uuidOf(who), evaluationId: uuidOf(who), stayId: `s${number}`, plate: plateOf(plateText(number)) },
    ...{ laneId: `out${random(4)}`, counterId: `c${random(12)}`, policyVersion: `v${random(2)}` },
    ...{ enteredAt, ratedAt, grantedAt, heldAt: addMs(grantedAt, random(5_000)) },
    exitedAt: addMs(ratedAt, (20 + random(50)) * MINUTE + random(MINUTE)),
  }
}

const shared = { lotId: LOT, businessDay: DAY }

export const granted = (plan: Plan, status: GrantedRow['status'], more: Partial<GrantedRow> = {}): GrantedRow => {
  const { key, counterId, policyVersion, plate, ratedAt, grantedAt } = plan
  const terms = { key, ...shared, counterId, policyVersion, plate, minutes: GRANTED_MINUTES }
  return { ...terms, ratedAt, grantedAt, notAfter: DAY_ENDS, status, ...more }
}

export const held = ({ key, plate, heldAt }: Plan, more: Partial<HeldRow> = {}): HeldRow => ({
  ...{ key, ...shared, plate, minutes: GRANTED_MINUTES, heldAt, ...more },
})

export const used = (plan: Plan, more: Partial<UsedRow> = {}): UsedRow => {
  const { key, who, stayId, laneId, plate, enteredAt, exitedAt } = plan
  const place = { key, ...shared, transactionId: `g1 ${who.number * 10}`, stayId, laneId, plate }
  return { ...place, enteredAt, exitedAt, ...feesOf(enteredAt, exitedAt), ...more }
}

export const exit = (plan: Plan, fees: Fees, more: Partial<ExitRow> = {}): ExitRow => {
  const { who, stayId, laneId, plate, enteredAt, exitedAt } = plan
  const { feeBeforeFen, feeWaivedFen, feeAfterFen } = fees
  const place = { key: plate.index, ...shared, transactionId: `g1 ${who.number * 10 + 1}`, stayId, laneId }
  return { ...place, enteredAt, exitedAt, isByHand: false, feeBeforeFen, feeWaivedFen, feeAfterFen, ...more }
}

export const owed = ({ plate, evaluationId, stayId, ratedAt }: Plan, more: Partial<OwedRow> = {}): OwedRow => ({
  ...{ key: plate.index, evaluationId, ...shared, minutes: GRANTED_MINUTES, owedAt: ratedAt, notAfter: DAY_ENDS },
  ...{ stayId, ...more },
})

/** The whole visit of who earned an exemption and used it. */
export function usedVisit(plan: Plan): Rows {
  const use = used(plan)
  const { feeBeforeFen, feeWaivedFen, feeAfterFen, minutes } = use
  const booked = { minutes, feeBeforeFen, feeWaivedFen, feeAfterFen }
  return {
    ...noRows(),
    ...{ granted: [granted(plan, 'honoured', { booked, endedAt: addMs(plan.exitedAt, 900) })], held: [held(plan)] },
    ...{
      used: [use],
      exits: [exit(plan, use, { exemptionId: plan.key })],
      owed: [owed(plan, { exemptionId: plan.key })],
    },
  }
}

/** Of a verdict on the exit of a plan, and on its evaluation. */
export const exitKey = ({ stayId, laneId, exitedAt }: Pick<ExitRow, 'stayId' | 'laneId' | 'exitedAt'>): string =>
  `exit|${LOT}|${stayId}|${laneId}|${exitedAt}`
export const owedKey = ({ evaluationId }: Pick<OwedRow, 'evaluationId'>): string => `owed|${evaluationId}`

export const breaksOf = (verdicts: readonly Verdict[]): string[] =>
  verdicts.flatMap(({ matchClass, key }) => (matchClass.startsWith('B') ? `${matchClass} ${key}` : [])).sort()
