import { createHmac } from 'node:crypto'
import type { Actor, Answer, StaffRow, StreamName } from '@pingting/contract'
import { hashPassword } from '../../accounts/passwords.ts'
import { staffRows } from '../../accounts/view.ts'
import type { Hub } from '../dispatch.ts'

interface NewcomerPorts {
  hub: Pick<Hub, 'states'>
  submit(stream: StreamName, input: unknown, actor: Actor): Promise<Answer>
  /** Makes first passwords of commands; 256 bits, kept outside the database. */
  key: Buffer
}

/** What an account is made of, without what opens it. */
export interface Newcomer {
  commandId: string
  staffId: string
  name: string
  role: string
  hallIds: string[]
  lotIds: string[]
}

/** The command was taken, and this is what it gave; the same whenever it is repeated. */
export type Given = Exclude<Answer, { ok: true }> | { ok: true; replayed: boolean; staffId: string; password: string }

export interface Newcomers {
  list(): StaffRow[]
  create(newcomer: Newcomer, actor: Actor): Promise<Given>
  /** A first password again, for who has lost his own. */
  renew(staffId: string, commandId: string, actor: Actor): Promise<Given>
}

/** Four groups of four, 80 bits, of letters and digits that nobody takes for one another. */
const SIGNS = 'abcdefghjkmnpqrstuvwxyz23456789'
const LENGTH = 16

/**
 * First passwords are made of the command's id with a key of the hub: nothing is kept, an answer that was lost is given
 * again, and whoever has only the journal cannot make one.
 */
export function openNewcomers({ hub, submit, key }: NewcomerPorts): Newcomers {
  const made = (purpose: string, commandId: string): Buffer =>
    createHmac('sha256', key).update(`${purpose}|${commandId}`).digest()
  // Cities are few, and a house has one.
  const region = (): StreamName => hub.states('city')[0]?.name ?? 'city:000000'

  async function give(command: { type: string; commandId: string; staffId: string }, actor: Actor): Promise<Given> {
    const { commandId, staffId } = command
    const password = readable(made('first password', commandId))
    const passwordHash = await hashPassword(password, made('salt', commandId).subarray(0, 16))
    const answer = await submit(region(), { ...command, passwordHash }, actor)
    return answer.ok ? { ok: true, replayed: answer.replayed, staffId, password } : answer
  }

  return {
    list: () => hub.states('city').flatMap(({ state }) => staffRows(state)),
    create: (newcomer, actor) => give({ type: 'account.create', ...newcomer }, actor),
    renew: (staffId, commandId, actor) => give({ type: 'account.changePassword', commandId, staffId }, actor),
  }
}

const readable = (bytes: Buffer): string =>
  [...bytes.subarray(0, LENGTH)]
    .map(byte => SIGNS[byte % SIGNS.length]!)
    .join('')
    .replace(/(.{4})(?=.)/g, '$1-')
