import { Claims } from '../campaign/harness/campaign.ts'
import { type Evidence, keep, type Moment, machineOf, momentNow, runOf } from '../campaign/harness/evidence.ts'
import { PURE_PERCENT_MIN, percentOf, REST_PERCENT_MIN, type Row } from './table.ts'

const NAME = 'coverage'

const line = (row: Row): string =>
  `| ${row.folder} | ${row.kind} | ${row.files} | ${row.taken} of ${row.arms} | ${percentOf(row).toFixed(1)} |`

/** The page that is kept of a whole run. Percents are rounded down, so that 100 means every one. */
const pageOf = (rows: readonly Row[], evidence: Evidence): string => `# ${NAME}

Branches the tests take: both sides of every \`if\` and \`?:\`, every case of a \`switch\`, both ends of \`&&\`, \`||\` and \`??\`, every default. The files of rules (docs/architecture.md §7) are asked ${PURE_PERCENT_MIN} %, each folder for itself; the rest as a whole ${REST_PERCENT_MIN} %. Written by \`npm run coverage -- --keep\`, never by hand.

**${evidence.holds ? 'Holds' : 'Does not hold'}.** ${evidence.line}

| folder | kind | files | branches | % |
|---|---|---|---|---|
${rows.map(line).join('\n')}

| | |
|---|---|
| commit | ${evidence.commit} |
| date | ${evidence.date} |
| machine | ${machineOf(evidence)} |
| wall time | ${evidence.wallSeconds} s |
| command | \`${evidence.command}\` |

Counted are the tests in \`test/unit\`, \`architecture\`, \`replay\`, \`flow\`, \`simulation\` and of \`edge\` those of the archive, the hub, several hubs, the living hall, the bridge and the gate, in the test's own process and in the processes it starts. Not counted: what a process took that ended by \`kill -9\`; what runs in a browser (the components of the faces, \`.tsx\`; the \`.ts\` beside them counts as its unit tests take it); the campaigns, the benches and the day at speed, whose times are asserted.
`

/** A page and a row of the table of evidence. */
export function keepCoverage(rows: readonly Row[], short: readonly string[], passed: boolean, started: Moment): void {
  const claims = new Claims()
  claims.none('tests that failed', passed ? [] : ['see the run'])
  claims.none('short of what is asked', short)
  const [pure, rest] = (['pure', 'rest'] as const).map(kind => {
    const total = rows.find(row => row.folder === 'all' && row.kind === kind)
    return total === undefined ? 'nothing' : `${percentOf(total).toFixed(1)} % of ${total.arms}`
  })
  const evidence: Evidence = {
    ...{
      name: NAME,
      what: '',
      line: `branches taken: of the rules ${pure}, of the rest ${rest}, without the components of the faces (.tsx)`,
      figures: {},
      counts: {},
    },
    ...{ claims: claims.all, holds: passed && short.length === 0, command: 'npm run coverage -- --keep' },
    ...runOf(started, momentNow()),
  }
  keep(evidence, pageOf(rows, evidence))
}
