import { readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { startCabledHouse } from '../test/support/crowds/cabled-house.ts'
import { RewardedCars } from '../test/support/crowds/rewarded-cars.ts'
import type { Noted } from './load/commit-times.ts'
import { quantilesOf, type Row } from './pages/report.ts'

const COMMIT_TIMES = fileURLToPath(new URL('load/commit-times.ts', import.meta.url))

/** First rounds whose times do not count: nothing has been compiled yet. */
const WARM_UP = 10
const AT_ONCE = 8
/** Nobody asks the hub anything while the exemptions are on their way. */
const ON_THE_WAY_MS = 600

/**
 * From the moment an exemption is durable as granted until it is durable as confirmed: hub, bridge and gate are
 * processes of their own, each link goes through a cable in this one, and eight plates are named at once.
 */
export async function benchGrant(rounds: number, warmUp = WARM_UP): Promise<Row> {
  const timesPath = join(tmpdir(), `pingting-grant-times-${process.pid}.json`)
  const house = await startCabledHouse({ NODE_OPTIONS: `--import ${COMMIT_TIMES}`, COMMIT_TIMES: timesPath })
  try {
    const cars = await RewardedCars.open(house)
    for (let round = 0; round < warmUp + rounds; round += 1) {
      const served = await cars.prepare()
      await Promise.all(served.map(car => cars.claim(car)))
      await setTimeout(ON_THE_WAY_MS)
      await cars.confirmed(served)
      await Promise.all(served.map(car => cars.leave(car)))
    }
  } finally {
    await house.dispose()
  }
  const noted = JSON.parse(readFileSync(timesPath, 'utf8')) as Noted[]
  rmSync(timesPath)
  return {
    what: 'exemption granted → confirmed, eight at once',
    side: 'pingting',
    ...quantilesOf(waitsOf(noted).slice(warmUp * AT_ONCE)),
  }
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
