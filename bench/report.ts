import { availableParallelism, cpus } from 'node:os'
import { build, type Histogram } from 'hdr-histogram-js'

/** Times in microseconds, to three digits, up to a minute. */
export const stopwatch = (): Histogram =>
  build({ lowestDiscernibleValue: 1, highestTrackableValue: 60_000_000, numberOfSignificantValueDigits: 3 })

export interface Row {
  what: string
  /** Ours, or the floor or peer it stands beside in the same run. */
  side: 'pingting' | 'floor' | 'peer'
  perSecond: number
  p50Ms?: number
  p99Ms?: number
  maxMs?: number
  samples: number
}

export const quantiles = (times: Histogram): Pick<Row, 'p50Ms' | 'p99Ms' | 'maxMs' | 'samples'> => ({
  p50Ms: times.getValueAtPercentile(50) / 1_000,
  p99Ms: times.getValueAtPercentile(99) / 1_000,
  maxMs: times.maxValue / 1_000,
  samples: times.totalCount,
})

const cell = (value: number | undefined, digits = 2): string =>
  (value === undefined ? '–' : value.toFixed(digits)).padStart(10)

/** A table for people, and a line of JSON for machines. */
export function print(rows: readonly Row[]): void {
  console.log(
    `\n${cpus()[0]?.model ?? 'unknown processor'}, ${availableParallelism()} cores, node ${process.versions.node}`,
  )
  console.log(
    `${'what'.padEnd(58)}${'per s'.padStart(10)}${'p50 ms'.padStart(10)}${'p99 ms'.padStart(10)}${'max ms'.padStart(10)}${'samples'.padStart(10)}`,
  )
  for (const row of rows) {
    const name = `${row.side === 'pingting' ? '' : `  ${row.side}: `}${row.what}`
    console.log(
      `${name.padEnd(58)}${cell(row.perSecond, 0)}${cell(row.p50Ms)}${cell(row.p99Ms)}${cell(row.maxMs)}${cell(row.samples, 0)}`,
    )
  }
  console.log(JSON.stringify(rows))
}
