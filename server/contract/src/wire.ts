import { z } from 'zod'
import type { RecordedActor } from './actors.ts'
import { At, LotId, Uuid } from './scalars.ts'
import type { Event } from './vocabulary.ts'
import type { Screen, ScreenFrame } from './words/screen.ts'
import type { Lease } from './words/slips/offline.ts'

/** `hall:<id>`, `lot:<id>`, `city:<region>`. */
export const StreamName = z.string().regex(/^(hall|lot|city):[A-Za-z0-9][A-Za-z0-9._-]{0,59}$/)
export type StreamName = `hall:${string}` | `lot:${string}` | `city:${string}`

/** One document of the journal. */
export interface Commit {
  _id: string
  stream: StreamName
  /** Counts commits of the stream from 1, without gaps. */
  seq: number
  v: 1
  commandId: string
  bodyHash: string
  at: string
  actor: RecordedActor
  events: Event[]
  prevHash: string
  hash: string
}

/** Who listens: a kind, or a kind and the one thing it concerns. Of a hall a bridge hears its own lot, of a lot all there is for bridges. */
export const AudienceName = z
  .string()
  .regex(
    /^(public|floor|office|wall|parking|bridge|bridge:[A-Za-z0-9._:-]{1,64}|counter:[A-Za-z0-9._-]{1,64}|ticket:\d{8}-[A-Z]\d{3,4})$/,
  )
export type AudienceKind = 'public' | 'floor' | 'office' | 'wall' | 'parking' | 'bridge' | 'counter' | 'ticket'

/** The events of one commit as one audience may see them. `last` is the seq of this audience's envelope before it. */
export interface Envelope {
  stream: string
  audience: string
  epoch: string
  seq: number
  last: number
  at: string
  events: ScreenEvent[]
}

/**
 * An event after redaction: the type is kept, any other field may be missing. The plate is
 * added to a withheld exemption, for the operator.
 */
export type ScreenEvent = {
  [E in Event as E['type']]: { type: E['type']; at: string } & Partial<Omit<E, 'type' | 'at'>> & Added<E['type']>
}[Event['type']]

type Added<T> = T extends 'exemption.withheld' ? { plate?: string } : unknown

export const ResumeRequest = z.strictObject({
  stream: StreamName,
  audience: AudienceName,
  epoch: z.string().max(64).optional(),
  seq: z.int().min(0).optional(),
})
export type ResumeRequest = z.infer<typeof ResumeRequest>

/** What a bridge asks the hub to sign: one sending of an order, or of its revocation. */
export const SignRequest = z.discriminatedUnion('op', [
  z.strictObject({
    op: z.literal('grant'),
    lotId: LotId,
    exemptionId: Uuid,
    submitDeadline: At,
    bridgeEpoch: z.int().min(1),
  }),
  z.strictObject({
    op: z.literal('revoke'),
    lotId: LotId,
    exemptionId: Uuid,
    /** Of the revocation itself: the same each time it is sent. */
    key: Uuid,
    bridgeEpoch: z.int().min(1),
  }),
])
export type SignRequest = z.infer<typeof SignRequest>

export interface ResumeAnswer {
  epoch: string
  /** The client's place once it has taken this answer in. */
  seq: number
  envelopes?: Envelope[]
  snapshot?: Screen
  frame?: ScreenFrame
  /** Business time at the hub, and how fast it runs. */
  clock: { at: string; speed: number }
}

/** The latest figures of a room; supersedes every frame before it, so one may be lost. */
export interface FrameMessage {
  stream: string
  audience: string
  epoch: string
  seq: number
  at: string
  frame: ScreenFrame
}

/** What a command is answered, over HTTP and over the socket alike. */
export interface Accepted {
  ok: true
  stream: string
  seq: number
  replayed: boolean
  events: ScreenEvent[]
  /** With `ticket.take`: what opens this ticket's page, and the code for a kiosk. */
  ticket?: { token: string; code: string; url: string }
  /** With `ticket.lease`. */
  lease?: Lease
}
export interface Refused {
  ok: false
  code: string
  zh: string
  en: string
  about?: string
  /** Where the body was malformed, without its values. */
  paths?: string[]
}
export type Answer = Accepted | Refused
