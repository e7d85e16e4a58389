import { z } from 'zod'
import {
  At,
  CounterId,
  command,
  event,
  LevelNumber,
  personal,
  ServiceCode,
  StaffId,
  StaffText,
  TicketId,
  Uuid,
} from './scalars.ts'

/** 作风类 or 行业类, from the tags. */
const CaseClass = z.enum(['conduct', 'sector'])

/** 当场解决, 整改完成, or 解释说明 where nothing was wrong (domain: the three outcomes of a bad rating). */
const CaseOutcome = z.enum(['onSpot', 'rectified', 'explained'])
export type CaseOutcome = z.infer<typeof CaseOutcome>

export const rectificationCommands = [
  /** Who asks answers for it from then on; from another it is taken over. */
  command('rectification.take', { caseId: Uuid }),
  /** Once, before its time is over: as many working days again. */
  command('rectification.extend', { caseId: Uuid, reason: StaffText }),
  /** What was done, in the words the visitor will read. */
  command('rectification.reply', { caseId: Uuid, outcome: CaseOutcome, text: StaffText }),
  /** By another person than who replied: it is closed, and its visitor reads the reply. */
  command('rectification.approve', { caseId: Uuid }),
  /** Not good enough: back to who replied, with what is missing. */
  command('rectification.return', { caseId: Uuid, text: StaffText }),
] as const

const about = { caseId: Uuid, ticketId: TicketId }
/** Who did it. */
const by = { staffId: StaffId }

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
  event('rectification.taken', { ...about, ...by, dueAt: At.optional() }),
  event('rectification.extended', { ...about, ...by, dueAt: At, reason: personal(z.string()) }),
  event('rectification.replied', { ...about, ...by, outcome: CaseOutcome, text: personal(z.string()) }),
  event('rectification.returned', { ...about, ...by, text: personal(z.string()) }),
  /** With the reply that was approved: what its visitor is told is written down as it was told. */
  event('rectification.approved', { ...about, ...by, outcome: CaseOutcome, text: personal(z.string()) }),
] as const

const CaseStatus = z.enum(['open', 'taken', 'replied'])
export type CaseStatus = z.infer<typeof CaseStatus>

/** A case that is not closed, as managers are told of it: neither who served nor what the visitor wrote. */
const CaseRow = z.strictObject({
  caseId: Uuid,
  ticketId: TicketId,
  counterId: CounterId,
  serviceCode: ServiceCode,
  level: LevelNumber,
  caseClass: CaseClass,
  openedAt: At,
  dueAt: At.optional(),
  status: CaseStatus,
  /** Absent while nobody has taken it. */
  handlerId: StaffId.optional(),
  takenAt: At.optional(),
  /** Why it was given more time, once. */
  extendedFor: z.string().optional(),
  outcome: CaseOutcome.optional(),
  reply: z.string().optional(),
  repliedAt: At.optional(),
  /** What was missing in the last reply. */
  returned: z.string().optional(),
})
export type CaseRow = z.infer<typeof CaseRow>

/** How many cases are open, and of which class. */
const CaseTallies = z.strictObject({ open: z.int(), conduct: z.int(), sector: z.int() })
export type CaseTallies = z.infer<typeof CaseTallies>

/** The answer to who asks for the cases of a hall: the tallies are of all, the rows of the newest. */
export const CaseList = z.strictObject({ tallies: CaseTallies, cases: z.array(CaseRow) })
export type CaseList = z.infer<typeof CaseList>

/** Why it was rated so: shown to who puts it right, when he asks. */
export const CaseReasons = z.strictObject({ tagCodes: z.array(z.string()), text: z.string().optional() })
export type CaseReasons = z.infer<typeof CaseReasons>
