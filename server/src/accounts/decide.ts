import { type Command, type CommandOf, type Decision, type Facts, refuse } from '@pingting/contract'
import type { AccountState } from './state.ts'

type AccountsCommand = Extract<Command['type'], `city.${string}` | `account.${string}`>
type Decide<T extends AccountsCommand> = (command: CommandOf<T>, state: AccountState, facts: Facts) => Decision

/** Checked in this order: the city is open, then the account is there or not there. Who may ask is in access.ts. */
export const decide: { [T in AccountsCommand]: Decide<T> } = {
  'city.open': ({ region, name }, state, { at }) =>
    state.region === undefined ? [{ type: 'city.opened', v: 1, at, region, name }] : refuse('city.exists', region),
  'account.create': (command, state, { at }) => {
    const { type: _type, commandId: _commandId, ...account } = command
    if (state.region === undefined) return refuse('city.unknown')
    if (state.accounts.has(account.staffId)) return refuse('account.exists', account.staffId)
    return [{ type: 'account.created', v: 1, at, ...account }]
  },
  'account.changePassword': ({ staffId, passwordHash }, state, { at }) => {
    if (!state.accounts.has(staffId)) return refuse('account.unknown', staffId)
    return [{ type: 'account.passwordChanged', v: 1, at, staffId, passwordHash }]
  },
}
