import { type Actor, type Command, type Facts, isRefusal, recorded, type StreamName } from '@pingting/contract'
import { cityRules } from '../../server/src/domain.ts'
import { idOf } from '../../server/src/hub/ids.ts'
import type { GoldenCommit } from './fold.ts'

const CITY: StreamName = 'city:370600'

/** Accounts stand in a stream of their own, which the floor does not play. */
export function city(admin: Actor): GoldenCommit[] {
  const state = cityRules.initial()
  const at = '2026-11-23T00:30:00.000Z'
  const account = { staffId: 'manager', name: '经理', role: 'manager', hallIds: ['h1'], lotIds: [], passwordHash: 's1' }
  const wishes = [
    { type: 'city.open', region: '370600', name: '烟台' },
    { type: 'account.create', ...account },
    { type: 'account.changePassword', staffId: 'manager', passwordHash: 's2' },
    { type: 'account.setSecondFactor', staffId: 'manager', sealedSecret: 'sealed' },
    { type: 'account.endSecondFactor', staffId: 'manager' },
    { type: 'account.assign', staffId: 'manager', role: 'clerk', hallIds: ['h1'], lotIds: ['east'] },
    { type: 'account.close', staffId: 'manager' },
  ]
  return wishes.map((wish, index) => {
    const commandId = idOf('city', index)
    const facts: Facts = { at, businessDay: '2026-11-23', actor: admin, idFor: word => idOf(commandId, word) }
    const events = cityRules.decide(state, { ...wish, commandId } as Command, facts)
    if (isRefusal(events)) throw new Error(`${wish.type}: ${events.refused}`)
    for (const event of events) cityRules.evolve(state, event)
    return { stream: CITY, seq: index + 1, at, commandId, actor: recorded(admin), events }
  })
}
