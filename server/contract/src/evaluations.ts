import { z } from 'zod'
import {
  At,
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
  Signature,
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
    /**
     * Only from a tablet, which may have kept the rating while the hub was away: when the visitor gave it, by the
     * hub's clock as the tablet kept it.
     */
    givenAt: At.optional(),
    /** Of the tablet's key over `ratingText`. Like an opener it is checked at the door and then taken off. */
    signature: Signature.optional(),
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
    /** Where a tablet signed for it; `at` is when the hub heard of it. */
    givenAt: At.optional(),
    unrewarded: UnrewardedReason.optional(),
  }),
  event('evaluation.lapsed', { ticketId: TicketId }),
] as const
