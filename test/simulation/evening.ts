import { localTime, msOf } from '@pingting/contract'
import type { Town } from './actors/town.ts'
import { BUSINESS_DAY } from './business-day.ts'
import type { Disturber } from './doubles/disturber.ts'
import type { House } from './doubles/house.ts'
import type { Site } from './doubles/site.ts'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS
const MIDNIGHT_MS = msOf(localTime(BUSINESS_DAY, '23:59')) + MINUTE_MS
/** Everything acknowledged has to be settled so long after the last fault. */
export const SETTLES_WITHIN_MS = 10 * MINUTE_MS
/** The instants at which something is due, each lived through for a while: hubs look by themselves every 15 s. */
const DUE_MS = [-10 * MINUTE_MS, 0, 12 * MINUTE_MS, 30 * MINUTE_MS, 9 * DAY_MS]
const LIVED_MS = MINUTE_MS
/** Over the last exits, the close of the day and the expiry. */
const CUT_OFF_MS = 3.5 * LIVED_MS
/** An evening is short and quiet: with the usual weather next to nothing would meet its few messages and writes. */
const HARDER = 4

/**
 * The last cars drive out, the day closes at 24:00, exemptions run out twelve minutes later, ratings after five working
 * days, and all of it goes wrong as in the morning. On some evenings the gate is cut off meanwhile, and tells late what
 * it let out. The end is calm again.
 */
export async function evening(site: Site, house: House, town: Town, disturber: Disturber): Promise<void> {
  const { clock, world, faults } = site
  disturber.resume()
  const isCutOff = faults.strikes('overnight')
  faults.times = HARDER
  if (isCutOff) for (const bridge of house.bridges) bridge.line.cut(CUT_OFF_MS)
  for (const [place, dueMs] of DUE_MS.entries()) {
    clock.skipTo(world, MIDNIGHT_MS + dueMs)
    if (place === 0) for (const driveOut of town.late) void driveOut()
    await clock.pass(LIVED_MS)
  }
  void disturber.calm()
  await clock.pass(SETTLES_WITHIN_MS)
}
