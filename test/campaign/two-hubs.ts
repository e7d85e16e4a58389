import { raceForNext } from '../support/calling-race.ts'
import { startTwoHubs } from '../support/two-hubs.ts'

/** [HB2] at length: two hubs on one store call the next at one moment, as many times as the argument says. */
const rounds = Number(process.argv[2] ?? 1_000)
const two = await startTwoHubs()
try {
  const startedAtMs = performance.now()
  const { doubledTally, wrong } = await raceForNext(two, rounds)
  const seconds = ((performance.now() - startedAtMs) / 1_000).toFixed(1)
  console.log(`two hubs, ${rounds} rounds: ${doubledTally} doubled, ${wrong.length} otherwise wrong, ${seconds} s`)
  for (const one of wrong.slice(0, 10)) console.log(one)
  process.exitCode = doubledTally + wrong.length === 0 ? 0 : 1
} finally {
  await two.dispose()
}
