import { classify, type ExemptionVoices, type MatchRules, type Verdict } from './classify.ts'
import { groupsByKey, type Sources } from './match.ts'
import type { GapRow } from './rows.ts'
import { classifyGap, classifyStays, type StayVoices } from './stays.ts'
import { addTo, type Shifts, type Totals } from './totals.ts'

/** Everything hall and lot say of a lot and a time, each source in the order of its keys. */
export type Books = Sources<ExemptionVoices & StayVoices> & { readonly gaps: AsyncIterable<GapRow> }

/**
 * Lays the books of hall and lot beside each other: one verdict for each exemption, then for each exit and evaluation,
 * then for each gap. Adds them up as it goes, and holds none. The same books give the same verdicts, in the same order.
 */
export async function* draw(books: Books, rules: MatchRules & { shifts: Shifts }, totals: Totals) {
  for await (const verdict of verdictsOf(books, rules)) {
    addTo(totals, verdict, rules.shifts)
    yield verdict
  }
}

async function* verdictsOf(
  { granted, held, used, exits, owed, gaps }: Books,
  rules: MatchRules,
): AsyncGenerator<Verdict> {
  for await (const group of groupsByKey<ExemptionVoices>({ granted, held, used })) yield classify(group, rules)
  for await (const group of groupsByKey<StayVoices>({ exits, owed })) yield* classifyStays(group, rules)
  for await (const gap of gaps) yield classifyGap(gap)
}
