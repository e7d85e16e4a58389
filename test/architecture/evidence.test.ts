import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ROOT } from './cruise.ts'
import { textOf } from './tree.ts'

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
