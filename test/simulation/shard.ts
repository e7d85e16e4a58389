import { settingOf } from './day.ts'
import { caughtOn } from './hunt.ts'
import { plants } from './plants/all.ts'

const [shard, of, days] = process.argv.slice(2).map(Number)
for (const [i, name] of [...plants.keys()].entries()) {
  if (i % of! !== shard) continue
  if (process.argv[5]?.split(',').includes(name)) continue
  const begun = performance.now()
  const found = await caughtOn(name, settingOf(1, { size: { visitors: 40, counters: 3 } }), days!)
  console.log(name, found?.seed ?? 'SURVIVED', found?.by.slice(0, 100), ((performance.now() - begun) / 1000).toFixed(0))
}
console.log('done')
