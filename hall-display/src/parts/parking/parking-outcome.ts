import type { ExemptionRow, Screen, WithheldRow } from '@pingting/contract/words/screen'
import { addMinutes, earlier } from '@pingting/contract/words/time'
import type { Values } from '../../text/fill.ts'
import type { parkingOutcomeText } from '../../text/outcome/index.ts'

type Tone = 'good' | 'warn' | 'bad' | 'plain'

/** What a person is told of the parking: one sentence, and how it stands. Codes are looked up under `reasons`. */
export interface Outcome {
  tone: Tone
  word: keyof (typeof parkingOutcomeText)['zh-CN']
  values: Values
  reasons?: { list: 'withheld' | 'gate'; code: string }
}

/** The newest exemption of the ticket, since a corrected plate leaves its first one behind. */
export function exemptionOf(screen: Screen, ticketId: string): ExemptionRow | undefined {
  return Object.values(screen.exemptions)
    .filter(row => row.ticketId === ticketId)
    .sort((a, b) => (a.grantedAt < b.grantedAt ? 1 : -1))[0]
}

type Clock = (at: string) => string
type Money = (amountFen: number | undefined) => string

/** @returns nothing while the hub has said nothing: the citizen has not rated, or asked for no parking. */
export function outcomeOf(
  exemption: ExemptionRow | undefined,
  withheld: WithheldRow | undefined,
  format: { clock: Clock; yuan: Money },
): Outcome | undefined {
  if (exemption !== undefined) return ofExemption(exemption, format)
  if (withheld === undefined) return undefined
  const mayCome = ['NOT_SERVED', 'NO_PLATE', 'NOT_INSIDE', 'PLATE_UNSURE'].includes(withheld.reason)
  return {
    tone: mayCome ? 'plain' : 'warn',
    word: mayCome ? 'notYet' : 'withheld',
    values: {},
    reasons: { list: 'withheld', code: withheld.reason },
  }
}

function ofExemption(row: ExemptionRow, format: { clock: Clock; yuan: Money }): Outcome {
  const minutes = row.freeMinutes
  if (row.frozen) return { tone: 'warn', word: 'frozen', values: {} }
  if (row.revoking && row.status !== 'revoked') return { tone: 'plain', word: 'revoking', values: {} }
  switch (row.status) {
    case 'granted':
      return { tone: 'plain', word: 'granted', values: { minutes } }
    case 'confirmed':
      return confirmed(row, format.clock)
    case 'honoured': {
      if (row.feeBeforeFen === 0) return { tone: 'good', word: 'nothingDue', values: {} }
      const values = { minutes: row.minutesApplied ?? minutes, waived: format.yuan(row.feeWaivedFen) }
      return { tone: 'good', word: 'honoured', values }
    }
    case 'refused':
      return { tone: 'bad', word: 'refused', values: {}, reasons: { list: 'gate', code: row.reason ?? 'INVALID' } }
    default:
      return { tone: 'warn', word: row.status, values: {} }
  }
}

/** From the entry on the minutes are free, though never beyond the day the exemption is good for. */
function confirmed(row: ExemptionRow, clock: Clock): Outcome {
  const minutes = row.freeMinutes
  if (row.notBefore === undefined) return { tone: 'good', word: 'confirmed', values: { minutes } }
  const until = earlier(addMinutes(row.notBefore, minutes), row.notAfter)
  // A car that was here longer than that already has something to pay; the minutes still come off.
  if (until <= (row.confirmedAt ?? row.grantedAt)) return { tone: 'good', word: 'confirmed', values: { minutes } }
  return { tone: 'good', word: 'confirmedUntil', values: { minutes, until: clock(until) } }
}
