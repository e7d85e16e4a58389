import { spawnSync } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isPure } from '../architecture/pure.ts'
import { momentNow } from '../campaign/harness/evidence.ts'
import { keepCoverage } from './page.ts'
import { type FileCoverage, measured, missedOf, percentOf, rowsOf, shortfalls } from './table.ts'

/**
 * `npm run coverage [-- --keep] [-- FOLDER…]`: which branches the tests take, per folder. The whole run takes every test
 * that needs no browser and is not a measurement itself; only of it anything is asserted or kept. Named folders are for
 * looking at a part.
 */
const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const REPORT = join(ROOT, 'coverage/coverage-final.json')
/** Benches, campaigns and the day at speed are timed, and would be slowed; a browser runs code that is built. */
const TESTS = ['unit', 'architecture', 'replay', 'flow', 'simulation', 'edge/archive', 'edge/hub', 'edge/hubs']
const GATES = ['edge/lot-contract', 'edge/parking-bridge', 'edge/simulated-gate']
const WHOLE = [...TESTS, 'edge/living-hall', ...GATES].map(folder => `test/${folder}/`)

const words = process.argv.slice(2)
const keeps = words.includes('--keep')
const folders = words.filter(word => !word.startsWith('--'))
const isWhole = folders.length === 0

const started = momentNow()
rmSync(REPORT, { force: true })
// What is counted of one file must not depend on which files ran before it.
const vitest = [join(ROOT, 'node_modules/vitest/vitest.mjs'), 'run', '--coverage', '--maxWorkers', '1', '--isolate']
const ran = spawnSync(process.execPath, [...vitest, ...(isWhole ? WHOLE : folders)], { cwd: ROOT, stdio: 'inherit' })
const files = measured(JSON.parse(readFileSync(REPORT, 'utf8')) as Record<string, FileCoverage>, ROOT)
const rows = rowsOf(files, isPure)
for (const row of rows) {
  const tally = `${row.taken}/${row.arms}`.padStart(11)
  console.log(`${row.kind}  ${percentOf(row).toFixed(1).padStart(5)} % ${tally}  ${row.folder}`)
}
for (const missed of missedOf(files, isPure)) console.log(`never taken  ${missed}`)
const short = shortfalls(rows)
if (isWhole) for (const line of short) console.log(line)
if (isWhole && keeps) keepCoverage(rows, short, ran.status === 0, started)
process.exitCode = ran.status === 0 && (!isWhole || short.length === 0) ? 0 : 1
