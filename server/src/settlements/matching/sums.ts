import { type Fen, fen, type SettlementRow, subFen, sumFen } from '@pingting/contract'
import type { Fees, GrantedRow, UsedRow } from './rows.ts'

/** What a verdict comes to. */
export interface Sums {
  minutes: number
  amountFen: Fen
}

export const difference = (one: Fen, other: Fen): Fen => (one > other ? subFen(one, other) : subFen(other, one))

export const largest = (amounts: readonly Fen[]): Fen =>
  amounts.reduce((most, amount) => (amount > most ? amount : most), fen(0))

/** What uses freed. */
export const sumOf = (used: readonly UsedRow[]): Sums => ({
  minutes: used.reduce((sum, { minutes }) => sum + minutes, 0),
  amountFen: sumFen(used.map(({ feeWaivedFen }) => feeWaivedFen)),
})

/**
 * A use of which hall and gate, or its own fees, say different things is in no settlement, and nobody knows yet who is
 * right: what it comes to is the most that may be due for it.
 */
export function mostOf(booked: (Fees & { minutes: number }) | undefined, use: UsedRow | undefined): Sums {
  const words = [booked, use].flatMap(word => word ?? [])
  const between =
    booked === undefined || use === undefined
      ? []
      : [difference(booked.feeWaivedFen, use.feeWaivedFen), difference(booked.feeAfterFen, use.feeAfterFen)]
  return {
    minutes: Math.max(0, ...words.map(({ minutes }) => minutes)),
    amountFen: largest([...words.flatMap(word => [difference(word.feeWaivedFen, fen(0)), strayOf(word)]), ...between]),
  }
}

/** By how much its own fees do not add up. */
const strayOf = ({ feeBeforeFen, feeWaivedFen, feeAfterFen }: Fees): Fen =>
  difference(subFen(feeBeforeFen, feeWaivedFen), feeAfterFen)

/** A line of the settlement. */
export function lineOf({ key, businessDay, counterId, policyVersion }: GrantedRow, use: UsedRow): SettlementRow {
  const { laneId, stayId, exitedAt, minutes, feeBeforeFen, feeWaivedFen, feeAfterFen } = use
  return {
    ...{ kind: 'use', key, businessDay, counterId, policyVersion, laneId, stayId, exitedAt },
    ...{ minutes, feeBeforeFen, feeWaivedFen, feeAfterFen },
  }
}
