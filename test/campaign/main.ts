import { parseArgs } from 'node:util'
import { campaigns } from './campaigns.ts'
import { faultsOf } from './harness/campaign.ts'
import { evidenceOf, keep } from './harness/evidence.ts'

/**
 * `npm run campaign [-- NAME…] [--quick] [--seed N]`: one after the other, a closing line each. What ran in full is kept
 * in docs/evidence; `--quick` only shows that it runs.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { quick: { type: 'boolean', default: false }, seed: { type: 'string', default: '1' } },
})
const seed = Number(values.seed)
const unknown = positionals.filter(name => !campaigns.some(one => one.name === name))
if (unknown.length > 0 || !Number.isInteger(seed)) {
  const names = campaigns.map(one => one.name).join(' ')
  console.error(`没有这个 / There is no ${unknown.join(' ')}. 可选 / There are: ${names}`)
  process.exit(2)
}
const chosen = positionals.length === 0 ? campaigns : campaigns.filter(one => positionals.includes(one.name))
let failed = 0
for (const campaign of chosen) {
  const counts = values.quick ? campaign.quick : campaign.full
  const startedAt = new Date()
  const outcome = await campaign.run(counts, seed).catch((error: Error) => error)
  if (outcome instanceof Error) {
    console.log(`${campaign.name.padEnd(14)}ENDED EARLY: ${outcome.stack}`)
    failed += 1
    continue
  }
  if (outcome.skipped !== undefined) {
    console.log(`${campaign.name.padEnd(14)}SKIPPED: ${outcome.skipped}`)
    continue
  }
  const faults = faultsOf(outcome)
  console.log(`${campaign.name.padEnd(14)}${outcome.line}`)
  for (const fault of faults) console.log(`${''.padEnd(14)}DOES NOT HOLD: ${fault}`)
  if (faults.length > 0) failed += 1
  if (values.quick) continue
  const command = ['npm run campaign --', campaign.name, ...(seed === 1 ? [] : ['--seed', seed])].join(' ')
  keep(evidenceOf(campaign, outcome, { counts, seed, startedAt, endedAt: new Date(), command }))
}
process.exit(failed === 0 ? 0 : 1)
