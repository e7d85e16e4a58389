import { type BusinessDay, type Command, type Event, type Instant, isRefusal } from '@pingting/contract'
import { expect, test } from 'vitest'
import { hallRules, type World } from '../../../server/src/domain.ts'
import { card, manager } from '../tickets/floor.ts'

const world: World = {
  ...{ calendar: { holidays: [], workdays: [] }, exemptionIdFor: () => '', visitIdFor: () => '', lot: () => undefined },
  ...{ halls: () => [], failed: () => undefined, personMark: (...parts: string[]) => parts.join('|') },
}

/** What is written down of who takes a ticket here and then. */
function markIn(hallId: string, at: Instant, businessDay: BusinessDay): unknown {
  const rules = hallRules(world, hallId)
  const state = rules.initial()
  rules.evolve(state, { type: 'hall.opened', v: 1, at, hall: card } as Event)
  rules.evolve(state, { type: 'hall.realNameSet', v: 1, at, realName: 'optional' })
  const command = { type: 'ticket.take', serviceCode: 'tax', priority: 'none', person: '#p' } as unknown as Command
  const decided = rules.decide(state, command, { at, businessDay, actor: manager, idFor: name => name })
  if (isRefusal(decided)) throw new Error(decided.refused)
  return (decided[0] as { personMark?: string }).personMark
}

test('[TK81] one person is somebody else in another hall, and on another day', () => {
  expect([
    markIn('h1', '2026-11-23T01:00:00.000Z', '2026-11-23'),
    markIn('h2', '2026-11-23T01:00:00.000Z', '2026-11-23'),
    markIn('h1', '2026-11-24T01:00:00.000Z', '2026-11-24'),
  ]).toEqual(['h1|2026-11-23|#p', 'h2|2026-11-23|#p', 'h1|2026-11-24|#p'])
})
