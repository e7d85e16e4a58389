import { localTime, msOf } from '@pingting/contract'
import type { Town } from './actors/town.ts'
import { BUSINESS_DAY } from './business-day.ts'
import type { Disturber } from './doubles/disturber.ts'
import type { House } from './doubles/house.ts'
import type { Site } from './doubles/site.ts'

const MINUTE_MS = 60_000
const MIDNIGHT_MS = msOf(localTime(BUSINESS_DAY, '23:59')) + MINUTE_MS

/**
 * The last cars drive out, the day closes at 24:00, exemptions run out twelve minutes later, ratings after five working
 * days. On some evenings the gate is cut off meanwhile, and tells late what it let out.
 */
export async function evening(site: Site, house: House, town: Town, disturber: Disturber): Promise<void> {
  const { clock, world, faults } = site
  const tick = async (atMs: number): Promise<void> => {
    clock.skipTo(world, atMs)
    for (let round = 0; round < 3; round++) {
      house.choose()?.hub.tick()
      await clock.pass(2_000)
    }
  }
  faults.calm = false
  const isCutOff = faults.strikes('overnight')
  faults.calm = true
  clock.skipTo(world, MIDNIGHT_MS - 10 * MINUTE_MS)
  if (isCutOff) for (const bridge of house.bridges) bridge.line.cut(2 * MINUTE_MS)
  await clock.pass(1_000)
  for (const driveOut of town.late) void driveOut()
  await clock.pass(8_000)
  await tick(MIDNIGHT_MS)
  await tick(MIDNIGHT_MS + 12 * MINUTE_MS)
  await clock.pass(3 * MINUTE_MS)
  await tick(MIDNIGHT_MS + 30 * MINUTE_MS)
  void disturber.calm()
  await clock.pass(2_000)
  await tick(MIDNIGHT_MS + 9 * 24 * 60 * MINUTE_MS)
}
