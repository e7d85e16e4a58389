import { parseArgs } from 'node:util'
import { campaigns } from './campaigns.ts'
import { type Counts, faultsOf } from './harness/campaign.ts'
import { evidenceOf, keep, momentNow } from './harness/evidence.ts'

/**
 * `npm run campaign [-- NAME…] [--quick] [--seed N] [--set COUNT=N…]`: one after the other, a closing line each. What ran
 * is kept in docs/evidence; `--quick` only shows that it runs. `--set` runs fewer, or more, than the campaign asks for.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean', default: false },
    seed: { type: 'string', default: '1' },
    set: { type: 'string', multiple: true, default: [] },
  },
})
const seed = Number(values.seed)
const changes = values.set.map(text => [text.split('=')[0]!, Number(text.split('=')[1])] as const)
const unknown = positionals.filter(name => !campaigns.some(one => one.name === name))
if (unknown.length > 0 || !Number.isInteger(seed)) {
  const names = campaigns.map(one => one.name).join(' ')
  console.error(`没有这个 / There is no ${unknown.join(' ')}. 可选 / There are: ${names}`)
  process.exit(2)
}
const chosen = positionals.length === 0 ? campaigns : campaigns.filter(one => positionals.includes(one.name))
const misset = changes.filter(([count, value]) => !(value > 0) || chosen.some(({ full }) => full[count] === undefined))
if (misset.length > 0) {
  const counts = chosen.map(({ name, full }) => `${name}: ${Object.keys(full).join(' ')}`).join('; ')
  console.error(`设不了 / This cannot be set: ${values.set.join(' ')}. 可设 / There are: ${counts}`)
  process.exit(2)
}
let failed = 0
for (const campaign of chosen) {
  const counts: Counts = { ...(values.quick ? campaign.quick : campaign.full), ...Object.fromEntries(changes) }
  const started = momentNow()
  const outcome = await campaign.run(counts, seed).catch((error: Error) => error)
  if (outcome instanceof Error) {
    console.log(`${campaign.name.padEnd(22)}ENDED EARLY: ${outcome.stack}`)
    failed += 1
    continue
  }
  if (outcome.skipped !== undefined) {
    console.log(`${campaign.name.padEnd(22)}SKIPPED: ${outcome.skipped}`)
    continue
  }
  const faults = faultsOf(outcome)
  console.log(`${campaign.name.padEnd(22)}${outcome.line}`)
  for (const fault of faults) console.log(`${''.padEnd(22)}DOES NOT HOLD: ${fault}`)
  if (faults.length > 0) failed += 1
  if (values.quick) continue
  const set = values.set.flatMap(text => ['--set', text])
  const command = ['npm run campaign --', campaign.name, ...(seed === 1 ? [] : ['--seed', seed]), ...set].join(' ')
  keep(evidenceOf(campaign, outcome, { counts, seed, started, ended: momentNow(), command }))
}
process.exit(failed === 0 ? 0 : 1)
