import { type Actor, type Command, type Facts, isRefusal, recorded, type StreamName } from '@pingting/contract'
import { cityRules } from '../../server/src/domain.ts'
import { idOf } from '../../server/src/hub/ids.ts'
import type { GoldenCommit } from './fold.ts'
import { cityWishes } from './set-up.ts'

const CITY: StreamName = 'city:370600'

/** Accounts stand in a stream of their own, which the floor does not play. */
export function city(admin: Actor): GoldenCommit[] {
  const state = cityRules.initial()
  const at = '2026-11-23T00:30:00.000Z'
  return cityWishes.map((wish, index) => {
    const commandId = idOf('city', index)
    const facts: Facts = { at, businessDay: '2026-11-23', actor: admin, idFor: word => idOf(commandId, word) }
    const events = cityRules.decide(state, { ...wish, commandId } as Command, facts)
    if (isRefusal(events)) throw new Error(`${wish.type}: ${events.refused}`)
    for (const event of events) cityRules.evolve(state, event)
    return { stream: CITY, seq: index + 1, at, commandId, actor: recorded(admin), events }
  })
}
