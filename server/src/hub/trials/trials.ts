import {
  addMs,
  type BusinessDay,
  businessDayOf,
  DAY_MS,
  type Event,
  type ExemptionPolicy,
  endOfBusinessDay,
  type Instant,
  msBetween,
  type PolicyTrial,
  type PolicyTrialRequest,
  type Refusal,
  refuse,
  type StreamName,
} from '@pingting/contract'
import type { Connection } from 'mongoose'
import { policyOn } from '../../exemptions/policies.ts'
import { trialOf } from '../../exemptions/trials/trial.ts'
import { gatherHall, gathering, gatherLot, visitsOf } from '../../exemptions/trials/visits.ts'
import type { Hub } from '../dispatch.ts'
import type { Journal } from '../journal/journal.ts'
import { headBefore } from '../journal/seek.ts'

const DAYS_MAX = 31
/** A car that stands longer before its owner is served is not found, and reads as not inside. */
const LOT_LEAD_DAYS = 2
/** A gate may tell late what it let go free; what it tells later still is not counted. */
const SETTLE_DAYS = 2
/** The hub goes on with its work after so many commits. */
const BREATH_EVERY = 100

interface TrialPorts {
  hub: Pick<Hub, 'stream' | 'now'>
  connection: Connection
  journal: Pick<Journal, 'after'>
}

/** Tries policies on past days of a hall, one trial of a hall at a time, from the journals of hall and lots. */
export class Trials {
  readonly #ports: TrialPorts
  readonly #running = new Set<string>()

  constructor(ports: TrialPorts) {
    this.#ports = ports
  }

  /** @returns a refusal for days that are not over, too many or erased, and while another trial of the hall runs. */
  readonly tryPolicy = async (hallId: string, request: PolicyTrialRequest): Promise<PolicyTrial | Refusal> => {
    const { from, to } = request
    const { lotIds, policies } = this.#ports.hub.stream('hall', hallId)?.peek().exemptions ?? {}
    const today = businessDayOf(this.#ports.hub.now())
    const inForce = policies === undefined ? undefined : policyOn(policies, today)
    if (lotIds === undefined || inForce === undefined) return refuse('hall.unknown')
    if (from > to || to >= today || daysIn(from, to) > DAYS_MAX) return refuse('policy.days-wrong')
    const erased = this.#erasedIn(hallId, lotIds, from, to)
    if (erased !== undefined) return refuse('policy.days-erased', erased)
    if (this.#running.has(hallId)) return refuse('policy.trial-running')
    this.#running.add(hallId)
    try {
      return await this.#run(hallId, lotIds, request, inForce)
    } finally {
      this.#running.delete(hallId)
    }
  }

  async #run(
    hallId: string,
    lotIds: readonly string[],
    request: PolicyTrialRequest,
    inForce: ExemptionPolicy,
  ): Promise<PolicyTrial> {
    const { from, to, policy, tariff } = request
    const all = gathering(from, to)
    const startsAt = addMs(endOfBusinessDay(from), -DAY_MS)
    const until = addMs(endOfBusinessDay(to), SETTLE_DAYS * DAY_MS)
    for await (const event of this.#events(`hall:${hallId}`, startsAt, until)) gatherHall(all, event)
    const lotFrom = addMs(startsAt, -LOT_LEAD_DAYS * DAY_MS)
    for (const lotId of lotIds)
      for await (const event of this.#events(`lot:${lotId}`, lotFrom, until)) gatherLot(all, lotId, event)
    return { from, to, ...trialOf(visitsOf(all), policy, inForce, tariff) }
  }

  async *#events(stream: StreamName, from: Instant, until: Instant): AsyncGenerator<Event> {
    const { connection, journal } = this.#ports
    let read = 0
    for await (const { commit } of journal.after(stream, await headBefore(connection, stream, from))) {
      if (commit.at >= until) return
      yield* commit.events
      read += 1
      if (read % BREATH_EVERY === 0) await new Promise(resolve => setImmediate(resolve))
    }
  }

  #erasedIn(hallId: string, lotIds: readonly string[], from: BusinessDay, to: BusinessDay): BusinessDay | undefined {
    const { hub } = this.#ports
    const kept = [
      hub.stream('hall', hallId)?.peek().halls.retention,
      ...lotIds.map(lotId => hub.stream('lot', lotId)?.peek().retention),
    ]
    return kept.flatMap(retention => [...(retention?.erased.keys() ?? [])]).find(day => day >= from && day <= to)
  }
}

const daysIn = (from: BusinessDay, to: BusinessDay): number =>
  msBetween(endOfBusinessDay(from), endOfBusinessDay(to)) / DAY_MS + 1
