import { type Commit, type EventOf, type Instant, msBetween } from '@pingting/contract'

type Reason = EventOf<'exemption.refused'>['reason']
/** What the lot has heard reaches the hall at once, or when a hub starts. */
const CROSSED_MS = 3_600_000

/** What barriers did not take, of cars that have left, read from the journal of the lot (EX29). */
export class Denials {
  readonly #denied = new Map<string, { reason: Reason; stayId: string }>()
  readonly #leftAt = new Map<string, Instant>()

  constructor(lot: readonly Commit[]) {
    for (const { at, events } of lot)
      for (const event of events) {
        if (event.type === 'stay.exited') this.#leftAt.set(event.stayId, at)
        if (event.type !== 'stay.exemptionDenied') continue
        this.#denied.set(event.exemptionId, { reason: wordFor(event.reason), stayId: event.stayId })
      }
  }

  knows(exemptionId: string, reason: Reason): boolean {
    const denied = this.#denied.get(exemptionId)
    return denied?.reason === reason && this.#leftAt.has(denied.stayId)
  }

  outlived({ exemptionId, at }: EventOf<'exemption.expired'>): string[] {
    const leftAt = this.#leftAt.get(this.#denied.get(exemptionId)?.stayId ?? '')
    if (leftAt === undefined || msBetween(leftAt, at) < CROSSED_MS) return []
    return [`I-7 ${exemptionId} ran out at ${at}, and was denied at an exit by ${leftAt}`]
  }
}

function wordFor(said: string): Reason {
  if (said === 'Expired') return 'EXPIRED'
  if (said === 'ClassExcluded') return 'CLASS_EXCLUDED'
  return said === 'Superseded' ? 'STACK_REJECTED' : 'INVALID'
}
