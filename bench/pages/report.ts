import { availableParallelism, cpus } from 'node:os'
import { build, type Histogram } from 'hdr-histogram-js'

/** Times in microseconds, to three digits, up to a minute. */
export const stopwatch = (): Histogram =>
  build({ lowestDiscernibleValue: 1, highestTrackableValue: 60_000_000, numberOfSignificantValueDigits: 3 })

export interface Row {
  what: string
  /** Ours, or the floor or peer it stands beside in the same run. */
  side: 'pingting' | 'floor' | 'peer'
  perSecond?: number
  p50Ms?: number
  p99Ms?: number
  maxMs?: number
  samples?: number
  /** For what is neither a rate nor a time: the figure in its own unit. */
  figure?: string
  /** The first number of `figure`, which an aim is set for. */
  value?: number
}

export type Quantiles = Required<Pick<Row, 'p50Ms' | 'p99Ms' | 'maxMs' | 'samples'>>

export const quantiles = (times: Histogram): Quantiles => ({
  p50Ms: times.getValueAtPercentile(50) / 1_000,
  p99Ms: times.getValueAtPercentile(99) / 1_000,
  maxMs: times.maxValue / 1_000,
  samples: times.totalCount,
})

/** The quantiles of times in ms. */
export function quantilesOf(timesMs: Iterable<number>): Quantiles {
  const times = stopwatch()
  for (const ms of timesMs) times.recordValue(Math.max(1, Math.round(ms * 1_000)))
  return quantiles(times)
}

const cell = (value: number | undefined, digits = 2): string => value?.toFixed(digits) ?? '–'

export const HEADS = ['what', 'per s', 'p50 ms', 'p99 ms', 'max ms', 'samples', 'figure'] as const

const nameOf = ({ side, what }: Row): string => (side === 'pingting' ? what : `${side}: ${what}`)

/** One row of the table, on the screen and on a page. */
export const cellsOf = (row: Row): string[] => [
  nameOf(row),
  ...[cell(row.perSecond, 0), cell(row.p50Ms), cell(row.p99Ms), cell(row.maxMs), cell(row.samples, 0)],
  row.figure ?? '',
]

/** A table for people, and a line of JSON for machines. */
export function print(rows: readonly Row[]): void {
  console.log(
    `\n${cpus()[0]?.model ?? 'unknown processor'}, ${availableParallelism()} cores, node ${process.versions.node}`,
  )
  for (const [name, ...cells] of [HEADS, ...rows.map(cellsOf)]) {
    const figure = cells.pop()
    console.log(`${name!.padEnd(78)}${cells.map(text => text.padStart(10)).join('')}  ${figure}`)
  }
  console.log(JSON.stringify(rows))
}
