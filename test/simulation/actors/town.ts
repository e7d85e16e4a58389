import type { Actor } from '@pingting/contract'
import type { GateProcess } from '../doubles/gate-process.ts'
import type { HubProcess } from '../doubles/hub-process.ts'
import type { Site } from '../doubles/site.ts'
import type { Random } from '../engine/chance.ts'
import type { Size, VisitPlan } from './plan.ts'

/** Somebody who has a ticket, as the clerk who calls it meets him. */
export interface Visit {
  plan: VisitPlan
  ticketId: string
  /** He leaves the counter, served or not. */
  leave: (wasServed: boolean) => void
  /** Rates on the tablet he stands before, if that is what he means to do. */
  atTablet?: (tablet: Actor) => Promise<void>
}

/** What everybody in the hall shares. */
export interface Town {
  site: Site
  size: Size
  gate: GateProcess
  random: Random
  /** Whichever hub answers at this moment. */
  choose(): HubProcess | undefined
  visits: Map<string, Visit>
  /** How many have not gone home yet. */
  outstanding: number
  /** What has come of it is being compared: what is under way ends, and nobody moves a car. */
  isLookedAt: boolean
  /** Cars that drive out in the evening. */
  late: (() => Promise<void>)[]
  /** Levels are shifted by so many: who looks at levels for parking grants otherwise on a shifted day. */
  levelShift: number
}

export const waitFor = ({ site }: Town, delayMs: number): Promise<void> => site.clock.wait(site.world, delayMs)

export const waitUntil = (town: Town, atMs: number): Promise<void> => waitFor(town, atMs - town.site.clock.wallMs)
