import type { Event, EventOf, EventsNamed, Folds } from '@pingting/contract'

export interface Account extends Omit<EventOf<'account.created'>, 'type' | 'v' | 'at' | 'chosenBy'> {
  /** The password was given by somebody else: until its owner has chosen one, it opens nothing. */
  mustChange: boolean
  /** How often the password was changed; a session belongs to the password it was opened with. */
  passwordTally: number
  /** While a second factor is asked for. */
  sealedSecret?: string
  /** Its owner has left: it opens nothing. */
  isClosed?: true
}

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
  'account.created': (state, { type: _type, v: _v, at: _at, chosenBy = 'admin', ...account }) => {
    state.accounts.set(account.staffId, { ...account, mustChange: chosenBy === 'admin', passwordTally: 0 })
  },
  'account.assigned': (state, { staffId, role, hallIds, lotIds }) => {
    const account = state.accounts.get(staffId)
    if (account !== undefined) Object.assign(account, { role, hallIds, lotIds })
  },
  'account.closed': (state, { staffId }) => {
    const account = state.accounts.get(staffId)
    if (account !== undefined) account.isClosed = true
  },
  'account.passwordChanged': (state, { staffId, passwordHash, chosenBy = 'owner' }) => {
    const account = state.accounts.get(staffId)
    if (account === undefined) return
    account.passwordHash = passwordHash
    account.mustChange = chosenBy === 'admin'
    account.passwordTally += 1
  },
  'account.secondFactorSet': (state, { staffId, sealedSecret }) => {
    const account = state.accounts.get(staffId)
    if (account !== undefined) account.sealedSecret = sealedSecret
  },
  'account.secondFactorEnded': (state, { staffId }) => {
    delete state.accounts.get(staffId)?.sealedSecret
  },
}

export function evolve<E extends Event>(state: AccountState, event: E): void {
  const fold = (own as Record<string, unknown>)[event.type] as ((state: AccountState, event: E) => void) | undefined
  fold?.(state, event)
}
