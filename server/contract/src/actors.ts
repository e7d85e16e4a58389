import { z } from 'zod'
import { CounterId, DeviceId, DeviceKind, HallId, LotId, StaffId, StaffRole, TicketId } from './scalars.ts'

/** Who asks. A commit keeps it without the name, see `recorded`. */
export const Actor = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('staff'),
    staffId: StaffId,
    name: z.string(),
    role: StaffRole,
    hallIds: z.array(HallId),
    lotIds: z.array(LotId),
    /** Where he asks from, as far as the hub can tell. */
    address: z.string().max(64).optional(),
  }),
  z.strictObject({
    kind: z.literal('device'),
    deviceId: DeviceId,
    device: DeviceKind,
    hallId: HallId,
    counterId: CounterId.optional(),
  }),
  z.strictObject({ kind: z.literal('citizen'), hallId: HallId, ticketId: TicketId }),
  z.strictObject({ kind: z.literal('bridge'), lotIds: z.array(LotId) }),
  z.strictObject({
    kind: z.literal('system'),
    part: z.enum(['clock', 'reaction', 'seed', 'logIn', 'restore', 'books', 'booking']),
  }),
])
export type Actor = z.infer<typeof Actor>

/** Who asked, as a commit keeps it: of staff the id and not the name, which is looked up when it is shown. */
export type RecordedActor =
  | Exclude<Actor, { kind: 'staff' }>
  // The first commits of all hold a name; they stay readable.
  | (Omit<Extract<Actor, { kind: 'staff' }>, 'name'> & { name?: string })

export function recorded(actor: Actor): RecordedActor {
  if (actor.kind !== 'staff') return actor
  const { name: _, ...nameless } = actor
  return nameless
}
