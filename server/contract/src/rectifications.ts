import { z } from 'zod'
import { CounterId, event, LevelNumber, ServiceCode, StaffId, TicketId, Uuid } from './scalars.ts'

export const rectificationEvents = [
  event('rectification.opened', {
    caseId: Uuid,
    evaluationId: Uuid,
    ticketId: TicketId,
    counterId: CounterId,
    staffId: StaffId,
    serviceCode: ServiceCode,
    level: LevelNumber,
    /** 作风类 or 行业类, from the tags. */
    caseClass: z.enum(['conduct', 'sector']),
  }),
] as const
