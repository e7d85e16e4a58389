import { type BusinessDay, FINDINGS_MAX, type Finding, fen, type Refusal } from '@pingting/contract'
import { whereaboutsOf } from '../../../settlements/matching/classify.ts'
import { isBreak } from '../../../settlements/matching/register.ts'
import { type Break, besideOf, type SettlementState } from '../../../settlements/state.ts'
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
  const over = overbooked([...(state?.breaks.values() ?? [])], businessDay, found)
  const isOver = new Set(over.map(({ key }) => key))
  const gone = [...(state?.breaks.values() ?? [])].filter(
    one => one.closed === undefined && one.businessDay === businessDay && !found.has(one.key) && !isOver.has(one.key),
  )
  const findings = [
    ...breaks.map(findingOf),
    ...over,
    ...gone.map(one => ({ ...findingOf(one), matchClass: 'M0' as const })),
  ]
  for (let from = 0; from < findings.length; from += FINDINGS_MAX) {
    const refused = await send(lotId, { type: 'settlement.find', findings: findings.slice(from, from + FINDINGS_MAX) })
    if (refused !== undefined) return refused
  }
  return undefined
}

/**
 * What was adjusted of a difference that is none any more counts beside the line (RB91): a difference of its own, until
 * two persons take it back or let it stand. A refund was paid, and what a dispute upheld corrects its line.
 */
const overbooked = (all: readonly Break[], day: BusinessDay, found: ReadonlySet<string>): Finding[] =>
  all.flatMap(({ key, businessDay, booked, dispute, matchClass, ...where }) => {
    const isOver = businessDay === day && !found.has(key) && dispute === undefined && matchClass !== 'B13'
    if (!isOver || booked === undefined || (booked.amountFen === 0 && booked.minutes === 0)) return []
    const sums = { minutes: Math.abs(booked.minutes), amountFen: fen(Math.abs(booked.amountFen)) }
    return [{ key, matchClass: 'B9', businessDay, ...sums, overbooked: booked, ...whereaboutsOf(where) }]
  })

const findingOf = ({ key, matchClass, businessDay, minutes, amountFen, isMisread, ...more }: Finding): Finding => ({
  ...{ key, matchClass, businessDay, minutes, amountFen, ...whereaboutsOf(more) },
  ...(isMisread === undefined ? {} : { isMisread }),
  ...besideOf(more),
})
