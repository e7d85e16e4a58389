import {
  type Actor,
  type CommandOf,
  type Decision,
  type Event,
  type Facts,
  type Refusal,
  refuse,
  type SettlementSide,
  type StaffRole,
} from '@pingting/contract'
import { bookedOf, isBeyondCredit, isTooMuch, isWrongSign } from './amounts.ts'
import { type Break, isMonthClosed, type SettlementState } from './state.ts'

/** Whose books a role keeps; an admin speaks for either. */
const SIDE_OF: { readonly [R in StaffRole]?: SettlementSide } = { manager: 'hall', operator: 'lot' }

/**
 * Of a use that both sides have booked alike one of them says that it is wrong, with what it should come to: a break that
 * a person opens, and an adjustment of it that waits for the other side (gate.md §settlement: disputes are appended).
 * @throws nothing; a refusal where the day was not drawn, its month is closed, or the key is a break already
 */
export function raise(command: CommandOf<'dispute.raise'>, state: SettlementState, facts: Facts): Decision {
  const { row, side, kind, minutes, amountFen, reason, evidence, staffId } = command
  const { at, idFor } = facts
  const { key, businessDay, laneId, stayId, exitedAt, counterId, policyVersion } = row
  if (isMonthClosed(state, businessDay)) return refuse('settlement.month-closed')
  if (!state.days.has(businessDay)) return refuse('settlement.unknown')
  const known = state.breaks.get(key)
  if (known !== undefined && known.closed === undefined) return refuse('dispute.open')
  if (minutes === 0 && amountFen === 0) return refuse('adjustment.empty')
  const wish = { kind, minutes, amountFen }
  if (isWrongSign(wish)) return refuse('adjustment.kind-wrong')
  const sums = { minutes: row.minutes, amountFen: row.feeWaivedFen }
  if (isTooMuch(wish, bookedOf(known ?? {}), sums)) return refuse('adjustment.too-much')
  const credit = { key, credited: sums, booked: bookedOf(known ?? {}) }
  if (isBeyondCredit(wish, credit, state)) return refuse('adjustment.not-credited')
  const where = { laneId, stayId, exitedAt, counterId, policyVersion, exemptionId: key }
  const shown = evidence === undefined ? {} : { evidence }
  const proposed = { key, adjustmentId: idFor('adjustment'), kind, minutes, amountFen, reason, staffId }
  return [
    { type: 'break.disputed', v: 1, at, key, businessDay, ...sums, ...where, side, ...shown, ...bookedBefore(known) },
    { type: 'adjustment.proposed', v: 1, at, ...proposed },
  ] satisfies Event[]
}

/** Screens know nothing of a break that is over, so one that comes back tells what was adjusted of it. */
export const bookedBefore = (known: Break | undefined): Pick<Break, 'booked'> =>
  known?.booked === undefined ? {} : { booked: known.booked }

/** Nobody grants what his own side has asked for. */
export function ownSide({ dispute }: Break, actor: Actor): Refusal | undefined {
  const isOwn = actor.kind === 'staff' && dispute !== undefined && SIDE_OF[actor.role] === dispute.side
  return isOwn ? refuse('dispute.same-side') : undefined
}

/** Of this day, or of a month as `YYYY-MM`, a dispute waits for its answer: nobody signs. */
export const isDisputed = ({ breaks }: SettlementState, days: string): boolean =>
  [...breaks.values()].some(
    ({ dispute, closed, businessDay }) => dispute !== undefined && closed === undefined && businessDay.startsWith(days),
  )
