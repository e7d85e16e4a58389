import { type Evidence, machineOf } from '../campaign/harness/evidence.ts'
import { PURE_PERCENT_MIN, percentOf, REST_PERCENT_MIN, type Row } from './table.ts'

interface Run extends Pick<Evidence, 'commit' | 'machine'> {
  date: string
  wallSeconds: number
  /** What the runner of the tests ended with. */
  passed: boolean
}

const line = (row: Row): string =>
  `| ${row.folder} | ${row.kind} | ${row.files} | ${row.taken} of ${row.arms} | ${percentOf(row).toFixed(1)} |`

/** The page that is kept of a whole run. Percents are rounded down, so that 100 means every one. */
export const pageOf = (rows: readonly Row[], short: readonly string[], run: Run): string => `# coverage

Branches the tests take: both sides of every \`if\` and \`?:\`, every case of a \`switch\`, both ends of \`&&\`, \`||\` and \`??\`, every default. The files of rules (docs/architecture.md §7) are asked ${PURE_PERCENT_MIN} %, each folder for itself; the rest as a whole ${REST_PERCENT_MIN} %. Written by \`npm run coverage -- --keep\`, never by hand.

**${short.length === 0 && run.passed ? 'Holds' : 'Does not hold'}.** ${short.join(' ')}

| folder | kind | files | branches | % |
|---|---|---|---|---|
${rows.map(line).join('\n')}

| | |
|---|---|
| every test passed | ${run.passed ? 'yes' : '**no**'} |
| commit | ${run.commit} |
| date | ${run.date} |
| machine | ${machineOf(run)} |
| wall time | ${run.wallSeconds} s |
| command | \`npm run coverage -- --keep\` |

Counted are the tests in \`test/unit\`, \`architecture\`, \`replay\`, \`flow\`, \`simulation\` and of \`edge\` those of the archive, the hub, several hubs, the living hall, the bridge and the gate, in the test's own process and in the processes it starts. Not counted: what a process took that ended by \`kill -9\`; what runs in a browser (the components of the faces, \`.tsx\`; the \`.ts\` beside them counts as its unit tests take it); the campaigns, the benches and the day at speed, whose times are asserted.
`
