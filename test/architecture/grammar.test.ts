import { expect, test } from 'vitest'
import {
  COMPONENT_LINES_MAX,
  dividesFen,
  FILE_LINES_MAX,
  FOLDER_FILES_MAX,
  FUNCTION_LINES_MAX,
  fullFolders,
  longFiles,
  longFunctionNames,
  ownParts,
  partFolders,
} from './exceptions.ts'
import { floatLines, longFunctions, worldlyLines } from './measures.ts'
import { isPure, moduleFiles } from './pure.ts'
import { files, isCode, isProduct, textOf } from './tree.ts'

const code = files.filter(isCode)
const product = code.filter(isProduct)

const GRAMMAR = ['state', 'decide', 'due', 'view', 'store', 'http']

/** `service` alone is forbidden as a layer; the service a visitor comes for is a word of the field. */
const FORBIDDEN_NAME = /(^|[/.-])(utils?|helpers?|common|managers?)([/.-]|$)|(^|[/-])services?(\/|\.tsx?$)/i
const isForbiddenName = (path: string): boolean =>
  FORBIDDEN_NAME.test(path) || /[a-z](Util|Helper|Manager)s?\.tsx?$/.test(path)

/** A place on one person’s machine, or the page of somebody’s own notes. */
const MACHINE_PATH = /(?:^|[\s"'`(=])(?:\/(?:work|home|Users|root)\/[A-Za-z]|[A-Z]:\\[A-Za-z])|\.\.\/shared\b/

const linesOf = (text: string): number => text.split('\n').length - 1

const strays = (found: readonly { module: string; name: string }[]): string[] =>
  found.filter(({ module, name }) => !GRAMMAR.includes(name) && ownParts[module]?.[name] === undefined).map(toPath)
const toPath = ({ module, name }: { module: string; name: string }): string => `${module}/${name}.ts`

/** Folders inside modules, at whatever depth. */
const inFolders = (paths: readonly string[]): string[] => {
  const found = paths.flatMap(path => /^server\/src\/(?!hub\/)([a-z]+\/.+)\/[^/]+$/.exec(path)?.[1] ?? [])
  return [...new Set(found)].sort()
}
const namedFolders = Object.entries(partFolders).flatMap(([module, folders]) =>
  Object.keys(folders).map(folder => `${module}/${folder}`),
)

test('[AR2] a module folder holds the files of the grammar, its named parts and its named folders', () => {
  expect(moduleFiles.length).toBeGreaterThan(30)
  expect(strays(moduleFiles)).toEqual([])
  expect(inFolders(files)).toEqual([...namedFolders].sort())
  const named = Object.entries(ownParts).flatMap(([module, parts]) =>
    Object.keys(parts).map(name => toPath({ module, name })),
  )
  expect(named.filter(part => !files.includes(`server/src/${part}`))).toEqual([])
  expect(strays([{ module: 'tickets', name: 'misc' }])).toEqual(['tickets/misc.ts'])
  expect(inFolders(['server/src/tickets/more/x.ts', 'server/src/tickets/state.ts'])).toEqual(['tickets/more'])
})

test('[AR3] what decides touches no clock, randomness, process, timer or network', () => {
  const pure = product.filter(isPure)
  expect(pure.length).toBeGreaterThan(55)
  const touched = pure.flatMap(path => worldlyLines(textOf(path)).map(line => `${path}:${line}`))
  expect(touched).toEqual([])
})

test.each([
  ['const at = Date.now()'],
  ['const at = new Date()'],
  ['const at = Date()'],
  ['const one = Math.random()'],
  ['const home = process.env'],
  ['setTimeout(() => 1, 5)'],
  ['await fetch(url)'],
  ['const id = crypto.randomUUID()'],
])('[AR3] "%s" is found', line => {
  expect(worldlyLines(`// a first line\n${line}\n`)).toEqual([2])
})

test('[AR3] reading a text as a date touches no clock, and neither does a sentence about one', () => {
  expect(worldlyLines("// never Date.now()\nconst ms = Date.parse(at)\nconst word = 'fetch(url)'\n")).toEqual([])
  expect(worldlyLines('const text = new Date(ms).toISOString()\n')).toEqual([])
})

test('[RB9] no product file divides money or makes a float of it, but those that are named', () => {
  const named = product.filter(path => floatLines(path, textOf(path)).length > 0)
  expect(product.length).toBeGreaterThan(250)
  expect(named.sort()).toEqual(Object.keys(dividesFen).sort())
})

test.each([
  'const yuan = amountFen / 100',
  'const yuan = (row.feeWaivedFen ?? 0) / 100',
  'const half = -sum.totalFen! / 2',
  'totalFen /= 2',
  'row.fen / 100',
  "row['paidFen'] / 100",
  'text = dueFen.toFixed(2)',
  'text = (row.dueFen as number).toPrecision(3)',
  'const due = parseFloat(dueFen)',
  'const due = Number(row.dueFen)',
  'const due = Number.parseFloat(row.dueFen)',
])('[RB9] "%s" is found', line => {
  expect(floatLines('x.ts', `// a first line\n${line}\n`)).toEqual([2])
})

test('[RB9] whole arithmetic, a comparison and a sentence are none of it', () => {
  const text = "// totalFen / 2\nconst due = feeFen - paidFen\nconst word = 'amountFen / 100'\nconst many = rows / 2\n"
  expect(floatLines('x.ts', text)).toEqual([])
})

test('[AR4] files are short', () => {
  const read = files.filter(path => isCode(path) || path.endsWith('.css'))
  expect(read.length).toBeGreaterThan(330)
  const long = read.filter(path => linesOf(textOf(path)) > FILE_LINES_MAX)
  expect(long.sort()).toEqual(Object.keys(longFiles).sort())
  expect(linesOf('\n'.repeat(301))).toBeGreaterThan(FILE_LINES_MAX)
})

test('[AR4] functions are short', () => {
  const maxOf = (path: string): number => (path.endsWith('.tsx') ? COMPONENT_LINES_MAX : FUNCTION_LINES_MAX)
  const long = code.flatMap(path => longFunctions(path, textOf(path), maxOf(path)).map(({ name }) => `${path} ${name}`))
  expect(long.sort()).toEqual(Object.keys(longFunctionNames).sort())
  const lines = (count: number): string => '  work()\n'.repeat(count)
  expect(longFunctions('x.ts', `function f() {\n${lines(49)}}`, 50)).toEqual([{ name: 'f', line: 1, lines: 51 }])
  expect(longFunctions('x.ts', `function f() {\n${lines(48)}}`, 50)).toEqual([])
  expect(longFunctions('x.ts', `const f = () => {\nconst g = () => {\n${lines(48)}}\n${lines(40)}}`, 50)).toEqual([])
})

test('[AR4] folders are small', () => {
  const tallies = Map.groupBy(files, path => path.split('/').slice(0, -1).join('/'))
  expect(tallies.size).toBeGreaterThan(50)
  const full = [...tallies].filter(([folder, inside]) => folder !== '' && inside.length > FOLDER_FILES_MAX)
  expect(full.map(([folder]) => folder).sort()).toEqual(Object.keys(fullFolders).sort())
})

test('[AR4] no file says nothing of itself', () => {
  expect(code.filter(isForbiddenName)).toEqual([])
  for (const path of [
    'server/src/utils/x.ts',
    'server/src/hub/helpers.ts',
    'a/common.ts',
    'a/QueueManager.ts',
    'a/ticket-service.ts',
  ])
    expect(isForbiddenName(path), path).toBe(true)
})

test('[AR5] nothing names a place on somebody’s machine', () => {
  const texts = files.filter(path => /\.(ts|tsx|mjs|json|md|yml|yaml|css|html|xml)$|Dockerfile|\.ci\/run/.test(path))
  expect(texts.length).toBeGreaterThan(360)
  const own = 'test/architecture/grammar.test.ts'
  const found = texts.filter(
    path =>
      path !== own &&
      textOf(path)
        .split('\n')
        .some(line => MACHINE_PATH.test(line)),
  )
  expect(found).toEqual([])
  for (const line of [
    "open('/home/me/x')",
    `see ${['', 'work', 'notes'].join('/')}`,
    'C:\\Users\\me',
    ['..', 'shared', 'page.md'].join('/'),
  ])
    expect(MACHINE_PATH.test(line), line).toBe(true)
  expect(MACHINE_PATH.test('https://example.org/home/page')).toBe(false)
})
