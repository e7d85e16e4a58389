import type { StaffRow } from '@pingting/contract'
import type { Account, AccountState } from './state.ts'

/** The account of who may come in; nothing for who left or was never there. */
export function openAccountOf(state: AccountState | undefined, staffId: string): Account | undefined {
  const account = state?.accounts.get(staffId)
  return account?.isClosed === true ? undefined : account
}

/** The staff of a city for its admins: nothing that opens an account is in it. */
export const staffRows = ({ accounts }: AccountState): StaffRow[] =>
  [...accounts.values()].map(({ staffId, name, role, hallIds, lotIds, mustChange, sealedSecret, isClosed }) => ({
    ...{ staffId, name, role, hallIds: [...hallIds], lotIds: [...lotIds] },
    ...{ hasFirstPassword: mustChange, hasSecondFactor: sealedSecret !== undefined, isClosed: isClosed === true },
  }))
