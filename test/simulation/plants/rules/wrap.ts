import type { Command, Decision, Event, Facts } from '@pingting/contract'
import type { HallState } from '../../../../server/src/domain.ts'
import type { LotState } from '../../../../server/src/lots/state.ts'
import { HALL, LOT } from '../../doubles/site.ts'
import type { AnyRules, Plant } from '../plant.ts'

type Changes<S> = (rules: AnyRules) => Partial<{
  evolve(state: S, event: Event): void
  decide(state: S, command: Command, facts: Facts): ReturnType<AnyRules['decide']>
  react(state: S, events: readonly Event[], facts: Facts): Event[]
}>

/** The rules of a hall with one of them wrong. */
export const hallRulesWith =
  (changes: Changes<HallState>): NonNullable<Plant['rules']> =>
  (rules, stream) =>
    stream === HALL ? { ...rules, ...changes(rules) } : rules

export const lotRulesWith =
  (changes: Changes<LotState>): NonNullable<Plant['rules']> =>
  (rules, stream) =>
    stream === LOT ? { ...rules, ...changes(rules) } : rules

/** What a hall has decided, and then something else. */
export const decidedAs = (
  change: (events: Event[], command: Command, facts: Facts, state: HallState) => Event[],
): NonNullable<Plant['rules']> =>
  hallRulesWith(rules => ({
    decide: (state, command, facts): Decision => {
      const decision: Decision = rules.decide(state, command, facts)
      return 'refused' in decision ? decision : change(decision, command, facts, state)
    },
  }))
