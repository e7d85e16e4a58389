import { z } from 'zod'
import { CounterId, DeviceId, DeviceKind, HallId, LotId, StaffId, StaffRole, TicketId } from './scalars.ts'

/** Who asks. Written into every commit; holds no personal data of citizens. */
export const Actor = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('staff'),
    staffId: StaffId,
    name: z.string(),
    role: StaffRole,
    hallIds: z.array(HallId),
    lotIds: z.array(LotId),
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
  z.strictObject({ kind: z.literal('system'), part: z.enum(['clock', 'reaction', 'seed']) }),
])
export type Actor = z.infer<typeof Actor>
