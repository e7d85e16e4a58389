import { type AdjustmentKind, type Fen, fen, type Refusal, refuse, sumFen } from '@pingting/contract'
import type { Break, SettlementState } from './state.ts'

/** Money changed hands, or should have: whatever its class is, one person's sentence does not settle it. */
export const needsAdjustment = ({ amountFen }: Pick<Break, 'amountFen'>): boolean => amountFen !== 0

interface Wish {
  kind: AdjustmentKind
  /** Signed. */
  minutes: number
  amountFen: Fen
}

/** What was adjusted under its key before, however often it was opened. */
export const bookedOf = ({ booked = { minutes: 0, amountFen: fen(0) } }: Pick<Break, 'booked'>) => booked

/** All that is adjusted under a key comes to no more than there is, either way (RB43). */
export function isTooMuch(wish: Wish, booked: Pick<Wish, 'minutes' | 'amountFen'>, whole: typeof booked): boolean {
  const amountFen = sumFen([booked.amountFen, wish.amountFen])
  return Math.abs(booked.minutes + wish.minutes) > whole.minutes || Math.abs(amountFen) > whole.amountFen
}

/** A charge-back takes from the car park what it was credited with; the other way round it is a transfer. */
export const isWrongSign = ({ kind, minutes, amountFen }: Wish): boolean =>
  kind === 'chargeBack' && (minutes > 0 || amountFen > 0)

/** What speaks against an adjustment of a difference; nothing where it may be proposed. */
export function wrongAmounts(one: Break, wish: Wish): Refusal | undefined {
  const { kind, minutes, amountFen } = wish
  const isEmpty = minutes === 0 && amountFen === 0
  if (isEmpty !== (kind === 'nothingDue')) return refuse(isEmpty ? 'adjustment.empty' : 'adjustment.not-empty')
  if (kind === 'nothingDue') return undefined
  if (kind === 'refund' && (one.matchClass !== 'B13' || amountFen <= 0)) return refuse('adjustment.no-refund')
  const isOther = one.matchClass === 'B13' && kind !== 'refund'
  const isMoneyless = needsAdjustment(one) && amountFen === 0
  if (isOther || isMoneyless || isWrongSign(wish)) return refuse('adjustment.kind-wrong')
  return isTooMuch(wish, bookedOf(one), one) ? refuse('adjustment.too-much') : undefined
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
