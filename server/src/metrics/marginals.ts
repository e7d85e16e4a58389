import {
  type Instant,
  LEVELS,
  type Level,
  localHourOf,
  MINUTE_MS,
  type RatingCell,
  type WaitLimitMinutes,
} from '@pingting/contract'
import { type ByLevel, noRatings } from './formulas.ts'

/** Upper edges of the waits' histogram in minutes; what is longer falls into one bin more. */
export const WAIT_EDGES_MINUTES = [1, 2, 3, 5, 10, 15, 20, 30, 45, 60, 90, 120] as const

export interface HourMarginal {
  taken: number
  called: number
  completed: number
  evaluated: number
}

/**
 * What reports are made of: for one hall and business day the sums along each axis, and the few cells of ratings
 * in which somebody has rated. Every field is a sum, so that days add up to a month.
 */
export interface MarginalSums {
  byHour: HourMarginal[]
  /** Active ratings only. */
  counterByLevel: Map<string, ByLevel>
  itemByLevel: Map<string, ByLevel>
  channelByLevel: Map<string, ByLevel>
  /** The same ratings by `counter item channel`, and only such as there are: what a manager looks into. */
  cells: Map<string, ByLevel>
  /** Waits from the ticket to its first call, by the service it was called for and by bin. */
  waitsByItem: Map<string, number[]>
}

/** The same as a document. */
export interface Marginals {
  byHour: HourMarginal[]
  counterByLevel: Record<string, ByLevel>
  itemByLevel: Record<string, ByLevel>
  channelByLevel: Record<string, ByLevel>
  cells: Record<string, ByLevel>
  waitEdgesMinutes: number[]
  waitsByItem: Record<string, number[]>
}

const HOURS = 24

export const noMarginals = (): MarginalSums => ({
  byHour: Array.from({ length: HOURS }, () => ({ taken: 0, called: 0, completed: 0, evaluated: 0 })),
  ...{ counterByLevel: new Map(), itemByLevel: new Map(), channelByLevel: new Map() },
  ...{ cells: new Map(), waitsByItem: new Map() },
})

function rowOf<R>(table: Map<string, R>, key: string, fresh: () => R): R {
  const row = table.get(key) ?? fresh()
  table.set(key, row)
  return row
}

const noWaits = (): number[] => Array.from({ length: WAIT_EDGES_MINUTES.length + 1 }, () => 0)

export function countHour({ byHour }: MarginalSums, at: Instant, what: keyof HourMarginal, sign: 1 | -1): void {
  byHour[localHourOf(at)]![what] += sign
}

/** A wait on an edge belongs to the bin below it. */
export function countWait({ waitsByItem }: MarginalSums, serviceCode: string, waitMs: number, sign: 1 | -1): void {
  const within = WAIT_EDGES_MINUTES.findIndex(edge => waitMs <= edge * MINUTE_MS)
  const bin = within === -1 ? WAIT_EDGES_MINUTES.length : within
  const waits = rowOf(waitsByItem, serviceCode, noWaits)
  waits[bin] = waits[bin]! + sign
}

interface Rating {
  counterId: string
  serviceCode: string
  channel: string
  level: Level
}

/** A rating is never taken back, so it is only ever added. */
export function countRating(sums: MarginalSums, { counterId, serviceCode, channel, level }: Rating): void {
  rowOf(sums.counterByLevel, counterId, noRatings)[level] += 1
  rowOf(sums.itemByLevel, serviceCode, noRatings)[level] += 1
  rowOf(sums.channelByLevel, channel, noRatings)[level] += 1
  rowOf(sums.cells, `${counterId} ${serviceCode} ${channel}`, noRatings)[level] += 1
}

/** None of the three names holds a space. */
export function ratingCells({ cells }: Pick<Marginals, 'cells'>): RatingCell[] {
  return Object.entries(cells).map(([key, byLevel]) => {
    const [counterId = '', serviceCode = '', channel = ''] = key.split(' ')
    return { counterId, serviceCode, channel, byLevel }
  })
}

/** Waits over a limit, which is one of the edges. */
export function lateWaits({ waitsByItem }: MarginalSums, limitMinutes: WaitLimitMinutes): number {
  const over = WAIT_EDGES_MINUTES.indexOf(limitMinutes) + 1
  return [...waitsByItem.values()].flatMap(bins => bins.slice(over)).reduce((sum, tally) => sum + tally, 0)
}

export const marginalsOf = (sums: MarginalSums): Marginals => ({
  byHour: sums.byHour.map(hour => ({ ...hour })),
  counterByLevel: Object.fromEntries([...sums.counterByLevel].map(([key, row]) => [key, { ...row }])),
  itemByLevel: Object.fromEntries([...sums.itemByLevel].map(([key, row]) => [key, { ...row }])),
  channelByLevel: Object.fromEntries([...sums.channelByLevel].map(([key, row]) => [key, { ...row }])),
  cells: Object.fromEntries([...sums.cells].map(([key, row]) => [key, { ...row }])),
  waitEdgesMinutes: [...WAIT_EDGES_MINUTES],
  waitsByItem: Object.fromEntries([...sums.waitsByItem].map(([key, row]) => [key, [...row]])),
})

/** The roll-up of a month: the sums of its days, whichever of them there are. */
export function rollUp(days: readonly Marginals[]): Marginals {
  const sums = noMarginals()
  for (const day of days) {
    for (const [hour, row] of day.byHour.entries())
      for (const what of ['taken', 'called', 'completed', 'evaluated'] as const) sums.byHour[hour]![what] += row[what]
    for (const axis of ['counterByLevel', 'itemByLevel', 'channelByLevel', 'cells'] as const)
      for (const [key, row] of Object.entries(day[axis]))
        for (const level of LEVELS) rowOf(sums[axis], key, noRatings)[level] += row[level]
    for (const [code, bins] of Object.entries(day.waitsByItem)) {
      const waits = rowOf(sums.waitsByItem, code, noWaits)
      for (const [bin, tally] of bins.entries()) waits[bin] = waits[bin]! + tally
    }
  }
  return marginalsOf(sums)
}
