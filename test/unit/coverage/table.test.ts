import { expect, test } from 'vitest'
import { type FileCoverage, measured, missedOf, rowsOf, shortfalls } from '../../coverage/table.ts'

const ROOT = '/house'
const place = (line: number, column: number) => ({ start: { line, column } })
const branch = (type: string, line: number, column: number, ...arms: number[]) => ({
  ...{ type, loc: place(line, column), locations: arms.map(arm => place(line, arm)) },
})
type Read = [ReturnType<typeof branch>, number[]]
const fileOf = (path: string, ...read: Read[]): FileCoverage => ({
  path: `${ROOT}/${path}`,
  branchMap: Object.fromEntries(read.map(([branch], id) => [id, branch])),
  b: Object.fromEntries(read.map(([, tallies], id) => [id, tallies])),
})
const measure = (...files: FileCoverage[]) => measured(Object.fromEntries(files.map(file => [file.path, file])), ROOT)

test('[AR10] a branch that two processes ran, told with arms at other columns, is one, and each arm is taken that either took', () => {
  // given `found ? one : other`, read in the test's process and in another, and an `a ?? b` on the same line
  const file = fileOf(
    'rules/decide.ts',
    [branch('cond-expr', 7, 4, 12, 18), [3, 0]],
    [branch('binary-expr', 7, 30, 30, 35), [3, 0]],
    [branch('cond-expr', 7, 4, 4, 16), [0, 1]],
  )
  // when it is measured · then it has four arms, and one is left
  expect(measure(file)).toEqual([{ path: 'rules/decide.ts', arms: 4, taken: 3, missedLines: [7] }])
})

test('[AR10] branches of the same kind on one line stay two', () => {
  const file = fileOf('rules/a.ts', [branch('if', 3, 2, 2, 2), [1, 0]], [branch('if', 3, 20, 20, 20), [0, 1]])
  expect(measure(file)).toEqual([{ path: 'rules/a.ts', arms: 4, taken: 2, missedLines: [3] }])
})

test('[AR10] each folder of rules falls short by one arm, the rest only as a whole', () => {
  // given a folder of rules with one arm of two hundred not taken, and beside it files that are no rules
  const arms = [...Array(199).fill(1), 0]
  const rules = fileOf('rules/decide.ts', [branch('switch', 1, 0, ...arms.keys()), arms])
  const never = fileOf('rules/store.ts', [branch('if', 1, 0, 0, 0), [0, 0]])
  const often = fileOf('hub/main.ts', [branch('switch', 1, 0, ...Array(18).keys()), Array(18).fill(1)])
  const isPure = (path: string): boolean => path.endsWith('decide.ts')
  // when they are measured
  const files = measure(rules, never, often)
  // then
  expect(shortfalls(rowsOf(files, isPure))).toEqual([
    'pure rules: 99.5 % of branches, at least 100 % are asked',
    'pure all: 99.5 % of branches, at least 100 % are asked',
  ])
  expect(missedOf(files, isPure)).toEqual(['rules/decide.ts:1'])
  expect(shortfalls(rowsOf(measure(never, fileOf('hub/a.ts', [branch('if', 1, 0, 0, 0), [1, 1]])), isPure))).toEqual([
    'rest all: 50 % of branches, at least 85 % are asked',
  ])
})
