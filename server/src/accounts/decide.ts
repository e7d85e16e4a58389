import {
  type Actor,
  type Command,
  type CommandOf,
  type Decision,
  type Facts,
  isRefusal,
  type Refusal,
  refuse,
} from '@pingting/contract'
import type { Account, AccountState } from './state.ts'

type AccountsCommand = Extract<Command['type'], `city.${string}` | `account.${string}`>
type Decide<T extends AccountsCommand> = (command: CommandOf<T>, state: AccountState, facts: Facts) => Decision

/** Checked in this order: the city is open, then the account is there or not there. Who may ask is in access.ts. */
export const decide: { [T in AccountsCommand]: Decide<T> } = {
  'city.open': ({ region, name }, state, { at }) =>
    state.region === undefined ? [{ type: 'city.opened', v: 1, at, region, name }] : refuse('city.exists', region),
  'account.create': (command, state, { at, actor }) => {
    const { type: _type, commandId: _commandId, ...account } = command
    if (state.region === undefined) return refuse('city.unknown')
    if (state.accounts.has(account.staffId)) return refuse('account.exists', account.staffId)
    // An admin knows the password he gives, so he cannot say that its owner chose it; a founding file may.
    if (account.chosenBy === 'owner' && actor.kind !== 'system') return refuse('access.denied')
    return [{ type: 'account.created', v: 1, at, ...account }]
  },
  'account.assign': ({ staffId, role, hallIds, lotIds }, state, { at, actor }) => {
    const account = openAccount(staffId, state)
    if (isRefusal(account)) return account
    if (isOneself(actor, staffId)) return refuse('account.self', staffId)
    const isSame =
      JSON.stringify([account.role, account.hallIds, account.lotIds]) === JSON.stringify([role, hallIds, lotIds])
    return isSame ? [] : [{ type: 'account.assigned', v: 1, at, staffId, role, hallIds, lotIds }]
  },
  'account.close': ({ staffId }, state, { at, actor }) => {
    const account = openAccount(staffId, state)
    if (isRefusal(account)) return account
    return isOneself(actor, staffId) ? refuse('account.self', staffId) : [{ type: 'account.closed', v: 1, at, staffId }]
  },
  'account.changePassword': (command, state, { at }) => changed(command, state, at, 'admin'),
  'account.choosePassword': (command, state, { at }) => changed(command, state, at, 'owner'),
  'account.setSecondFactor': ({ staffId, sealedSecret }, state, { at }) => {
    if (!state.accounts.has(staffId)) return refuse('account.unknown', staffId)
    return [{ type: 'account.secondFactorSet', v: 1, at, staffId, sealedSecret }]
  },
  'account.endSecondFactor': ({ staffId }, state, { at }) => {
    const account = state.accounts.get(staffId)
    if (account === undefined) return refuse('account.unknown', staffId)
    return account.sealedSecret === undefined ? [] : [{ type: 'account.secondFactorEnded', v: 1, at, staffId }]
  },
}

/** So a city is never left without an admin: whoever takes the rights of others away keeps his own. */
const isOneself = (actor: Actor, staffId: string): boolean => actor.kind === 'staff' && actor.staffId === staffId

function openAccount(staffId: string, state: AccountState): Account | Refusal {
  const account = state.accounts.get(staffId)
  if (account === undefined) return refuse('account.unknown', staffId)
  return account.isClosed ? refuse('account.closed', staffId) : account
}

function changed(
  { staffId, passwordHash }: { staffId: string; passwordHash: string },
  state: AccountState,
  at: string,
  chosenBy: 'owner' | 'admin',
): Decision {
  const account = openAccount(staffId, state)
  if (isRefusal(account)) return account
  return [{ type: 'account.passwordChanged', v: 1, at, staffId, passwordHash, chosenBy }]
}
