import {
  addMs,
  type BusinessDay,
  type ExemptionPolicy,
  feeOf,
  fen,
  type Instant,
  later,
  msBetween,
  msOf,
  NOT_HELD,
  type PolicyTrial,
  type StayFact,
  stayMinutesOf,
  type Tariff,
  type TrialSum,
} from '@pingting/contract'
import { GRACE_MS } from '../due.ts'
import { entitlement, FINAL_FOR_PLATE, stayThatCounts } from '../entitlement.ts'
import { firstOfMonth, lastUseAt } from '../policies.ts'
import { type PastStay, staysKnownAt, type Visit } from './visits.ts'

/** A moment at which a visit may come to be entitled. */
interface Ask {
  visit: Visit
  at: Instant
}

/** What one visit came to. */
type Verdict = { reason: string } | { grantedAt: Instant; stay: PastStay }

/**
 * What free parking would have come to under a policy and under the one in force, beside what it came to. People are taken to do as they did: they
 * rate, park and leave when they did. Each visit is judged as the hall judges, by what was known at each moment; the
 * limits of a plate count the visits given. Money is reckoned only where somebody tells the tariff.
 */
export function trialOf(
  visits: readonly Visit[],
  policy: ExemptionPolicy,
  inForce: ExemptionPolicy,
  tariff?: Tariff,
): Omit<PolicyTrial, 'from' | 'to'> {
  const under = (one: ExemptionPolicy): TrialSum => tried(visits, one, tariff)
  return { visits: visits.length, tried: under(policy), inForce: under(inForce), inTruth: inTruth(visits, tariff) }
}

function tried(visits: readonly Visit[], policy: ExemptionPolicy, tariff: Tariff | undefined): TrialSum {
  const verdicts = judge(visits, policy)
  const sum = empty(tariff === undefined ? undefined : 0)
  for (const visit of visits) {
    const verdict = verdicts.get(visit.ticketId) ?? { reason: 'NOT_RATED' }
    if ('reason' in verdict) count(sum, verdict.reason)
    else grant(sum, policy.freeMinutes, useOf(verdict, visit.serviceDay, policy, tariff))
  }
  return sum
}

function inTruth(visits: readonly Visit[], tariff: Tariff | undefined): TrialSum {
  const sum = empty(0)
  for (const { exemption, withheld, stays } of visits) {
    if (exemption === undefined) count(sum, withheld ?? 'NOT_RATED')
    else if (NOT_HELD.has(exemption.status)) count(sum, 'NOT_HELD')
    else {
      const { freeMinutes, status, minutesApplied = 0, feeWaivedFen } = exemption
      const stay = stays.find(({ lotId, stayId }) => lotId === exemption.lotId && stayId === exemption.stayId)
      const minutes = (stay && minutesOf(stay, tariff)) ?? minutesApplied
      const use = { coveredMinutes: Math.min(freeMinutes, minutes), waivedFen: feeWaivedFen }
      grant(sum, freeMinutes, status === 'honoured' ? use : undefined)
    }
  }
  return sum
}

const empty = (waivedFen: number | undefined): TrialSum => ({
  ...{ granted: 0, grantedMinutes: 0, used: 0, coveredMinutes: 0, byReason: {} },
  ...(waivedFen === undefined ? {} : { waivedFen }),
})

function count({ byReason }: TrialSum, reason: string): void {
  byReason[reason] = (byReason[reason] ?? 0) + 1
}

interface Use {
  coveredMinutes: number
  waivedFen: number | undefined
}

function grant(sum: TrialSum, freeMinutes: number, use: Use | undefined): void {
  sum.granted += 1
  sum.grantedMinutes += freeMinutes
  if (use === undefined) return
  sum.used += 1
  sum.coveredMinutes += use.coveredMinutes
  if (use.waivedFen !== undefined) sum.waivedFen = fen(sum.waivedFen! + use.waivedFen)
}

