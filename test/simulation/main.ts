import { playDay, settingOf } from './day.ts'

const begun = performance.now()
let n = 0
const from = Number(process.argv[2] ?? 1), count = Number(process.argv[3] ?? 1)
const tally: Record<string, number> = {}
for (let seed = from; seed < from + count; seed++) {
  const day = await playDay(settingOf(seed))
  n++
  for (const [k, v] of Object.entries(day.tally)) tally[k] = (tally[k] ?? 0) + v
  if (day.violations.length) console.log(seed, day.violations.length, day.violations.slice(0, 4))
}
console.log(Object.entries(tally).map(([k, v]) => `${k}:${v}`).join(' '))
console.log(n / ((performance.now() - begun) / 1000), 'days/s')
