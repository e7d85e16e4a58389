import { FINDINGS_MAX, type Finding, type Refusal } from '@pingting/contract'
import { whereaboutsOf } from '../../../settlements/matching/classify.ts'
import { isBreak } from '../../../settlements/matching/register.ts'
import type { SettlementState } from '../../../settlements/state.ts'
import type { DayBooks } from '../day.ts'
import type { Send } from './send.ts'

/** Every break, and of those that are open and not among them, that they fit. Said again it is no news. */
export async function tellFindings(
  send: Send,
  lotId: string,
  state: SettlementState | undefined,
  { businessDay, verdicts }: DayBooks,
): Promise<Refusal | undefined> {
  const breaks = verdicts.filter(({ matchClass }) => isBreak(matchClass))
  const found = new Set(breaks.map(({ key }) => key))
  const gone = [...(state?.breaks.values() ?? [])].filter(
    one => one.closed === undefined && one.businessDay === businessDay && !found.has(one.key),
  )
  const findings = [...breaks.map(findingOf), ...gone.map(one => ({ ...findingOf(one), matchClass: 'M0' as const }))]
  for (let from = 0; from < findings.length; from += FINDINGS_MAX) {
    const refused = await send(lotId, { type: 'settlement.find', findings: findings.slice(from, from + FINDINGS_MAX) })
    if (refused !== undefined) return refused
  }
  return undefined
}

const findingOf = ({
  key,
  matchClass,
  businessDay,
  minutes,
  amountFen,
  isMisread,
  credited,
  ...more
}: Finding): Finding => ({
  ...{ key, matchClass, businessDay, minutes, amountFen, ...whereaboutsOf(more) },
  ...(isMisread === undefined ? {} : { isMisread }),
  ...(credited === undefined ? {} : { credited }),
})