/** In the order of time, since one exemption stands in the way of the next of its car. */
function judge(visits: readonly Visit[], policy: ExemptionPolicy): ReadonlyMap<string, Verdict> {
  const verdicts = new Map<string, Verdict>()
  const taken = new Set<PastStay>()
  const tallies = new Map<string, number>()
  const tallyOf = (key: string): number => tallies.get(key) ?? 0
  const asks = visits.flatMap(visit => asksOf(visit, policy)).sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
  for (const { visit, at } of asks) {
    const before = verdicts.get(visit.ticketId)
    if (before !== undefined && !('reason' in before && !FINAL_FOR_PLATE.has(before.reason as never))) continue
    const { plate, serviceDay } = visit
    const fact = stayThatCounts(staysKnownAt(visit.stays, at))
    const stay = fact && pastOf(visit.stays, fact)
    const [ofDay, ofMonth] = [`${serviceDay} ${plate?.text}`, `${firstOfMonth(serviceDay)} month ${plate?.text}`]
    const limits = { plateToday: tallyOf(ofDay), plateThisMonth: tallyOf(ofMonth) }
    const stayTaken = stay !== undefined && taken.has(stay)
    const reason = entitlement(conditionsOf(visit, policy), fact, policy, { stayTaken, ...limits }, at)
    if (reason !== undefined) verdicts.set(visit.ticketId, { reason })
    else {
      // No reason against it: then there is a stay.
      verdicts.set(visit.ticketId, { grantedAt: at, stay: stay! })
      taken.add(stay!)
      for (const key of [ofDay, ofMonth]) tallies.set(key, tallyOf(key) + 1)
    }
  }
  return verdicts
}

/** When the visit came to be worth asking for: rated, or completed where no rating is asked for. */
const begunAt = ({ rated, servedAt }: Visit, { grantWithoutRating }: ExemptionPolicy): Instant | undefined =>
  grantWithoutRating === true ? (servedAt ?? rated?.at) : rated?.at

/** When all that people must do was done; and again when they rate after that, or their car is told to have come. */
function asksOf(visit: Visit, policy: ExemptionPolicy): Ask[] {
  const { servedAt, rated, plate, stays } = visit
  const at = begunAt(visit, policy)
  if (at === undefined) return []
  const readyAt = later(at, later(servedAt ?? at, plate?.at ?? at))
  const again = [rated?.at ?? at, ...stays.map(({ entered }) => entered.toldAt)].filter(then => then > readyAt)
  return [readyAt, ...again].map(asked => ({ visit, at: asked }))
}

/** The claim of this visit. How long the form stood open is not kept: what was too fast in truth stays so. */
function conditionsOf(visit: Visit, policy: ExemptionPolicy): Parameters<typeof entitlement>[0] {
  const { ticketId, rated, servedAt, plate, serviceDay, takenAt, arrivals } = visit
  const unrewarded = policy.grantWithoutRating === true ? undefined : rated?.unrewarded
  const basis = { evaluationId: ticketId, counterId: '', policy, at: begunAt(visit, policy)! }
  return {
    ...{ serviceDay, takenAt, arrivals: [...arrivals] },
    ...(servedAt === undefined ? {} : { servedAt }),
    ...(plate === undefined ? {} : { plate: { text: plate.text, colour: 0, revision: 0 } }),
    evaluation: unrewarded === undefined ? basis : { ...basis, unrewarded },
  }
}

const pastOf = (stays: readonly PastStay[], { lotId, stayId, enteredAt }: StayFact): PastStay | undefined =>
  stays.find(stay => stay.lotId === lotId && stay.stayId === stayId && stay.entered.at === enteredAt)

/** Its use at the exit, if the car left in time. */
function useOf(
  { grantedAt, stay }: { grantedAt: Instant; stay: PastStay },
  serviceDay: BusinessDay,
  policy: ExemptionPolicy,
  tariff: Tariff | undefined,
): Use | undefined {
  const endsAt = addMs(lastUseAt(policy, grantedAt, serviceDay), GRACE_MS)
  const leftAt = billedAt(stay, tariff)
  if (leftAt === undefined || leftAt > endsAt) return undefined
  const minutes = stayMinutesOf(msOf(stay.entered.at), msOf(leftAt))
  return {
    coveredMinutes: Math.min(policy.freeMinutes, minutes),
    waivedFen: tariff && waivedOf(stay, minutes, policy.freeMinutes, tariff),
  }
}

/** Who parks by the month pays nothing for a stay, and is waived nothing. */
const waivedOf = ({ carClass }: PastStay, minutes: number, freeMinutes: number, tariff: Tariff): number =>
  carClass === 'casual' ? feeOf(minutes, 0, tariff) - feeOf(minutes, freeMinutes, tariff) : 0

/** Paid in advance, the meter stands while the driver has time to leave. */
function billedAt({ paid, exited }: PastStay, tariff: Tariff | undefined): Instant | undefined {
  if (paid === undefined || exited === undefined || tariff === undefined) return exited?.at
  return msBetween(paid.at, exited.at) <= tariff.leaveWithinMinutes * 60_000 ? paid.at : exited.at
}

function minutesOf(stay: PastStay, tariff: Tariff | undefined): number | undefined {
  const leftAt = billedAt(stay, tariff)
  return leftAt === undefined ? undefined : stayMinutesOf(msOf(stay.entered.at), msOf(leftAt))
}
