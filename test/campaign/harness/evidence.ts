import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus, totalmem } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Campaign, Counts, Outcome } from './campaign.ts'

export const EVIDENCE = fileURLToPath(new URL('../../../docs/evidence', import.meta.url))

/** All that must be known to run it again and to doubt it. */
export interface Evidence {
  name: string
  what: string
  line: string
  holds: boolean
  claims: Outcome['claims']
  figures: Outcome['figures']
  counts: Counts
  seed: number
  commit: string
  date: string
  machine: { cpu: string; cores: number; memoryGb: number; node: string }
  wallSeconds: number
  command: string
}

const git = (...words: string[]): string => spawnSync('git', words, { encoding: 'utf8' }).stdout.trim()

/** The commit, and whether anything but evidence differs from it. */
function commitNow(): string {
  const changed = git('status', '--porcelain', '--', '.', ':!docs/evidence')
  return `${git('rev-parse', 'HEAD')}${changed === '' ? '' : ' with changes'}`
}

export function evidenceOf(
  { name, what }: Campaign,
  { line, claims, figures }: Outcome,
  run: { counts: Counts; seed: number; startedAt: Date; endedAt: Date; command: string },
): Evidence {
  const { counts, seed, startedAt, endedAt, command } = run
  return {
    ...{ name, what, line, claims, figures, counts, seed, command },
    holds: claims.every(claim => claim.holds),
    commit: commitNow(),
    date: endedAt.toISOString(),
    machine: {
      cpu: cpus()[0]?.model ?? 'unknown',
      cores: availableParallelism(),
      memoryGb: Math.round(totalmem() / 2 ** 30),
      node: process.versions.node,
    },
    wallSeconds: Math.round((endedAt.getTime() - startedAt.getTime()) / 100) / 10,
  }
}

const listOf = (values: Readonly<Record<string, number | string>>): string =>
  Object.entries(values)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ')

const machineOf = ({ machine }: Evidence): string =>
  `${machine.cpu}, ${machine.cores} cores, ${machine.memoryGb} GB, Node ${machine.node}`

const pageOf = (evidence: Evidence): string => `# ${evidence.name}

${evidence.what}

**${evidence.holds ? 'Holds' : 'Does not hold'}.** ${evidence.line}

| asserted | holds | found |
|---|---|---|
${evidence.claims.map(({ what, holds, found }) => `| ${what} | ${holds ? 'yes' : '**no**'} | ${(found ?? '').replaceAll('|', '\\|')} |`).join('\n')}

| | |
|---|---|
| counts | ${listOf(evidence.counts)} |
| figures | ${listOf(evidence.figures)} |
| seed | ${evidence.seed} |
| commit | ${evidence.commit} |
| date | ${evidence.date} |
| machine | ${machineOf(evidence)} |
| wall time | ${evidence.wallSeconds} s |
| command | \`${evidence.command}\` |
`

const indexOf = (rows: readonly Evidence[]): string => `# Evidence

One row for each campaign that was run and kept; no row, no claim. Written by \`npm run campaign\`, never by hand.

| campaign | holds | what was found | commit | date | machine | s |
|---|---|---|---|---|---|---|
${rows.map(row => `| [${row.name}](${row.name}.md) | ${row.holds ? 'yes' : '**no**'} | ${row.line} | ${row.commit.slice(0, 10)}${row.commit.endsWith('changes') ? '+' : ''} | ${row.date.slice(0, 16)} | ${row.machine.cores} × ${row.machine.cpu} | ${row.wallSeconds} |`).join('\n')}

A \`+\` behind a commit says that something differed from it.
`

/** Writes one campaign's page and data, and the table of all anew. */
export function keep(evidence: Evidence, folder = EVIDENCE): void {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, `${evidence.name}.json`), `${JSON.stringify(evidence, undefined, 2)}\n`)
  writeFileSync(join(folder, `${evidence.name}.md`), pageOf(evidence))
  const rows = readdirSync(folder)
    .filter(name => name.endsWith('.json'))
    .sort()
    .map(name => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Evidence)
  writeFileSync(join(folder, 'README.md'), indexOf(rows))
}
