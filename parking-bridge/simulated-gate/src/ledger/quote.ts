import { feeOf, stayMinutesOf } from '@pingting/contract/words/parking/tariff'
import { type Instant, msBetween, msOf } from '@pingting/contract/words/time'
import { type Fen, fen } from '../tariff.ts'
import type { Waiver } from './entries.ts'
import type { Grant, Ledger, Stay } from './state.ts'
import type { ReasonCode } from './words.ts'

/** Clocks differ and queues form at the barrier: the validity of an exemption is stretched in the citizen's favour. */
export const GRACE_MS = 120_000

export interface Quote {
  stayMinutes: number
  dueFen: Fen
  /** The exemption that counts, if any. */
  waiver?: Waiver
  /** Exemptions of the stay that do not count, and why. */
  denied: { grantKey: string; reasonCode: ReasonCode }[]
}

/** What leaving at `now` costs. Paid in advance, the meter stands while the driver has time to leave. */
export function quoteOf(ledger: Ledger, stay: Stay, now: Instant): Quote {
  const { tariff } = ledger.policy
  const leaving = stay.paidAt !== undefined && msBetween(stay.paidAt, now) <= tariff.leaveWithinMinutes * 60_000
  const billedAt = leaving ? stay.paidAt! : now
  const stayMinutes = stayMinutesOf(msOf(stay.enteredAt), msOf(billedAt))
  const grants = stay.grantKeys.map(key => ledger.grants.get(key)!).filter(grant => grant.end === undefined)
  const excluded = stay.carClass !== 'casual'
  const feeBeforeFen = fen(excluded ? 0 : feeOf(stayMinutes, 0, tariff))
  const denied: Quote['denied'] = []
  let best: Grant | undefined
  for (const grant of grants) {
    const reasonCode = excluded ? 'ClassExcluded' : validityOf(grant, billedAt)
    if (reasonCode !== undefined) denied.push({ grantKey: grant.grantKey, reasonCode })
    else if (best === undefined) best = grant
    else {
      // Max, not Sum: one exemption counts per stay, the longest; the first come when equal.
      const [longer, shorter] = grant.freeMinutes > best.freeMinutes ? [grant, best] : [best, grant]
      denied.push({ grantKey: shorter.grantKey, reasonCode: 'Superseded' })
      best = longer
    }
  }
  if (best === undefined) return { stayMinutes, dueFen: owed(feeBeforeFen, stay), denied }
  const waiver = waiverOf(best, stayMinutes, feeBeforeFen, fen(feeOf(stayMinutes, best.freeMinutes, tariff)))
  return { stayMinutes, dueFen: owed(waiver.feeAfterFen, stay), waiver, denied }
}

/** Only what was really due is waived: minutes beyond the stay, or of a stay that cost nothing, are not applied. */
const waiverOf = (grant: Grant, stayMinutes: number, feeBeforeFen: Fen, feeAfterFen: Fen): Waiver => ({
  grantKey: grant.grantKey,
  minutesApplied: feeBeforeFen === 0 ? 0 : Math.min(grant.freeMinutes, stayMinutes),
  feeBeforeFen,
  feeWaivedFen: fen(feeBeforeFen - feeAfterFen),
  feeAfterFen,
})

const owed = (feeFen: Fen, stay: Stay): Fen => fen(Math.max(0, feeFen - stay.paidFen))

function validityOf(grant: Grant, at: Instant): 'NotYetValid' | 'Expired' | undefined {
  if (msBetween(at, grant.notBefore) > GRACE_MS) return 'NotYetValid'
  return msBetween(grant.notAfter, at) > GRACE_MS ? 'Expired' : undefined
}
