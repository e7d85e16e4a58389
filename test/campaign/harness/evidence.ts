import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Campaign, type Claim, type Counts, type Outcome, rounded } from './campaign.ts'

export const EVIDENCE = fileURLToPath(new URL('../../../docs/evidence', import.meta.url))

/** All that must be known to run it again and to doubt it. */
export interface Evidence {
  name: string
  what: string
  line: string
  holds: boolean
  claims: Outcome['claims']
  figures: Outcome['figures']
  /** What the campaign asks for, which is what was run where it is not told. */
  asked?: Counts
  counts: Counts
  /** Measurements have none. */
  seed?: number
  commit: string
  date: string
  machine: { cpu: string; cores: number; memoryGb: number; node: string }
  /** How many wanted a core, over the last minute: the campaign itself, and whoever else was on it. Older pages have none. */
  load?: { start: number; end: number }
  wallSeconds: number
  command: string
}

const git = (...words: string[]): string => spawnSync('git', words, { encoding: 'utf8' }).stdout.trim()

/** What a run was made on: that it can be made again, and doubted. */
export const machineHere = (): Evidence['machine'] => ({
  cpu: cpus()[0]?.model ?? 'unknown',
  cores: availableParallelism(),
  memoryGb: Math.round(totalmem() / 2 ** 30),
  node: process.versions.node,
})

/** The commit, and whether anything but evidence differs from it. */
function commitNow(): string {
  const changed = git('status', '--porcelain', '--', '.', ':!docs/evidence')
  return `${git('rev-parse', 'HEAD')}${changed === '' ? '' : ' with changes'}`
}

/** When a campaign began or ended, on which commit, and how busy the machine was. */
export const momentNow = (): Moment => ({ at: new Date(), load: rounded(loadavg()[0]!), commit: commitNow() })
export interface Moment {
  at: Date
  load: number
  commit: string
}

/** What every page says of its run. The commit is the one it began with: what is changed meanwhile was not run. */
export const runOf = (started: Moment, ended: Moment) => ({
  ...{ commit: started.commit, machine: machineHere(), date: ended.at.toISOString() },
  load: { start: started.load, end: ended.load },
  wallSeconds: Math.round((ended.at.getTime() - started.at.getTime()) / 100) / 10,
})

export function evidenceOf(
  { name, what, full: asked }: Campaign,
  { line, claims, figures }: Outcome,
  run: { counts: Counts; seed: number; started: Moment; ended: Moment; command: string },
): Evidence {
  const { counts, seed, started, ended, command } = run
  return {
    ...{ name, what, line, claims, figures, asked, counts, seed, command },
    holds: claims.every(claim => claim.holds),
    ...runOf(started, ended),
  }
}

const listOf = (values: Readonly<Record<string, number | string>>): string =>
  Object.entries(values)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ')

export const machineOf = ({ machine }: Pick<Evidence, 'machine'>): string =>
  `${machine.cpu}, ${machine.cores} cores, ${machine.memoryGb} GB, Node ${machine.node}`

const WORDS = {
  yes: 'Holds',
  '–': 'Measured, nothing was asked of it',
  'all but a time':
    'Nothing lost, nothing wrong; what has a time to keep did not keep it on this machine under this load',
  '**no**': 'Does not hold',
}

/** What the table says. A time that was not kept is told apart from what must never happen. */
export function verdictOf(claims: readonly Claim[]): keyof typeof WORDS {
  if (claims.length === 0) return '–'
  const broken = claims.filter(({ holds }) => !holds)
  if (broken.length === 0) return 'yes'
  return broken.every(({ isTiming }) => isTiming === true) ? 'all but a time' : '**no**'
}

const loadOf = ({ load }: Evidence): string => (load === undefined ? 'not kept' : `${load.start} → ${load.end}`)

const pageOf = (evidence: Evidence): string => `# ${evidence.name}

${evidence.what}

**${WORDS[verdictOf(evidence.claims)]}.** ${evidence.line}

| asserted | holds | found |
|---|---|---|
${evidence.claims.map(({ what, holds, found }) => `| ${what} | ${holds ? 'yes' : '**no**'} | ${(found ?? '').replaceAll('|', '\\|')} |`).join('\n')}

| | |
|---|---|
| asked | ${listOf(evidence.asked ?? evidence.counts)} |
| run | ${listOf(evidence.counts)} |
| figures | ${listOf(evidence.figures)} |
| seed | ${evidence.seed} |
| commit | ${evidence.commit} |
| date | ${evidence.date} |
| machine | ${machineOf(evidence)} |
| load (1 min), start → end | ${loadOf(evidence)} |
| wall time | ${evidence.wallSeconds} s |
| command | \`${evidence.command}\` |
`

const indexOf = (rows: readonly Evidence[]): string => `# Evidence

One row for each campaign and each measurement that was run and kept; no row, no claim. Written by \`npm run campaign\`, \`npm run bench -- --keep\` and \`npm run coverage -- --keep\`, never by hand.

| campaign | holds | what was found | commit | date | machine | load | s |
|---|---|---|---|---|---|---|---|
${rows.map(row => `| [${row.name}](${row.name}.md) | ${verdictOf(row.claims)} | ${row.line} | ${row.commit.slice(0, 10)}${row.commit.endsWith('changes') ? '+' : ''} | ${row.date.slice(0, 16)} | ${row.machine.cores} × ${row.machine.cpu} | ${loadOf(row)} | ${row.wallSeconds} |`).join('\n')}

A \`+\` behind a commit says that something differed from it. The load is how many wanted a core, over the last minute, at the start and at the end: where it is above the number of cores at the start somebody else worked on the machine, and times are upper bounds. A page names the counts the campaign asks for and those that were run.
`

/** Writes one page and its data, and the table of all anew. */
export function keep(evidence: Evidence, page = pageOf(evidence), folder = EVIDENCE): void {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, `${evidence.name}.json`), `${JSON.stringify(evidence, undefined, 2)}\n`)
  writeFileSync(join(folder, `${evidence.name}.md`), page)
  const rows = readdirSync(folder)
    .filter(name => name.endsWith('.json'))
    .sort()
    .map(name => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Evidence)
  writeFileSync(join(folder, 'README.md'), indexOf(rows))
}
