import { z } from 'zod'
import {
  Channel,
  CitizenText,
  CounterId,
  command,
  Day,
  event,
  LevelNumber,
  Opener,
  personal,
  ServiceCode,
  StaffId,
  TicketId,
  Uuid,
} from './scalars.ts'

/** Why an evaluation cannot earn parking whatever else happens (V4, V6); `domain` words. */
export const UnrewardedReason = z.enum(['NOT_SAME_DAY', 'TOO_FAST', 'DEFAULT_RATING'])
export type UnrewardedReason = z.infer<typeof UnrewardedReason>

export const evaluationCommands = [
  command('evaluation.submit', {
    ticketId: TicketId,
    level: LevelNumber,
    tagVersion: z.int().min(1).max(99),
    tagCodes: z
      .array(z.string().regex(/^\d{3}$/))
      .max(8)
      .default([]),
    text: CitizenText.optional(),
    channel: Channel,
    /** Business milliseconds the form stood open, as the device saw it. */
    formOpenMs: z.int().min(0),
    opener: Opener.optional(),
  }),
  command('evaluation.lapse', { ticketId: TicketId }),
] as const

export const evaluationEvents = [
  event('evaluation.submitted', {
    evaluationId: Uuid,
    ticketId: TicketId,
    /** The service event: one ticket may be rated once, whichever channel comes first. */
    counterId: CounterId,
    staffId: StaffId,
    serviceCode: ServiceCode,
    serviceDay: Day,
    level: LevelNumber,
    tagVersion: z.int(),
    tagCodes: z.array(z.string()),
    text: personal(z.string()).optional(),
    channel: Channel,
    source: z.enum(['active', 'default']),
    unrewarded: UnrewardedReason.optional(),
  }),
  event('evaluation.lapsed', { ticketId: TicketId }),
] as const
