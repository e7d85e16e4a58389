import { dirname, relative } from 'node:path'

/** What the coverage provider writes of one file: each branch with its arms, and how often each arm was taken. */
interface Place {
  start: { line?: number; column?: number }
}
interface Branch {
  type: string
  loc: Place
  locations: Place[]
}
export interface FileCoverage {
  path: string
  branchMap: Record<string, Branch>
  b: Record<string, number[]>
}

export interface Measured {
  /** From the root of the house. */
  path: string
  arms: number
  taken: number
  /** Lines of arms never taken, ascending. */
  missedLines: number[]
}

/**
 * A file that ran in the test's own process and in another was read by the provider twice, as two texts with one map
 * each: they agree where a branch begins, and not always where it ends. Such a branch is one.
 */
function oncePerBranch({ branchMap, b }: FileCoverage): { branch: Branch; tallies: number[] }[] {
  const read = Object.entries(b).map(([id, tallies]) => ({ branch: branchMap[id]!, tallies }))
  const nameOf = ({ branch: { type, loc, locations } }: (typeof read)[number]): string =>
    `${type} ${loc.start.line}:${loc.start.column} ${locations.length}`
  return [...Map.groupBy(read, nameOf).values()].map(twins => ({
    branch: twins[0]!.branch,
    tallies: twins[0]!.tallies.map((_, arm) => Math.max(...twins.map(({ tallies }) => tallies[arm]!))),
  }))
}

export function measured(coverage: Record<string, FileCoverage>, root: string): Measured[] {
  return Object.values(coverage)
    .map(file => {
      const branches = oncePerBranch(file)
      const arms = branches.reduce((sum, { tallies }) => sum + tallies.length, 0)
      const missed = branches.flatMap(({ branch: { loc, locations }, tallies }) =>
        tallies.flatMap((tally, arm) => (tally > 0 ? [] : [locations[arm]?.start.line ?? loc.start.line ?? 0])),
      )
      const missedLines = [...new Set(missed)].sort((one, other) => one - other)
      return { path: relative(root, file.path), arms, taken: arms - missed.length, missedLines }
    })
    .sort((one, other) => (one.path < other.path ? -1 : 1))
}

export interface Row {
  folder: string
  kind: 'pure' | 'rest'
  files: number
  arms: number
  taken: number
}

const sumOf = (files: readonly Measured[]): { files: number; arms: number; taken: number } => ({
  files: files.length,
  arms: files.reduce((sum, { arms }) => sum + arms, 0),
  taken: files.reduce((sum, { taken }) => sum + taken, 0),
})

/** A row for each folder and kind, and one for each kind at the end. */
export function rowsOf(files: readonly Measured[], isPure: (path: string) => boolean): Row[] {
  const kindOf = ({ path }: Measured): Row['kind'] => (isPure(path) ? 'pure' : 'rest')
  const kinds = ['pure', 'rest'] as const
  const folders = [...Map.groupBy(files, ({ path }) => dirname(path))]
  const rows = folders.flatMap(([folder, inside]) =>
    kinds.map(kind => ({ folder, kind, ...sumOf(inside.filter(file => kindOf(file) === kind)) })),
  )
  const totals = kinds.map(kind => ({ folder: 'all', kind, ...sumOf(files.filter(file => kindOf(file) === kind)) }))
  return [...rows.filter(row => row.files > 0), ...totals]
}

/** Percent of arms taken, rounded down to a tenth so that 100 means every one; a folder without a branch is whole. */
export const percentOf = ({ arms, taken }: { arms: number; taken: number }): number =>
  arms === 0 ? 100 : Math.floor((taken / arms) * 1_000) / 10

export const PURE_PERCENT_MIN = 100
export const REST_PERCENT_MIN = 85

/** What is not reached, as sentences: each folder of rules for itself, the rest as a whole. */
export function shortfalls(rows: readonly Row[]): string[] {
  const asked = rows.filter(({ folder, kind }) => kind === 'pure' || folder === 'all')
  return asked.flatMap(row => {
    const least = row.kind === 'pure' ? PURE_PERCENT_MIN : REST_PERCENT_MIN
    const percent = percentOf(row)
    return percent >= least
      ? []
      : [`${row.kind} ${row.folder}: ${percent} % of branches, at least ${least} % are asked`]
  })
}

/** Where the rules have arms no test took, as `path:line,line`. */
export const missedOf = (files: readonly Measured[], isPure: (path: string) => boolean): string[] =>
  files
    .filter(({ path, missedLines }) => isPure(path) && missedLines.length > 0)
    .map(({ path, missedLines }) => `${path}:${missedLines.join(',')}`)
