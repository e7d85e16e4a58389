import type { Envelope, ScreenEvent } from '@pingting/contract'
import { callsAfter } from '@pingting/contract/words/calls'
import type { CallRow, Screen } from '@pingting/contract/words/screen'
import { audienceKind, type Draft } from './fold/draft.ts'
import { hallFolds } from './fold/hall.ts'
import { officeFolds } from './fold/office.ts'
import { parkingFolds } from './fold/parking.ts'
import { policyFolds } from './fold/policies.ts'
import { settlementFolds } from './fold/settlements.ts'

type AnyFold = (draft: Draft, event: ScreenEvent) => void
const folds: Readonly<Record<string, AnyFold>> = {
  ...hallFolds,
  ...officeFolds,
  ...parkingFolds,
  ...policyFolds,
  ...settlementFolds,
} as Record<string, AnyFold>

/** One envelope folded into a screen. Pure: the same screen and envelope always give the same screen. */
export function reduce(screen: Screen, envelope: Envelope): Screen {
  const draft: Draft = { screen, audience: envelope.audience, touched: new Set() }
  for (const event of envelope.events) {
    if (audienceKind(draft) === 'public') callInto(draft, event)
    folds[event.type]?.(draft, event)
  }
  return draft.screen
}

/** The list of calls is folded by hub and face with the contract's one function. */
function callInto(draft: Draft, event: ScreenEvent): void {
  const calls = callsAfter(draft.screen.calls, event)
  if (calls !== draft.screen.calls) draft.screen = { ...draft.screen, calls: calls as CallRow[] }
}
