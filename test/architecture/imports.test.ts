import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { look, ROOT } from './cruise.ts'
import { awaited } from './exceptions.ts'
import { rules } from './rules.ts'
import { files, textOf } from './tree.ts'

const PRODUCT = ['server', 'parking-bridge', 'hall-display']

const folder = mkdtempSync(join(tmpdir(), 'pingting-imports-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** One sin a rule, in files named as the house names its own. Every other file is imported by somebody. */
const sinners: Record<string, string[]> = {
  'no-cycles': ['server/src/hub/egg.ts', './hen.ts'],
  'no-unresolved': ['server/src/hub/lost.ts', './nowhere.ts'],
  'contract-is-the-ground': ['server/contract/src/words/curious.ts', '../../../src/tickets/state.ts'],
  'door-knows-nobody': ['server/embedded-mongo/src/nosy.ts', '../../contract/src/index.ts'],
  'modules-are-strangers': ['server/src/counters/decide.ts', '../tickets/state.ts'],
  'pure-imports-pure': ['server/src/tickets/state.ts', 'mongoose'],
  'only-papers-are-sheets': ['server/src/metrics/http.ts', 'csv-parse'],
  'only-two-see-all': ['server/src/overview.ts', './tickets/state.ts'],
  'only-the-hub-talks': ['server/src/tickets/http.ts', 'ioredis'],
  'only-stores-store': ['server/src/halls/http.ts', 'mongoose'],
  'faces-know-the-contract': ['hall-display/src/board/Board.tsx', '../../../server/src/hub/hen.ts'],
  'bridge-knows-the-contract': ['parking-bridge/src/bridge.ts', '../../hall-display/src/hub/wire.ts'],
  'gate-knows-the-contract': ['parking-bridge/simulated-gate/src/ledger.ts', '../../src/bridge.ts'],
  'opcua-stays-in-its-skin': ['parking-bridge/src/delivery/pull.ts', 'node-opcua'],
  'nobody-imports-main': ['server/src/hub/again.ts', '../main.ts'],
  'product-knows-no-tests': ['server/src/hub/tested.ts', '../../../test/support/given.ts'],
  'house-knows-no-launcher': ['server/src/hub/launched.ts', '../../living-hall/house.ts'],
  'no-orphans': ['server/src/hub/alone.ts', ''],
}
const innocents: Record<string, string> = {
  'package.json':
    '{"name":"sinners","type":"module","dependencies":{"mongoose":"1.0.0","ioredis":"1.0.0","node-opcua":"1.0.0","csv-parse":"1.0.0"}}',
  'server/src/hub/hen.ts': "import './egg.ts'\nexport const hen = 1\n",
  'server/src/main.ts': "import './hub/hen.ts'\nexport const main = 1\n",
  'server/contract/src/index.ts': 'export const contract = 1\n',
  'server/living-hall/house.ts': 'export const house = 1\n',
  'hall-display/src/hub/wire.ts': 'export const wire = 1\n',
  'test/support/given.ts': 'export const given = 1\n',
  ...Object.fromEntries(
    ['mongoose', 'ioredis', 'node-opcua', 'csv-parse'].flatMap(name => [
      [`node_modules/${name}/package.json`, `{"name":"${name}","version":"1.0.0","main":"index.js"}`],
      [`node_modules/${name}/index.js`, 'module.exports = {}\n'],
    ]),
  ),
}

test('[AR1] the product imports as docs/architecture.md §7 allows, without cycles and orphans', async () => {
  const seen = await look(ROOT, PRODUCT, rules)
  expect(seen.violations).toEqual([])
  // A checker that sees nothing finds nothing.
  expect(seen.modules).toBeGreaterThan(250)
  expect(seen.dependencies).toBeGreaterThan(800)
})

/** Files that are run, by a person, a process or a tool, and so need nobody to import them. */
const RUN = [
  /(^|\/)(main|start|worker|workbook-worker)\.tsx?$/,
  /\/vite\.config\.ts$/,
  /^server\/contract\/vocabulary\.ts$/,
]
const leftOver = (unimported: readonly string[]): string[] =>
  unimported.filter(path => !RUN.some(pattern => pattern.test(path)))

test('[AR9] nothing of the product is imported by tests alone', async () => {
  const { modules, unimported } = await look(ROOT, PRODUCT, [])
  expect(modules).toBeGreaterThan(250)
  // What is run is seen too: a list of nothing would find nothing.
  expect(unimported.length).toBeGreaterThan(8)
  // What is built and not yet used is named, and whoever uses it takes its name away.
  expect(leftOver(unimported)).toEqual(Object.keys(awaited).sort())
})

test('[AR9] a product file that only a test imports is found', async () => {
  write('server/src/tickets/tested.ts', "import './proven.ts'\n")
  write('server/src/tickets/proven.ts', 'export const proven = 1\n')
  write('test/unit/tested.test.ts', "import '../../server/src/tickets/tested.ts'\n")
  expect(leftOver((await look(folder, ['server'], [])).unimported)).toContain('server/src/tickets/tested.ts')
})

test('[AR1] every rule can be broken: one sin each is found', async () => {
  for (const [path, text] of Object.entries(innocents)) write(path, text)
  for (const [path, target] of Object.values(sinners)) {
    write(path!, target === '' ? 'export const alone = 1\n' : `import '${target}'\nexport const sin = 1\n`)
  }
  const seen = await look(folder, ['server', 'parking-bridge', 'hall-display'], rules)
  expect(Object.keys(sinners).sort()).toEqual(rules.map(rule => rule.name).sort())
  for (const [name, [path]] of Object.entries(sinners)) {
    expect(
      seen.violations.filter(violation => violation.startsWith(`${name}: ${path} `)),
      `${name} was not found`,
    ).not.toEqual([])
  }
})

/** Values that a text takes from the contract's root. */
const valuesFromRoot = (text: string): string[] =>
  [...text.matchAll(/^import \{([^}]*)\} from '@pingting\/contract'$/gm)].flatMap(([, names = '']) =>
    names
      .split(',')
      .map(name => name.trim())
      .filter(name => name !== '' && !name.startsWith('type ')),
  )

test('[AR1] a face takes values from the words of the contract alone: its root makes code of texts, which no page may', () => {
  const faces = files.filter(path => /^hall-display\/src\/.*\.tsx?$/.test(path))
  expect(faces.length).toBeGreaterThan(100)
  expect(faces.flatMap(path => valuesFromRoot(textOf(path)).map(name => `${path} ${name}`))).toEqual([])
  expect(valuesFromRoot("import { ERASED, type Refused } from '@pingting/contract'")).toEqual(['ERASED'])
})

function write(path: string, text: string): void {
  mkdirSync(join(folder, dirname(path)), { recursive: true })
  writeFileSync(join(folder, path), text)
}
