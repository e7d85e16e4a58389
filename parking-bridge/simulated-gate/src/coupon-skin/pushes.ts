import { isSlip } from '@pingting/contract/words/plates'
import { msBetween } from '@pingting/contract/words/time'
import type { CarClass, GateEvent } from '../ledger.ts'
import { serialOf } from './coupons.ts'
import type { Fields } from './signing.ts'
import { msTextOf } from './times.ts'

export interface Push {
  path: string
  fields: Fields
}

/** Staff park for nothing, as guests do. */
const CAR_TYPES: Record<CarClass, string> = { casual: '1', monthCard: '2', vip: '3', staff: '3' }
/** What a car was let off is told in a fact so close before its exit. */
const NEAR = 16

/** What is pushed of one of consecutive facts, in this order; nothing of what a platform keeps to itself. */
export function pushesOf(events: readonly GateEvent[], index: number): Push[] {
  const event = events[index]!
  const byHand = event.type === 'VehicleExited' && event.release !== undefined ? [releaseOf(event, event.release)] : []
  const push = pushOf(events, index, event)
  return push === undefined ? [] : [...byHand, push]
}

const releaseOf = ({ stayId, at }: GateEvent, release: 'manual' | 'tailgate'): Push =>
  push('release', { parking_serial: stayId, release_time: at, release_method: release === 'manual' ? '1' : '3' })

function pushOf(events: readonly GateEvent[], index: number, event: GateEvent): Push | undefined {
  const seen = event.plateRaw ?? event.plate ?? ''
  // It has no word for a slip.
  const car = { parking_serial: event.stayId, plate: isSlip(seen) ? '' : seen, plate_color: '-1' }
  switch (event.type) {
    case 'VehicleEntered':
      return push('enter', {
        ...{ ...car, enter_gate: event.laneId ?? '', enter_time: msTextOf(event.enteredAt) },
        car_type: CAR_TYPES[event.carClass],
      })
    case 'VehicleExited':
      return push('leave', { ...car, ...leaving(event, feesOf(events, index, event)) })
    case 'FeePaid':
      return push('payment', {
        ...{ ...car, pay_serial: `P${event.sequenceNumber}`, pay_value: String(event.paidFen) },
        pay_time: msTextOf(event.paidAt),
      })
    case 'PlateCorrected':
      return push('update', { ...car, flow_no: `U${event.sequenceNumber}`, operate_time: event.at })
    case 'ExemptionHonoured':
      return push('mcoupon/grant/sync', {
        ...{ parking_serial: event.stayId, grant_serial: serialOf(event.grantKey), status: '1', apply_status: '1' },
        ...{ coupon_value: String(event.minutesApplied), apply_value: String(event.feeWaivedFen) },
        ...{ total_value: String(event.feeBeforeFen), apply_time: event.at },
      })
    case 'ExemptionDenied':
      return push('mcoupon/grant/sync', {
        ...{ parking_serial: event.stayId, grant_serial: serialOf(event.grantKey) },
        status: event.reasonCode === 'Revoked' ? '-1' : '-2',
        ...{ status_desc: event.reasonCode, apply_time: event.at },
      })
    case 'FeeDue':
      return undefined
  }
}

const push = (name: string, fields: Fields): Push => ({ path: `/internal/${name}`, fields })

const leaving = (event: GateEvent & { type: 'VehicleExited' }, fees: { total: number; free: number }): Fields => ({
  ...{ leave_gate: event.laneId ?? '', enter_time: msTextOf(event.enteredAt), leave_time: msTextOf(event.exitedAt) },
  parking_time: String(Math.max(0, Math.floor(msBetween(event.enteredAt, event.exitedAt) / 1_000))),
  ...{ total_value: String(fees.total), free_value: String(fees.free) },
})

function feesOf(
  events: readonly GateEvent[],
  index: number,
  exit: GateEvent & { type: 'VehicleExited' },
): { total: number; free: number } {
  const waiver = events
    .slice(Math.max(0, index - NEAR), index)
    .findLast(each => each.type === 'ExemptionHonoured' && each.stayId === exit.stayId)
  if (waiver?.type === 'ExemptionHonoured') return { total: waiver.feeBeforeFen, free: waiver.feeWaivedFen }
  return { total: exit.paidFen + (exit.dueFen ?? 0), free: 0 }
}
