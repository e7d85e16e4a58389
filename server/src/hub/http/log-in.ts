import { randomBytes } from 'node:crypto'
import { type Refusal, refuse } from '@pingting/contract'
import { hashPassword, passwordFits } from '../../accounts/passwords.ts'
import type { Sessions, StaffActor } from '../../accounts/store.ts'
import type { Hub } from '../dispatch.ts'
import type { Limits } from '../process/limits.ts'

export interface LogInPorts {
  hub: Hub
  sessions: Sessions
  limits: Limits
}

export type LogIn = (
  staffId: string,
  password: string,
  address: string,
) => Promise<{ actor: StaffActor; credential: string } | Refusal>

/** How people get in. Every try is counted before it is looked at, and given back when it was right. */
export function openLogIn({ hub, sessions, limits }: LogInPorts): LogIn {
  /** Checked when there is no such account, so that a wrong name costs the same time as a wrong password. */
  const nobody = hashPassword(randomBytes(16).toString('hex'))

  /**
   * Five tries from one address. Beyond fifty from anywhere only addresses are heard that the account has logged in
   * from, so that nobody can lock its owner out from elsewhere.
   */
  async function mayTry(staffId: string, place: string): Promise<boolean> {
    if (!(await limits.reserve('login', place))) return false
    return (await limits.exceeded('loginKnown', place)) || limits.reserve('loginElsewhere', staffId)
  }

  return async (staffId, password, address) => {
    const place = `${address}|${staffId}`
    if (!(await mayTry(staffId, place))) return refuse('request.too-many')
    const account = hub
      .states('city')
      .map(({ state }) => state.accounts.get(staffId))
      .find(found => found !== undefined)
    const fits = await passwordFits(password, account?.passwordHash ?? (await nobody))
    if (account === undefined || !fits) return refuse('access.wrong-password')
    await limits.release('login', place)
    if (!(await limits.exceeded('loginKnown', place))) await limits.release('loginElsewhere', staffId)
    await limits.count('loginKnown', place)
    const { name, role, hallIds, lotIds } = account
    const actor: StaffActor = { kind: 'staff', staffId, name, role, hallIds: [...hallIds], lotIds: [...lotIds] }
    return { actor, credential: await sessions.open(actor, hub.now()) }
  }
}
