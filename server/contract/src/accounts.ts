import { z } from 'zod'
import { command, event, HallId, LotId, personal, RegionCode, StaffId, StaffRole } from './scalars.ts'

const assigned = {
  staffId: StaffId,
  role: StaffRole,
  hallIds: z.array(HallId).max(64),
  lotIds: z.array(LotId).max(64),
}
const account = {
  ...assigned,
  name: personal(z.string().max(40)),
  /** scrypt, with its salt and cost in the text. */
  passwordHash: z.string().max(200),
}

/** Who thought of a password. What somebody else gave is good for one thing: to choose one's own. */
const ChosenBy = z.enum(['owner', 'admin'])
/** The shared secret of RFC 6238, sealed by the hub with a key outside the database. */
const sealedSecret = z.string().max(200)

export const accountCommands = [
  command('city.open', { region: RegionCode, name: z.string().max(40) }),
  command('account.create', { ...account, chosenBy: z.literal('owner').optional() }),
  /** Another role, other halls and lots: they hold from the next thing he does. */
  command('account.assign', assigned),
  /** Who left: he gets in no more, and the name stays taken. */
  command('account.close', { staffId: StaffId }),
  command('account.changePassword', { staffId: StaffId, passwordHash: z.string().max(200) }),
  command('account.choosePassword', { staffId: StaffId, passwordHash: z.string().max(200) }),
  command('account.setSecondFactor', { staffId: StaffId, sealedSecret }),
  command('account.endSecondFactor', { staffId: StaffId }),
] as const

export const accountEvents = [
  event('city.opened', { region: RegionCode, name: z.string() }),
  /** Without `chosenBy` the password was given by an admin. */
  event('account.created', { ...account, chosenBy: ChosenBy.optional() }),
  event('account.assigned', assigned),
  event('account.closed', { staffId: StaffId }),
  /** Without `chosenBy` it was chosen by the owner. */
  event('account.passwordChanged', { staffId: StaffId, passwordHash: z.string(), chosenBy: ChosenBy.optional() }),
  event('account.secondFactorSet', { staffId: StaffId, sealedSecret }),
  event('account.secondFactorEnded', { staffId: StaffId }),
] as const
