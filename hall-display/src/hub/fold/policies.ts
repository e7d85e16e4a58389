import { scheduled } from '@pingting/contract/words/parking/policies'
import { changeHall, type Draft, type EventOfScreen, type ScreenFolds, tells } from './draft.ts'

/** Everybody hears what is offered from when on; only parking holds whole policies. */
function adopted(draft: Draft, e: EventOfScreen<'policy.adopted'>): void {
  if (!tells(e, 'policy', 'effectiveFrom')) return
  const { policy, effectiveFrom, at } = e
  const { version, freeMinutes, grantWithoutRating } = policy
  const unrated = grantWithoutRating === true ? { grantWithoutRating } : {}
  const terms = { effectiveFrom, version, freeMinutes, ...unrated }
  changeHall(draft, hall => ({ ...hall, terms: scheduled(hall.terms ?? [], terms) }))
  const { policies } = draft.screen
  if (policies === undefined) return
  draft.screen = { ...draft.screen, policies: scheduled(policies, { effectiveFrom, policy, adoptedAt: at }) }
}

function withdrawn(draft: Draft, e: EventOfScreen<'policy.withdrawn'>): void {
  changeHall(draft, ({ terms = [], ...hall }) => {
    const left = terms.filter(({ version }) => version !== e.version)
    return left.length === 0 ? hall : { ...hall, terms: left }
  })
  const { policies } = draft.screen
  if (policies === undefined) return
  draft.screen = { ...draft.screen, policies: policies.filter(({ policy }) => policy.version !== e.version) }
}

export const policyFolds: ScreenFolds = { 'policy.adopted': adopted, 'policy.withdrawn': withdrawn }
