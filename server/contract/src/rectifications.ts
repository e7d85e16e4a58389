import { z } from 'zod'
import { At, CounterId, event, LevelNumber, ServiceCode, StaffId, TicketId, Uuid } from './scalars.ts'

/** 作风类 or 行业类, from the tags. */
const CaseClass = z.enum(['conduct', 'sector'])

export const rectificationEvents = [
  event('rectification.opened', {
    caseId: Uuid,
    evaluationId: Uuid,
    ticketId: TicketId,
    counterId: CounterId,
    staffId: StaffId,
    serviceCode: ServiceCode,
    level: LevelNumber,
    caseClass: CaseClass,
    /** Until when it is to be put right (ME37); early commits do not say it. */
    dueAt: At.optional(),
  }),
] as const

/** An open case as managers are told of it: neither who served nor what the visitor wrote. */
const CaseRow = z.strictObject({
  caseId: Uuid,
  ticketId: TicketId,
  counterId: CounterId,
  serviceCode: ServiceCode,
  level: LevelNumber,
  caseClass: CaseClass,
  openedAt: At,
  dueAt: At.optional(),
})
export type CaseRow = z.infer<typeof CaseRow>

/** How many cases are open, and of which class. */
const CaseTallies = z.strictObject({ open: z.int(), conduct: z.int(), sector: z.int() })
export type CaseTallies = z.infer<typeof CaseTallies>

/** The answer to who asks for the cases of a hall: the tallies are of all, the rows of the newest. */
export const CaseList = z.strictObject({ tallies: CaseTallies, cases: z.array(CaseRow) })
export type CaseList = z.infer<typeof CaseList>
