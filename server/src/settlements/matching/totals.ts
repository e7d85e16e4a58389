import {
  type BusinessDay,
  type Fen,
  fen,
  type Instant,
  localHourOf,
  MatchClass,
  type SettlementAdjustment,
  sumFen,
} from '@pingting/contract'
import type { Verdict } from './classify.ts'

export interface Total {
  count: number
  minutes: number
  amountFen: Fen
}

/** Each axis on its own. */
interface Axes {
  byLane: Map<string, Total>
  /** By the local time a shift begins. */
  byShift: Map<string, Total>
  byDay: Map<BusinessDay, Total>
  byCounter: Map<string, Total>
  byPolicy: Map<string, Total>
}

/**
 * All of a pass by class; of what is settled the control totals that hall and lot compare; what was adjusted likewise,
 * where `-` stands for what nobody knows; and both together, as the settlement has it.
 */
export interface Totals extends Axes {
  byClass: Record<MatchClass, Total>
  settled: Total
  adjusted: Axes & { sum: Total }
  whole: Total
}

/** Local times at which the lot's shifts begin, `hh:mm`, ascending; a lot without shifts has one. */
export type Shifts = readonly [string, ...string[]]

const nothing = (): Total => ({ count: 0, minutes: 0, amountFen: fen(0) })
const noAxes = (): Axes => ({
  ...{ byLane: new Map(), byShift: new Map(), byDay: new Map(), byCounter: new Map(), byPolicy: new Map() },
})

export const noTotals = (): Totals => ({
  byClass: Object.fromEntries(MatchClass.options.map(one => [one, nothing()])) as Totals['byClass'],
  ...{ settled: nothing(), whole: nothing(), ...noAxes(), adjusted: { sum: nothing(), ...noAxes() } },
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
  const line = { minutes: settled.minutes, amountFen: settled.feeWaivedFen }
  add(totals.settled, line.minutes, line.amountFen)
  add(totals.whole, line.minutes, line.amountFen)
  addAlong(totals, settled, line, shifts)
}

/** In place, beside what is settled. */
export function addAdjustment(totals: Totals, row: SettlementAdjustment, shifts: Shifts): void {
  add(totals.adjusted.sum, row.minutes, row.amountFen)
  add(totals.whole, row.minutes, row.amountFen)
  addAlong(totals.adjusted, row, row, shifts)
}

type Placed = Pick<SettlementAdjustment, 'laneId' | 'exitedAt' | 'businessDay' | 'counterId' | 'policyVersion'>

function addAlong(axes: Axes, placed: Placed, { minutes, amountFen }: Omit<Total, 'count'>, shifts: Shifts): void {
  const { laneId = UNKNOWN, exitedAt, businessDay, counterId = UNKNOWN, policyVersion = UNKNOWN } = placed
  add(rowOf(axes.byLane, laneId), minutes, amountFen)
  add(rowOf(axes.byShift, exitedAt === undefined ? UNKNOWN : shiftOf(exitedAt, shifts)), minutes, amountFen)
  add(rowOf(axes.byDay, businessDay), minutes, amountFen)
  add(rowOf(axes.byCounter, counterId), minutes, amountFen)
  add(rowOf(axes.byPolicy, policyVersion), minutes, amountFen)
}

const UNKNOWN = '-'

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
