import {
  type Decision,
  decideCorrectPlate,
  decideEnter,
  decideExit,
  decidePay,
  type Ledger,
} from '../../../parking-bridge/simulated-gate/src/ledger.ts'
import type { CarPlan } from './plan.ts'
import { type Town, waitFor, waitUntil } from './town.ts'

const LOOK_MS = 1_000

/** One car and its driver, at the barriers of the real gate ledger. */
export class Car {
  readonly plan: CarPlan
  readonly #town: Town
  #inside = false
  #hasReturned = false
  #stayId = ''

  constructor(town: Town, plan: CarPlan) {
    this.plan = plan
    this.#town = town
  }

  async enter(): Promise<void> {
    await waitUntil(this.#town, this.plan.enterMs)
    await this.#driveIn(this.plan.enterMs)
  }

  async pay(): Promise<void> {
    const { plate } = this.plan
    if (this.#inside) await this.#drive((ledger, now) => decidePay(ledger, { plate }, now))
  }

  async #driveIn(enterMs: number): Promise<void> {
    const { plate, misreadAs, isMonthCard } = this.plan
    const { site } = this.#town
    const seen = misreadAs ?? plate
    // Asked again after a crash it may be inside already; a camera reads dots as well.
    this.#stayId = `s-${seen.slice(2)}-${Math.floor(enterMs)}`
    const answer = await this.#drive((ledger, now) =>
      decideEnter(
        ledger,
        {
          ...{ stayId: this.#stayId, laneId: 'in', carClass: isMonthCard ? 'monthCard' : 'casual', enteredAt: now },
          ...{ plateRaw: `${seen.slice(0, 2)}·${seen.slice(2)}`, plate: seen, confidence: 98 },
        },
        now,
      ),
    )
    this.#inside = !('refused' in answer) || answer.refused === 'stay.idReused'
    if (!this.#inside || misreadAs === undefined) return
    const stayId = this.#stayId
    site.clock.after(site.world, 300_000, () => {
      void this.#drive((ledger, now) => decideCorrectPlate(ledger, { stayId, plate, plateRaw: plate }, now))
    })
  }

  async leave(withinMs = Number.POSITIVE_INFINITY): Promise<void> {
    const { prepays, staysLate } = this.plan
    const leaveAfterMs = Math.min(this.plan.leaveAfterMs, withinMs)
    if (!this.#inside) return
    if (staysLate) return this.#leaveLate()
    await waitFor(this.#town, prepays ? leaveAfterMs / 2 : leaveAfterMs)
    if (prepays) {
      await this.pay()
      await waitFor(this.#town, leaveAfterMs / 2)
    }
    await this.#driveOut()
    this.#comeBack()
  }

  /** Another stay of the same car, as long as the first was. Nobody waits for it. */
  #comeBack(): void {
    const { returnsAfterMs, enterMs, leaveAfterMs } = this.plan
    const { clock, world } = this.#town.site
    if (returnsAfterMs === undefined || this.#hasReturned) return
    this.#hasReturned = true
    clock.after(world, returnsAfterMs, async () => {
      await this.#driveIn(enterMs + returnsAfterMs)
      await waitFor(this.#town, leaveAfterMs)
      if (this.#inside) await this.#driveOut()
    })
  }

  /** Not awaited by anybody: the evening is played when the day is over. */
  #leaveLate(): void {
    const { late } = this.#town
    late.push(() => this.#driveOut())
  }

  /** Journal, memory and screens are read one after the other: nobody drives in between. */
  async #drive<A>(decide: (ledger: Ledger, now: string) => Decision<A>): Promise<A> {
    while (this.#town.isLookedAt) await waitFor(this.#town, LOOK_MS)
    return this.#town.gate.drive(decide)
  }

  async #driveOut(): Promise<void> {
    this.#inside = false
    const stayId = this.#stayId
    await this.#drive((ledger, now) => decideExit(ledger, { stayId, laneId: 'out', pay: true }, now))
  }
}
