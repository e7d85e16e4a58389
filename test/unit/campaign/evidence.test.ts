import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { benchesOf } from '../../../bench/benches.ts'
import { campaigns } from '../../campaign/campaigns.ts'
import { type Campaign, Claims, faultsOf, quantile } from '../../campaign/harness/campaign.ts'
import { EVIDENCE, type Evidence, evidenceOf, keep, verdictOf } from '../../campaign/harness/evidence.ts'

const campaign: Campaign = { name: 'one', what: 'JR1: why.', full: { kills: 2 }, quick: { kills: 1 }, run: () => never }
const never = new Promise<never>(() => undefined)
const at = (second: number, load: number, commit = 'abc') => ({
  ...{ at: new Date(Date.UTC(2026, 10, 24, 1, 2, second)), load, commit },
})
const command = 'npm run campaign -- one --set kills=1'
const run = { counts: { kills: 1 }, seed: 5, started: at(0, 1.5), ended: at(9, 3.25, 'def'), command }

test('[AR41] what does not hold is told with what was found, and does not hide what comes after', () => {
  // given claims of which the first does not hold · when the faults are read
  const claims = new Claims()
  claims.none('lost', ['a', 'b', 'c', 'd'])
  claims.atMost('ms back', 3_001, 3_000)
  claims.atLeast('commands', 10, 10)
  const outcome = { line: 'two kills', claims: claims.all, figures: {} }
  // then both that do not hold are there
  expect(faultsOf(outcome)).toEqual(['lost: 4: a | b | c', 'ms back ≤ 3000: 3001'])
  expect(evidenceOf(campaign, outcome, run).holds).toBe(false)
})

test('[AR41] the table has a row for each campaign that was kept, and a page says all that is needed to run it again, with the commit it began on', () => {
  const folder = mkdtempSync(join(tmpdir(), 'evidence-'))
  try {
    // given an outcome that holds · when it is kept twice, and another one once
    const evidence = evidenceOf(campaign, { line: 'two kills: 0 lost', claims: [], figures: { acknowledged: 9 } }, run)
    for (const name of ['one', 'one', 'other']) keep({ ...evidence, name }, undefined, folder)
    // then
    expect(readdirSync(folder).sort()).toEqual(['README.md', 'one.json', 'one.md', 'other.json', 'other.md'])
    const rows = readFileSync(join(folder, 'README.md'), 'utf8').match(/^\| \[.*$/gm)
    expect(rows).toHaveLength(2)
    expect(rows![0]).toContain('two kills: 0 lost')
    const page = readFileSync(join(folder, 'one.md'), 'utf8')
    for (const part of [
      '| asked | kills 2 |',
      '| run | kills 1 |',
      '1.5 → 3.25',
      'acknowledged 9',
      '| seed | 5 |',
      '| commit | abc |',
      '2026-11-24T01:02:09',
      '9 s',
      run.command,
    ])
      expect(page).toContain(part)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

test('[AR41] a time that was not kept is told apart from what must never happen', () => {
  // given a time that was not kept · then it is named so, and beside a loss it excuses nothing
  const late = new Claims()
  late.none('lost', [])
  late.inTime('ms back', 3_001, 3_000)
  expect(verdictOf(late.all)).toBe('all but a time')
  late.none('doubled', ['a'])
  expect(verdictOf(late.all)).toBe('**no**')
  // Where nothing was asserted nothing held.
  expect(verdictOf([])).toBe('–')
})

test('[AR41] docs/evidence has a row for every campaign, with what it says and asks for today, and nothing in it was wrong', () => {
  for (const { name, what, full } of campaigns) {
    const kept = JSON.parse(readFileSync(join(EVIDENCE, `${name}.json`), 'utf8')) as Evidence
    const { counts, asked = counts, claims } = kept
    expect([kept.what, asked], name).toEqual([what, full])
    expect(Object.keys(counts), name).toEqual(Object.keys(asked))
    expect(verdictOf(claims), name).not.toBe('**no**')
  }
})

test('[AR41] docs/evidence has a row for every bench and for coverage, and none of anything else', () => {
  const measured = ['coverage', ...Object.keys(benchesOf(false)).map(name => `bench-${name}`)]
  const kept = readdirSync(EVIDENCE).flatMap(name => (name.endsWith('.json') ? name.slice(0, -'.json'.length) : []))
  expect(kept.sort()).toEqual([...campaigns.map(({ name }) => name), ...measured].sort())
})

test('[AR41] a quantile is a value that was measured', () => {
  expect(quantile([], 0.99)).toBe(0)
  expect(quantile([3, 1, 2], 0.5)).toBe(2)
  expect(
    quantile(
      Array.from({ length: 200 }, (_, n) => n + 1),
      0.99,
    ),
  ).toBe(198)
})
