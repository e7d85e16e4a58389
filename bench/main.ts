import { parseArgs } from 'node:util'
import { momentNow } from '../test/campaign/harness/evidence.ts'
import { benchesOf } from './benches.ts'
import { keepBench } from './pages/page.ts'
import { print, type Row } from './pages/report.ts'

/**
 * `npm run bench [-- NAME…] [--quick] [--keep]`: ours beside its floor or peer, in one run; a table, and the same as
 * JSON. `--keep` writes a page for each, with its aims, to docs/evidence.
 */
const { values, positionals } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, keep: { type: 'boolean', default: false } },
  allowPositionals: true,
})
const benches = benchesOf(values.quick)
const chosen = positionals.length === 0 ? Object.keys(benches) : positionals
const rows: Row[][] = chosen.map(() => [])
// What is measured has the machine for itself; whether a bench runs is seen beside another one, which mostly waits.
const atOnce = values.quick ? 2 : 1
const left = [...chosen.entries()]

async function benchOn(): Promise<void> {
  for (let next = left.shift(); next !== undefined; next = left.shift()) {
    const [place, name] = next
    const bench = benches[name]
    if (bench === undefined) throw new Error(`there is no bench ${name}; there are ${Object.keys(benches).join(', ')}`)
    console.error(`${name} …`)
    const started = momentNow()
    rows[place] = await bench()
    if (values.keep && !values.quick) keepBench(name, rows[place], started)
  }
}

await Promise.all(Array.from({ length: atOnce }, benchOn))
print(rows.flat())
process.exit(0)
