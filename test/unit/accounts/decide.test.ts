import { type CityCommand, type Decision, type Facts, isRefusal } from '@pingting/contract'
import { expect, test } from 'vitest'
import { decide } from '../../../server/src/accounts/decide.ts'
import { type AccountState, evolve, initial } from '../../../server/src/accounts/state.ts'
import { fakeId, NINE, SYSTEM, throughJson } from '../reactions/world.ts'

const facts = { at: NINE, businessDay: '2026-11-23', actor: SYSTEM, idFor: fakeId }
const commandId = fakeId('c')
const city: CityCommand = { type: 'city.open', commandId, region: '370600', name: '烟台' }
const account: CityCommand = {
  ...{ type: 'account.create', commandId, staffId: 'c1', name: '王', role: 'clerk', hallIds: ['h1'], lotIds: [] },
  passwordHash: 'scrypt$1',
}
const change: CityCommand = { type: 'account.changePassword', commandId, staffId: 'c1', passwordHash: 'scrypt$2' }

function open() {
  const state = initial()
  const send = (command: CityCommand) => {
    const decision = (decide[command.type] as (c: CityCommand, s: AccountState, f: Facts) => Decision)(
      command,
      state,
      facts,
    )
    if (isRefusal(decision)) return decision.refused
    for (const event of decision) evolve(state, event)
    return decision.map(event => event.type).join()
  }
  return { state, send }
}

test('[AC7] a city is opened once, and an account belongs to an open city', () => {
  const { send } = open()
  expect(send(account)).toBe('city.unknown')
  expect([send(city), send(city)]).toEqual(['city.opened', 'city.exists'])
})

test('[AC8] an account is created once; a changed password takes the place of the old one', () => {
  const { send, state } = open()
  send(city)
  expect(send(change)).toBe('account.unknown')
  expect([send(account), send(account)]).toEqual(['account.created', 'account.exists'])
  expect(send(change)).toBe('account.passwordChanged')
  expect(state.accounts.get('c1')).toEqual({
    ...{ staffId: 'c1', name: '王', role: 'clerk', hallIds: ['h1'], lotIds: [], passwordHash: 'scrypt$2' },
  })
  expect(throughJson(state)).toEqual(state)
})
