import { parseArgs } from 'node:util'
import { type Campaign, digestOf, run } from './campaign.ts'
import { settingOf } from './day.ts'
import { CRASH_POINTS, FAULT_KINDS, type FaultKind } from './engine/faults.ts'
import { hunt } from './hunt.ts'
import { plants } from './plants/all.ts'
import { NO_PLANT } from './plants/plant.ts'
import { commandLine, shrink } from './shrink.ts'

const SHOWN_MAX = 5

const { values } = parseArgs({
  options: {
    days: { type: 'string', default: '100' },
    seed: { type: 'string', default: '1' },
    plant: { type: 'string' },
    /** Plants every bug in turn, up to so many days each. */
    plants: { type: 'boolean', default: false },
    visitors: { type: 'string', default: '100' },
    counters: { type: 'string', default: '5' },
    scale: { type: 'string', default: '1' },
  },
})

function told(campaign: Campaign, seconds: number): string[] {
  const { days, events, commits, tally, inRepair, verdicts, violations, digests } = campaign
  const counted = (kinds: readonly FaultKind[]): string => kinds.map(kind => `${kind} ${tally[kind]}`).join(', ')
  const others = FAULT_KINDS.filter(kind => !CRASH_POINTS.includes(kind))
  const faults = FAULT_KINDS.reduce((sum, kind) => sum + tally[kind], 0)
  return [
    `days           ${days} in ${seconds.toFixed(1)} s: ${(days / seconds).toFixed(2)} days/s`,
    `events         ${events}, commits ${commits}`,
    `faults         ${faults}: ${counted(others)}`,
    `crash points   ${counted(CRASH_POINTS)}; of c15 ${inRepair} in a repair`,
    `free parking   ${Object.entries(verdicts)
      .map(([verdict, count]) => `${verdict} ${count}`)
      .join(', ')}`,
    `${violations} violations`,
    `digest ${digestOf(digests)}`,
  ]
}

async function main(): Promise<number> {
  const plant = values.plant === undefined ? NO_PLANT : plants.get(values.plant)
  if (plant === undefined) {
    console.error(`No bug is called ${values.plant}. There are: ${[...plants.keys()].join(', ')}`)
    return 2
  }
  const days = Number(values.days)
  const size = { visitors: Number(values.visitors), counters: Number(values.counters) }
  const first = settingOf(Number(values.seed), { plant, size, scale: Number(values.scale) })
  if (values.plants) return await hunt(first, days, console.log)
  const begunMs = performance.now()
  // A bug that was planted is found once; a bug of ours is told for the first few days it fails.
  const campaign = await run(first, days, ({ failed }) => failed.length >= (plant === NO_PLANT ? SHOWN_MAX : 1))
  for (const line of told(campaign, (performance.now() - begunMs) / 1_000)) console.log(line)
  for (const { setting, violations } of campaign.failed) {
    console.log(`\nseed ${setting.seed}: ${violations.length} violations`)
    for (const violation of violations.slice(0, SHOWN_MAX)) console.log(`  ${violation}`)
    console.log(`  smaller: ${commandLine(await shrink(setting, violations[0]!))}`)
  }
  return campaign.violations === 0 ? 0 : 1
}

process.exitCode = await main()
