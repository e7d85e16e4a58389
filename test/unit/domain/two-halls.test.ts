import type { Event, Facts } from '@pingting/contract'
import { expect, test } from 'vitest'
import { type HallState, hallRules, type World as Outside } from '../../../server/src/domain.ts'
import { card, fakeId, NINE, SYSTEM, World } from '../reactions/world.ts'

const PLATE = '鲁F12345'
const POLICY = { perPlatePerDay: 2 }

/** What a visit of that car leaves in a hall that was told of no other, and its lot. */
function visited(number: string) {
  const world = new World(POLICY)
  world.enter('s1', PLATE)
  const ticketId = world.visit(number, PLATE)
  return { world, ticketId, events: world.events }
}

/** A hall of the lot, as its journal made it. */
function hallOf(hallId: string, events: readonly Event[], outside: Partial<Outside>) {
  const rules = hallRules(
    { halls: () => [], visitIdFor: (...parts: string[]) => fakeId(parts.join('|')), ...outside } as never,
    hallId,
  )
  const state: HallState = rules.initial()
  for (const event of [{ type: 'hall.opened', v: 1, at: NINE, hall: card(POLICY) } as Event, ...events])
    rules.evolve(state, event)
  return { rules, state }
}

test('[EX37] a stay for which another hall of the lot has granted is taken, where a plate may have two a day', () => {
  // given a car whose stay has an exemption from the hall on the left, and a ticket of the hall on the right that waits for its rating
  const left = visited('A001')
  const right = visited('A002')
  const ratedAt = right.events.findIndex(({ type }) => type === 'evaluation.submitted')
  const { state: leftState } = hallOf('left', left.events, {})
  const reasonBeside = (halls: { id: string; state: HallState }[], lot = right.world.lot) => {
    const outside = {
      lot: () => lot,
      halls: () => halls,
      exemptionIdFor: (...parts: unknown[]) => fakeId(parts.join('|')),
    }
    const { rules, state } = hallOf('right', right.events.slice(0, ratedAt + 1), outside)
    const facts = { at: right.world.now, businessDay: '2026-11-23', actor: SYSTEM, idFor: fakeId } as never as Facts
    const [answer] = rules.react(state, [right.events[ratedAt]!], facts)
    return answer?.type === 'exemption.withheld' ? answer.reason : answer?.type
  }

  // when it is rated, then it is asked what other halls have granted for that stay, and not what this one has
  expect(reasonBeside([{ id: 'left', state: leftState }])).toBe('LIMIT_PLATE')
  expect([reasonBeside([]), reasonBeside([{ id: 'right', state: leftState }])]).toEqual(
    Array.from({ length: 2 }, () => 'exemption.granted'),
  )

  // then another stay of that car is another matter, and so is one whose exemption came to nothing
  const [again] = [visited('A002').world]
  again.exit('s1')
  again.pass(60).enter('s2', PLATE)
  expect(reasonBeside([{ id: 'left', state: leftState }], again.lot)).toBe('exemption.granted')
  const { exemptionId } = left.world.exemption(left.ticketId)!
  const revoked = { type: 'exemption.revoked', v: 1, at: left.world.now, exemptionId } as Event
  const { state: freed } = hallOf('left', [...left.events, revoked], {})
  expect(reasonBeside([{ id: 'left', state: freed }])).toBe('exemption.granted')
})
