import { readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { startCabledHouse } from '../test/support/crowds/cabled-house.ts'
import { type Car, RewardedCars } from '../test/support/crowds/rewarded-cars.ts'
import type { Noted } from './load/commit-times.ts'
import { quantilesOf, type Row } from './pages/report.ts'

const COMMIT_TIMES = fileURLToPath(new URL('load/commit-times.ts', import.meta.url))

/** First rounds whose times do not count: nothing has been compiled yet. */
const WARM_UP = 10
const AT_ONCE = 8
/** Nobody asks the hub anything while the exemptions are on their way. */
const ON_THE_WAY_MS = 600
/** Between one and the next, where they come in turn. */
const APART_MS = 150

/**
 * From the moment an exemption is durable as granted until it is durable as confirmed: hub, bridge and gate are
 * processes of their own, and each link goes through a cable in this one. Eight plates are named at once, and then eight
 * one after another, as it is in a hall where somebody rates every other second.
 */
export async function benchGrant(rounds: { atOnce: number; inTurn: number }, warmUp = WARM_UP): Promise<Row[]> {
  const timesPath = join(tmpdir(), `pingting-grant-times-${process.pid}.json`)
  const house = await startCabledHouse({ NODE_OPTIONS: `--import ${COMMIT_TIMES}`, COMMIT_TIMES: timesPath })
  const oneRound = async (cars: RewardedCars, claim: (served: Car[]) => Promise<unknown>): Promise<void> => {
    const served = await cars.prepare()
    await claim(served)
    await setTimeout(ON_THE_WAY_MS)
    await cars.confirmed(served)
    await Promise.all(served.map(car => cars.leave(car)))
  }
  try {
    const cars = await RewardedCars.open(house)
    for (let round = 0; round < warmUp + rounds.atOnce; round += 1)
      await oneRound(cars, served => Promise.all(served.map(car => cars.claim(car))))
    for (let round = 0; round < rounds.inTurn; round += 1)
      await oneRound(cars, async served => {
        for (const car of served) {
          await cars.claim(car)
          await setTimeout(APART_MS)
        }
      })
  } finally {
    await house.dispose()
  }
  const waitsMs = waitsOf(JSON.parse(readFileSync(timesPath, 'utf8')) as Noted[]).slice(warmUp * AT_ONCE)
  rmSync(timesPath)
  const rowOf = (how: string, times: number[]): Row => ({
    ...{ what: `exemption granted → confirmed, ${how}`, side: 'pingting', ...quantilesOf(times) },
  })
  const burst = rounds.atOnce * AT_ONCE
  return [rowOf('eight at once', waitsMs.slice(0, burst)), rowOf('one at a time', waitsMs.slice(burst))]
}

function waitsOf(noted: readonly Noted[]): number[] {
  const grantedMs = new Map<string, number>()
  const waitsMs: number[] = []
  for (const { atMs, exemptions } of noted) {
    for (const { type, exemptionId } of exemptions) {
      if (type === 'exemption.granted') grantedMs.set(exemptionId, atMs)
      else waitsMs.push(atMs - grantedMs.get(exemptionId)!)
    }
  }
  return waitsMs
}
