import { type Evidence, keep, type Moment, machineOf, momentNow, runOf } from '../../test/campaign/harness/evidence.ts'
import { reached } from './aims.ts'
import { cellsOf, HEADS, type Row } from './report.ts'

const lineOf = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`

function aimsOf({ claims }: Evidence): string {
  if (claims.length === 0) return 'Measured without an aim.'
  const lines = claims.map(({ what, holds, found = '' }) => lineOf([what, holds ? 'yes' : '**no**', found]))
  return [lineOf(['aim', 'reached', 'found']), '|---|---|---|', ...lines].join('\n')
}

const pageOf = (evidence: Evidence, rows: readonly Row[]): string => `# ${evidence.name}

${aimsOf(evidence)}

${lineOf(HEADS)}
${lineOf(HEADS.map(() => '---'))}
${rows.map(row => lineOf(cellsOf(row))).join('\n')}

| | |
|---|---|
| commit | ${evidence.commit} |
| date | ${evidence.date} |
| machine | ${machineOf(evidence)} |
| load (1 min), start → end | ${evidence.load?.start} → ${evidence.load?.end} |
| wall time | ${evidence.wallSeconds} s |
| command | \`${evidence.command}\` |
`

/** A page and a row of the table of evidence. An aim that was not reached is said as such, and is no fault. */
export function keepBench(bench: string, rows: readonly Row[], started: Moment): void {
  const claims = reached(bench, rows)
  const told = claims.map(({ what, holds, found }) => `${what}: ${found}${holds ? '' : ' (not reached)'}`)
  const evidence: Evidence = {
    ...{ name: `bench-${bench}`, what: '', line: told.join('; '), claims, figures: {}, counts: {} },
    ...runOf(started, momentNow()),
    holds: claims.every(({ holds }) => holds),
    command: `npm run bench -- ${bench} --keep`,
  }
  keep(evidence, pageOf(evidence, rows))
}
