/**
 * The ledger of a parking gate, pure: `decide…` takes the ledger, a command and the time and says what to write down
 * and what to answer; `apply` adds that. No clock, no randomness, no input or output: time and ids are handed in.
 */
import type { Instant } from '@pingting/contract/words/time'
import { apply } from './ledger/apply.ts'
import { draftOn } from './ledger/draft.ts'
import { emptyLedger, type GatePolicy, type Ledger } from './ledger/state.ts'

export { apply } from './ledger/apply.ts'
export type { Decision, Refusal } from './ledger/draft.ts'
export type { CarClass, Commit, GateEvent } from './ledger/entries.ts'
export * from './ledger/grants.ts'
export * from './ledger/queries.ts'
export { emptyLedger, type GatePolicy, type Ledger } from './ledger/state.ts'
export * from './ledger/stays.ts'
export { ExemptionState, GrantOutcome, ReasonCode, RevokeOutcome } from './ledger/words.ts'

/** A ledger with nothing in it yet but its epoch, and the commit that says so. */
export function beginLedger(
  policy: GatePolicy,
  controllerEpoch: string,
  now: Instant,
): { ledger: Ledger; commit: ReturnType<typeof draftOn>['commit'] } {
  const ledger = emptyLedger(policy)
  const draft = draftOn(ledger, now)
  draft.record({ type: 'LedgerBegan', controllerEpoch })
  apply(ledger, draft.commit)
  return { ledger, commit: draft.commit }
}
