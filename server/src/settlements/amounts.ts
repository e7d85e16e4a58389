import { type AdjustmentKind, fen, type Refusal, refuse, sumFen } from '@pingting/contract'
import type { Sums } from './matching/sums.ts'
import type { Break, SettlementState } from './state.ts'

/** Money changed hands, or should have: whatever its class is, one person's sentence does not settle it. */
export const needsAdjustment = ({ amountFen }: Pick<Break, 'amountFen'>): boolean => amountFen !== 0

/** Signed. */
interface Wish extends Sums {
  kind: AdjustmentKind
}

const NOTHING: Sums = { minutes: 0, amountFen: fen(0) }

/** What was adjusted under its key before, however often it was opened. */
export const bookedOf = ({ booked = NOTHING }: Pick<Break, 'booked'>): Sums => booked

const both = (wish: Sums, booked: Sums): Sums => ({
  minutes: booked.minutes + wish.minutes,
  amountFen: sumFen([booked.amountFen, wish.amountFen]),
})

/** All that is adjusted under a key comes to no more than there is, either way (RB43). */
export function isTooMuch(wish: Wish, booked: Sums, whole: Sums): boolean {
  const { minutes, amountFen } = both(wish, booked)
  return Math.abs(minutes) > whole.minutes || Math.abs(amountFen) > whole.amountFen
}

/** Of one exemption there is one line: what is taken back, or is to be, under its other keys counts as well. */
function takenElsewhere(key: string, exemptionId: string, { breaks }: Pick<SettlementState, 'breaks'>): Sums {
  const others = [...breaks.values()].filter(one => one.key !== key && (one.exemptionId ?? one.key) === exemptionId)
  const sums = others.map(one => (isWaiting(one) ? both(one.adjustment!, bookedOf(one)) : bookedOf(one)))
  return {
    minutes: sums.reduce((sum, { minutes }) => sum + Math.min(0, minutes), 0),
    amountFen: sumFen(sums.map(({ amountFen }) => (amountFen < 0 ? amountFen : fen(0)))),
  }
}

const isWaiting = ({ closed, adjustment }: Break): boolean =>
  closed === undefined && (adjustment?.status === 'proposed' || adjustment?.status === 'approved')

interface Credit {
  key: string
  exemptionId?: string
  credited?: Sums
  booked?: Sums
}

/** What the car park was never credited with cannot be taken from it (RB88): neither a line of the settlement nor a transfer. */
export function isBeyondCredit(wish: Wish, one: Credit, state: Pick<SettlementState, 'breaks'>): boolean {
  const { key, exemptionId = key, credited = NOTHING } = one
  const [own, elsewhere] = [both(wish, bookedOf(one)), takenElsewhere(key, exemptionId, state)]
  // What was transferred under its own key is taken back whatever the line bears.
  const isBeyond = (of: 'minutes' | 'amountFen'): boolean =>
    wish[of] < 0 && own[of] < 0 && own[of] + elsewhere[of] < -credited[of]
  return isBeyond('minutes') || isBeyond('amountFen')
}

/** A charge-back takes from the car park what it was credited with; the other way round it is a transfer. */
export const isWrongSign = ({ kind, minutes, amountFen }: Wish): boolean =>
  kind === 'chargeBack' && (minutes > 0 || amountFen > 0)

/** What speaks against an adjustment of a difference; nothing where it may be proposed. */
export function wrongAmounts(one: Break, wish: Wish, state: SettlementState): Refusal | undefined {
  const { kind, minutes, amountFen } = wish
  const isEmpty = minutes === 0 && amountFen === 0
  if (isEmpty !== (kind === 'nothingDue')) return refuse(isEmpty ? 'adjustment.empty' : 'adjustment.not-empty')
  if (kind === 'nothingDue') return undefined
  if (kind === 'refund' && (one.matchClass !== 'B13' || amountFen <= 0)) return refuse('adjustment.no-refund')
  const isOther = one.matchClass === 'B13' && kind !== 'refund'
  const isMoneyless = needsAdjustment(one) && amountFen === 0
  if (isOther || isMoneyless || isWrongSign(wish)) return refuse('adjustment.kind-wrong')
  if (isTooMuch(wish, bookedOf(one), one)) return refuse('adjustment.too-much')
  return isBeyondCredit(wish, one, state) ? refuse('adjustment.not-credited') : undefined
}

/** Of one exit no more is refunded than was paid there, under whatever keys: one that waits counts as one that was paid. */
export function refundedElsewhere(
  one: Break,
  { kind, amountFen }: Wish,
  { breaks }: SettlementState,
): Refusal | undefined {
  if (kind !== 'refund' || one.stayId === undefined || one.exitedAt === undefined) return undefined
  const others = [...breaks.values()].filter(
    ({ key, matchClass, stayId, exitedAt }) =>
      key !== one.key && matchClass === 'B13' && stayId === one.stayId && exitedAt === one.exitedAt,
  )
  const promised = others.flatMap(other => [
    bookedOf(other).amountFen,
    ...(other.closed === undefined && other.adjustment !== undefined && other.adjustment.status !== 'rejected'
      ? [other.adjustment.amountFen]
      : []),
  ])
  return sumFen([amountFen, ...promised]) > one.amountFen ? refuse('adjustment.too-much') : undefined
}
