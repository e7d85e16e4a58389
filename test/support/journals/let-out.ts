import { type Fen, fen } from '@pingting/contract'
import type { Place } from './place.ts'
import { OUT, rawOf } from './visit.ts'

export interface Waiver {
  grantKey: string
  minutesApplied: number
  feeBeforeFen: Fen
  feeWaivedFen: Fen
  feeAfterFen: Fen
}
export const MONEY = { feeBeforeFen: fen(400), feeWaivedFen: fen(400), feeAfterFen: fen(0) }

/** The barrier lets a car go free on a key, whatever its rules are. */
export function letOut(
  place: Place,
  stayId: string,
  waiver: Partial<Waiver> & { grantKey: string },
  where: { at?: string; laneId?: string } = {},
): void {
  waive(place, stayId, waiver, where)
  open(place, stayId, where)
}

/** That an exemption counts is written down, as some do when the fee is asked for, and some when the car has left. */
export function waive(
  { gate, now }: Place,
  stayId: string,
  waiver: Partial<Waiver> & { grantKey: string },
  { at = now, laneId = OUT as string } = {},
): void {
  const { plate = '' } = gate.ledger.stays.get(stayId)!
  const seen = { stayId, plate, plateRaw: rawOf(plate), confidence: 98, laneId, at }
  gate.write({ type: 'ExemptionHonoured', ...seen, minutesApplied: 90, ...MONEY, ...waiver } as never)
}

export function open({ gate, now }: Place, stayId: string, { at = now, laneId = OUT as string } = {}): void {
  const { plate = '', enteredAt } = gate.ledger.stays.get(stayId)!
  const seen = { stayId, plate, plateRaw: rawOf(plate), confidence: 98, laneId, at }
  gate.write({ type: 'VehicleExited', ...seen, enteredAt, exitedAt: at, paidFen: fen(0) } as never)
}
