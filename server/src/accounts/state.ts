import type { Event, EventOf, EventsNamed, Folds } from '@pingting/contract'

type Account = Omit<EventOf<'account.created'>, 'type' | 'v' | 'at'>

export interface AccountState {
  region?: string
  name?: string
  accounts: Map<string, Account>
}

export const initial = (): AccountState => ({ accounts: new Map() })

const own: Folds<AccountState, EventsNamed<'city' | 'account'>> = {
  'city.opened': (state, { region, name }) => {
    state.region = region
    state.name = name
  },
  'account.created': (state, { type: _type, v: _v, at: _at, ...account }) => {
    state.accounts.set(account.staffId, account)
  },
  'account.passwordChanged': (state, { staffId, passwordHash }) => {
    const account = state.accounts.get(staffId)
    if (account !== undefined) account.passwordHash = passwordHash
  },
}

export function evolve<E extends Event>(state: AccountState, event: E): void {
  const fold = (own as Record<string, unknown>)[event.type] as ((state: AccountState, event: E) => void) | undefined
  fold?.(state, event)
}
