import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { vocabularyPage } from '../../server/contract/vocabulary.ts'
import { campaigns } from '../campaign/campaigns.ts'
import { ROOT } from './cruise.ts'
import { files, textOf } from './tree.ts'

const RULE = /\b[A-Z]{1,3}\d{1,3}\b/g
/** The brackets at the head of a test title, as in `[EV3] …` and `[RC1, EX3] …`. */
const QUOTED = /['"`]\[([A-Z]{1,3}\d{1,3}(?:[ ,–]+[A-Z]{1,3}\d{1,3})*)\]/g

const quotedIn = (text: string): string[] => [...text.matchAll(QUOTED)].flatMap(match => match[1]!.match(RULE) ?? [])
/** A rule stands in the spec in bold, in a list or in the first column of a table. */
const rulesIn = (spec: string): string[] =>
  [...spec.matchAll(/^(?:- |\| )\*\*([A-Z]{1,3}\d{1,3})\*\* /gm)].map(match => match[1]!)

const spec = textOf('docs/spec.md')
const rules = rulesIn(spec)
/** What is run, and a suite that is run by several. */
const isTest = (path: string): boolean => /^test\/.*(\.test\.tsx?|\/suite\/[a-z]+\.ts)$/.test(path)
const quoted = new Set(files.filter(isTest).flatMap(path => quotedIn(textOf(path))))

test('[AR7] docs/vocabulary.md is what the contract says now', () => {
  const page = vocabularyPage()
  expect(page.length).toBeGreaterThan(10_000)
  expect(textOf('docs/vocabulary.md'), 'npm run vocabulary').toBe(page)
})

test('[AR7] every rule a test quotes stands in docs/spec.md, once', () => {
  expect(quoted.size).toBeGreaterThan(150)
  expect(rules.length).toBeGreaterThan(180)
  expect([...quoted].filter(rule => !rules.includes(rule)).sort()).toEqual([])
  expect(rules.filter((rule, index) => rules.indexOf(rule) !== index)).toEqual([])
  expect(quotedIn(`test('[${'ZZ9'}] never', () => 1)`)).toEqual(['ZZ9'])
})

test('[AR7] every rule of docs/spec.md is quoted by a test', () => {
  expect(rules.filter(rule => !quoted.has(rule))).toEqual([])
})

const isInvariant = (name: string): boolean => /^I-\d+$/.test(name) && spec.includes(`\n| ${name} | `)
/** Before the first colon. */
const namedBy = (what: string): string[] => what.split(':')[0]!.split(', ')

test('[AR7] every campaign names the rules and invariants it tries, and each stands in docs/spec.md', () => {
  expect(campaigns.length).toBeGreaterThan(20)
  const unknown = campaigns.flatMap(({ name, what }) =>
    namedBy(what).flatMap(rule => (rules.includes(rule) || isInvariant(rule) ? [] : `${name}: ${rule}`)),
  )
  expect(unknown).toEqual([])
})

test('[AR7] docs/operating.md tells what each campaign does', () => {
  expect(campaigns.flatMap(({ name }) => (textOf('docs/operating.md').includes(`\`${name}\``) ? [] : name))).toEqual([])
})

const pages = files.filter(path => path.endsWith('.md'))
const LINK = /\]\((?!https?:|#)([^)#\s]+)/g
const brokenIn = (path: string, text: string): string[] =>
  [...text.matchAll(LINK)].map(match => match[1]!).filter(target => !existsSync(join(ROOT, dirname(path), target)))

test('[AR7] every link of a page leads to a file', () => {
  expect(pages.length).toBeGreaterThan(12)
  expect(pages.flatMap(path => brokenIn(path, textOf(path)).map(target => `${path} → ${target}`))).toEqual([])
  expect(brokenIn('docs/spec.md', 'see [it](nowhere.md)')).toEqual(['nowhere.md'])
})

test('[AR7] from the README to the rule of free parking, and to its code, are three hops', () => {
  expect(textOf('README.md')).toContain('A valid evaluation earns free parking, whatever its level')
  expect(textOf('README.md')).toContain('(docs/spec.md#ex--free-parking)')
  const section = spec.slice(spec.indexOf('\n## EX — free parking'), spec.indexOf('\n## RC '))
  expect(section).toContain('A valid evaluation earns free parking, whatever its level.')
  expect(section).toContain('(../server/src/exemptions/entitlement.ts)')
  expect(textOf('server/src/exemptions/entitlement.ts')).toContain('export function entitlement(')
})

/** What each process reads from its environment, by the names in its own source. */
const settings = {
  hub: namesIn('server/src/hub/process/config.ts', /^ {2}([A-Z_]+): z\b/gm),
  bridge: namesIn('parking-bridge/src/config.ts', /(?:read|given)\('([A-Z_]+)'/g),
  gate: namesIn('parking-bridge/simulated-gate/src/config.ts', /^ {2}([A-Z_]+): /gm),
}

function namesIn(path: string, pattern: RegExp): string[] {
  return [...textOf(path).matchAll(pattern)].map(match => match[1]!)
}

test('[AR7] every setting is told in the pages, and the compose file sets no other', () => {
  for (const names of Object.values(settings)) expect(names.length).toBeGreaterThan(10)
  const told = (page: string, names: string[]): string[] => names.filter(name => !textOf(page).includes(`\`${name}\``))
  expect(told('docs/operating.md', [...settings.hub, ...settings.bridge])).toEqual([])
  expect(told('parking-bridge/simulated-gate/README.md', settings.gate)).toEqual([])
  expect(told('docs/operating.md', ['NO_SUCH_SETTING'])).toEqual(['NO_SUCH_SETTING'])
  const known = Object.values(settings).flat()
  const set = namesIn('docker-compose.yml', /^ {6}([A-Z_]+): /gm)
  expect(set.length).toBeGreaterThan(15)
  expect(set.filter(name => !known.includes(name))).toEqual([])
})

/** Which volumes each service of a compose file sees, by its name; what several share stands under the name it has there. */
function mountsOf(text: string): Record<string, string[]> {
  const mounts: Record<string, string[]> = {}
  let [top, section] = ['', '']
  for (const line of text.split('\n')) {
    top = /^([a-z-]+):/.exec(line)?.[1] ?? top
    section = top === 'services' ? (/^ {2}([a-z0-9-]+):/.exec(line)?.[1] ?? section) : top
    const volume = /^ +- ([a-z-]+):\//.exec(line)?.[1]
    if (volume !== undefined) mounts[section] = [...(mounts[section] ?? []), volume]
  }
  return mounts
}

test('[AC5] in the compose file only the hubs and what founds and hands over see the folder of the hall', () => {
  // given the services and what they share · when their volumes are read · then gate and bridge have only their own
  expect(mountsOf(textOf('docker-compose.yml'))).toEqual({
    'x-hub': ['hall-data'],
    mongodb: ['mongo-data'],
    founding: ['hall-data'],
    handover: ['hall-data', 'gate-keys', 'bridge-keys'],
    gate: ['gate-data', 'gate-keys', 'certificates'],
    bridge: ['bridge-data', 'bridge-keys', 'certificates'],
  })
})

const git = (...words: string[]) => spawnSync('git', words, { cwd: ROOT, encoding: 'utf8' })
const answers = (...words: string[]): boolean => git(...words).status === 0

/** Why the history cannot be asked here. */
const why = !answers('rev-parse', '--git-dir')
  ? 'there is no git, or no repository: the history cannot be asked'
  : git('rev-parse', '--is-shallow-repository').stdout.trim() === 'true'
    ? 'this is a shallow clone: older commits are not in it'
    : undefined

/** The first word: a run on a changed tree says so behind it. */
const commitOf = (page: string): string =>
  (JSON.parse(textOf(`docs/evidence/${page}`)) as { commit: string }).commit.split(' ')[0]!
const stands = (commit: string): boolean =>
  /^[0-9a-f]{40}$/.test(commit) && answers('cat-file', '-e', `${commit}^{commit}`)

test(`[AR42] every page of evidence names a commit of the history${why === undefined ? '' : ` (left out: ${why})`}`, context => {
  context.skip(why !== undefined, why)
  const pages = readdirSync(join(ROOT, 'docs/evidence')).filter(page => page.endsWith('.json'))
  expect(pages.length).toBeGreaterThan(30)
  expect(stands('0123456789012345678901234567890123456789')).toBe(false)
  const astray = pages.filter(page => !stands(commitOf(page)))
  expect(astray, 'made on a commit that is gone: run them again').toEqual([])
})
