import { type BusinessDay, type Fen, fen, type Instant, localHourOf, MatchClass, sumFen } from '@pingting/contract'
import type { Verdict } from './classify.ts'

export interface Total {
  count: number
  minutes: number
  amountFen: Fen
}

/** All of a pass by class; and of what is settled the control totals that hall and lot compare, each axis on its own. */
export interface Totals {
  byClass: Record<MatchClass, Total>
  settled: Total
  byLane: Map<string, Total>
  /** By the local time a shift begins. */
  byShift: Map<string, Total>
  byDay: Map<BusinessDay, Total>
  byCounter: Map<string, Total>
  byPolicy: Map<string, Total>
}

/** Local times at which the lot's shifts begin, `hh:mm`, ascending; a lot without shifts has one. */
export type Shifts = readonly [string, ...string[]]

const nothing = (): Total => ({ count: 0, minutes: 0, amountFen: fen(0) })

export const noTotals = (): Totals => ({
  byClass: Object.fromEntries(MatchClass.options.map(one => [one, nothing()])) as Totals['byClass'],
  settled: nothing(),
  ...{ byLane: new Map(), byShift: new Map(), byDay: new Map(), byCounter: new Map(), byPolicy: new Map() },
})

/** The shift of a moment. The last one runs over midnight, to where the first begins. */
export function shiftOf(at: Instant, shifts: Shifts): string {
  const clock = `${String(localHourOf(at)).padStart(2, '0')}:${at.slice(14, 16)}`
  return shifts.findLast(begin => begin <= clock) ?? shifts.at(-1)!
}

/** In place: a pass over a month holds one set of them. */
export function addTo(totals: Totals, { matchClass, settled, minutes, amountFen }: Verdict, shifts: Shifts): void {
  add(totals.byClass[matchClass], minutes, amountFen)
  if (settled === undefined) return
  add(totals.settled, minutes, amountFen)
  const { laneId, exitedAt, businessDay, counterId, policyVersion } = settled
  add(rowOf(totals.byLane, laneId), minutes, amountFen)
  add(rowOf(totals.byShift, shiftOf(exitedAt, shifts)), minutes, amountFen)
  add(rowOf(totals.byDay, businessDay), minutes, amountFen)
  add(rowOf(totals.byCounter, counterId), minutes, amountFen)
  add(rowOf(totals.byPolicy, policyVersion), minutes, amountFen)
}

function add(total: Total, minutes: number, amountFen: Fen): void {
  total.count += 1
  total.minutes += minutes
  total.amountFen = sumFen([total.amountFen, amountFen])
}

function rowOf(axis: Map<string, Total>, name: string): Total {
  const row = axis.get(name) ?? nothing()
  axis.set(name, row)
  return row
}
