import { z } from 'zod'
import { command, event, HallId, LotId, RegionCode, StaffId, StaffRole } from './scalars.ts'

const account = {
  staffId: StaffId,
  name: z.string().max(40),
  role: StaffRole,
  hallIds: z.array(HallId).max(64),
  lotIds: z.array(LotId).max(64),
  /** scrypt, with its salt and cost in the text. */
  passwordHash: z.string().max(200),
}

export const accountCommands = [
  command('city.open', { region: RegionCode, name: z.string().max(40) }),
  command('account.create', account),
  command('account.changePassword', { staffId: StaffId, passwordHash: z.string().max(200) }),
] as const

export const accountEvents = [
  event('city.opened', { region: RegionCode, name: z.string() }),
  event('account.created', account),
  event('account.passwordChanged', { staffId: StaffId, passwordHash: z.string() }),
] as const
