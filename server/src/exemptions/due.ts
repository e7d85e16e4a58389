import { addMs, type CommandOf, type Instant, MINUTE_MS } from '@pingting/contract'
import type { Exemption } from './claim.ts'
import type { ExemptionState } from './state.ts'

export interface ExpiryDue {
  key: string
  command: Omit<CommandOf<'exemption.expire'>, 'commandId'>
}

/** The gate lets a car out a little after the end, and what it let out takes a while to be told. */
export const GRACE_MS = 120_000
const SETTLE_MS = 10 * MINUTE_MS
/** At most so many a tick: a whole day ends at one instant. */
const EXPIRIES_MAX = 100

/** Only what the gate has surely not used may end by time; while an answer is lost, that is not sure. */
export const hasRunOut = ({ notAfter, unknown }: Pick<Exemption, 'notAfter' | 'unknown'>, now: Instant): boolean =>
  !unknown && now >= addMs(notAfter, GRACE_MS + SETTLE_MS)

export function due(state: ExemptionState, now: Instant): ExpiryDue[] {
  const expiries: ExpiryDue[] = []
  for (const [notAfter, ids] of state.openUntil) {
    if (!hasRunOut({ notAfter, unknown: false }, now)) continue
    for (const exemptionId of ids.keys()) {
      if (expiries.length === EXPIRIES_MAX) return expiries
      if (state.exemptions.get(exemptionId)?.unknown === false)
        expiries.push({ key: `exemption.expire ${exemptionId}`, command: { type: 'exemption.expire', exemptionId } })
    }
  }
  return expiries
}
