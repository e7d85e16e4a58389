import { playDay, settingOf } from './day.ts'

const day = await playDay(settingOf(Number(process.argv[2]), { keepTrace: true }))
console.log(day.violations.join('\n'))
if (process.argv[3])
  for (const line of day.trace) if (new RegExp(process.argv[3]).test(line)) console.log(line.slice(0, 400))
