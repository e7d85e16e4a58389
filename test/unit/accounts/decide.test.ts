import { type Actor, type CityCommand, type Decision, type Event, type Facts, isRefusal } from '@pingting/contract'
import { describe, expect, test } from 'vitest'
import { decide } from '../../../server/src/accounts/decide.ts'
import { type AccountState, evolve, initial } from '../../../server/src/accounts/state.ts'
import { openAccountOf } from '../../../server/src/accounts/view.ts'
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
  const send = (command: CityCommand, actor: Actor = SYSTEM) => {
    const decision = (decide[command.type] as (c: CityCommand, s: AccountState, f: Facts) => Decision)(command, state, {
      ...facts,
      actor,
    })
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

test('[AC8] an account is created once; a changed password takes the place of the old one, and sessions of the old one end', () => {
  const { send, state } = open()
  send(city)
  expect(send(change)).toBe('account.unknown')
  expect([send(account), send(account)]).toEqual(['account.created', 'account.exists'])
  expect(send(change)).toBe('account.passwordChanged')
  expect(state.accounts.get('c1')).toEqual({
    ...{ staffId: 'c1', name: '王', role: 'clerk', hallIds: ['h1'], lotIds: [] },
    ...{ passwordHash: 'scrypt$2', mustChange: true, passwordTally: 1 },
  })
  expect(throughJson(state)).toEqual(state)
})

describe('[AC32] a password that somebody else gave opens one thing: to choose one', () => {
  const mustChange = (state: AccountState) => state.accounts.get('c1')?.mustChange
  const choose: CityCommand = { ...change, type: 'account.choosePassword' }

  test('given at the start, and given again by an admin, it must be changed; chosen, it need not', () => {
    const { send, state } = open()
    send(city)
    send(account)
    expect(mustChange(state)).toBe(true)
    send(choose)
    expect(mustChange(state)).toBe(false)
    send(change)
    expect(mustChange(state)).toBe(true)
  })

  test('only a founding file may say that its owner chose it already', () => {
    const { send, state } = open()
    send(city)
    const chosen: CityCommand = { ...account, chosenBy: 'owner' }
    const admin: Actor = { kind: 'staff', staffId: 'a', name: 'a', role: 'admin', hallIds: [], lotIds: [] }
    expect(send(chosen, admin)).toBe('access.denied')
    expect(send(chosen)).toBe('account.created')
    expect(mustChange(state)).toBe(false)
  })

  test('an account of the first commits, which do not say who chose, must change it; one that changed it has chosen', () => {
    const state = initial()
    const { type: _type, commandId: _commandId, ...fields } = account as CityCommand & { type: 'account.create' }
    evolve(state, { type: 'account.created', v: 1, at: NINE, ...fields } as Event)
    expect(mustChange(state)).toBe(true)
    evolve(state, { type: 'account.passwordChanged', v: 1, at: NINE, staffId: 'c1', passwordHash: 'scrypt$3' })
    expect(mustChange(state)).toBe(false)
  })
})

test('[AC36] a second factor is set and ended; ending what is not there changes nothing', () => {
  const { send, state } = open()
  const set: CityCommand = { type: 'account.setSecondFactor', commandId, staffId: 'c1', sealedSecret: 'sealed' }
  const end: CityCommand = { type: 'account.endSecondFactor', commandId, staffId: 'c1' }
  send(city)
  expect([send(set), send(end)]).toEqual(['account.unknown', 'account.unknown'])
  send(account)
  expect([send(end), send(set)]).toEqual(['', 'account.secondFactorSet'])
  expect(state.accounts.get('c1')?.sealedSecret).toBe('sealed')
  expect(send(end)).toBe('account.secondFactorEnded')
  expect(state.accounts.get('c1')).not.toHaveProperty('sealedSecret')
})

describe('[AC71] an account is given another role and other places, and closed', () => {
  const admin: Actor = { kind: 'staff', staffId: 'a1', name: '管', role: 'admin', hallIds: ['h1'], lotIds: [] }
  const place = { role: 'manager', hallIds: ['h2'], lotIds: ['east'] } as const
  const assign = { type: 'account.assign', commandId, staffId: 'c1', ...place } as unknown as CityCommand
  const close: CityCommand = { type: 'account.close', commandId, staffId: 'c1' }

  test('what it may holds at once; the same again changes nothing', () => {
    const { send, state } = open()
    send(city)
    expect([send(assign, admin), send(close, admin)]).toEqual(['account.unknown', 'account.unknown'])
    send(account)
    expect([send(assign, admin), send(assign, admin)]).toEqual(['account.assigned', ''])
    expect(state.accounts.get('c1')).toMatchObject({ ...place, name: '王', passwordTally: 0 })
  })

  test('closed it is nobody any more, and its name stays taken', () => {
    const { send, state } = open()
    send(city)
    send(account)
    expect(openAccountOf(state, 'c1')?.staffId).toBe('c1')
    expect(send(close, admin)).toBe('account.closed')
    expect(openAccountOf(state, 'c1')).toBeUndefined()
    expect([send(close, admin), send(assign, admin), send(change, admin), send(account, admin)]).toEqual([
      ...['account.closed', 'account.closed', 'account.closed', 'account.exists'],
    ])
    expect(throughJson(state)).toEqual(state)
  })

  test('nobody does it to himself, so that an admin is left', () => {
    const { send } = open()
    send(city)
    send({ ...account, staffId: 'a1', role: 'admin' } as CityCommand)
    const mine = [assign, close].map(command => send({ ...command, staffId: 'a1' } as CityCommand, admin))
    expect(mine).toEqual(['account.self', 'account.self'])
  })
})
