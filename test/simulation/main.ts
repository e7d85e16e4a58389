import { playDay, settingOf } from './day.ts'

const begun = performance.now()
let n = 0
for (let seed = 1; seed <= Number(process.argv[2] ?? 1); seed++) {
  const day = await playDay(settingOf(seed))
  n++
  console.log(seed, day.events, day.commits, day.digest.slice(0, 12), day.violations.slice(0, 5), Object.entries(day.tally).filter(([, v]) => v > 0).map(([k, v]) => `${k}:${v}`).join(' '))
}
console.log(n / ((performance.now() - begun) / 1000), 'days/s')
