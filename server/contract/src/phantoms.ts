import { z } from 'zod'
import { At, command, event, StaffId, Uuid } from './scalars.ts'
import { PHANTOM_OUTCOMES, PHANTOMS_TOLD_MAX } from './words/parking/phantoms.ts'

/** What a gate holds as its own: nobody granted it. */
const phantom = { exemptionId: Uuid, freeMinutes: z.int().min(0), heldAt: At }
const outcome = z.enum(PHANTOM_OUTCOMES)

export const phantomCommands = [
  /** By the books. `waits`: too many at once, or not sure enough, so that a person looks before anything is done. */
  command('lot.findPhantoms', {
    phantoms: z.array(z.strictObject(phantom)).min(1).max(PHANTOMS_TOLD_MAX),
    waits: z.literal(true).optional(),
  }),
  /** A person has looked at one that waits: it is to be taken back. */
  command('lot.takeBackPhantom', { exemptionId: Uuid }),
  command('lot.recordPhantom', { bridgeEpoch: z.int(), exemptionId: Uuid, outcome }),
] as const

export const phantomEvents = [
  /** It is being taken back, unless it waits for a person. */
  event('lot.phantomFound', { ...phantom, waits: z.literal(true).optional() }),
  event('lot.phantomReleased', { exemptionId: Uuid, staffId: StaffId }),
  event('lot.phantomEnded', { exemptionId: Uuid, outcome }),
] as const
