import { readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startCabledHouse } from '../test/support/crowds/cabled-house.ts'
import { RewardedCars } from '../test/support/crowds/rewarded-cars.ts'
import type { Noted } from './load/commit-times.ts'
import { quantilesOf, type Row } from './report.ts'

const COMMIT_TIMES = fileURLToPath(new URL('load/commit-times.ts', import.meta.url))

/**
 * From the moment an exemption is durable as granted until it is durable as confirmed: hub, bridge and gate are
 * processes of their own, each link goes through a cable in this one, and eight plates are named at once.
 */
export async function benchGrant(rounds: number): Promise<Row> {
  const timesPath = join(tmpdir(), `pingting-grant-times-${process.pid}.json`)
  const house = await startCabledHouse({ NODE_OPTIONS: `--import ${COMMIT_TIMES}`, COMMIT_TIMES: timesPath })
  try {
    const cars = await RewardedCars.open(house)
    for (let round = 0; round < rounds; round += 1) {
      const served = await cars.prepare()
      await Promise.all(served.map(car => cars.claim(car)))
      await cars.confirmed(served)
      await Promise.all(served.map(car => cars.leave(car)))
    }
  } finally {
    await house.dispose()
  }
  const noted = JSON.parse(readFileSync(timesPath, 'utf8')) as Noted[]
  rmSync(timesPath)
  return { what: 'exemption granted → confirmed, eight at once', side: 'pingting', ...quantilesOf(waitsOf(noted)) }
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
