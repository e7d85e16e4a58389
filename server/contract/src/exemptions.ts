import { z } from 'zod'
import {
  At,
  CarChoice,
  CarClass,
  CounterId,
  command,
  Day,
  event,
  FenAmount,
  GateSeq,
  LotId,
  Opener,
  personal,
  StaffId,
  StayId,
  TicketId,
  Uuid,
  VehicleText,
} from './scalars.ts'

/** Why no exemption is granted (yet). The first three and PLATE_UNSURE may still come true; the others are final. */
export const WithheldReason = z.enum([
  'NOT_SERVED',
  'NO_PLATE',
  'NOT_INSIDE',
  /** A car without a plate, and no car park of the hall can be told of one. */
  'SLIP_UNABLE',
  'PLATE_UNSURE',
  'NOT_SAME_DAY',
  'NO_TIME_LEFT',
  'TOO_FAST',
  'DEFAULT_RATING',
  'CLASS_EXCLUDED',
  'TOO_LATE',
  'ALREADY_LEFT',
  'LIMIT_PLATE',
  'LIMIT_MONTH',
])
export type WithheldReason = z.infer<typeof WithheldReason>

/** Why the gate refused, in the gate's own words (`Outcome` Rejected). */
export const GateReason = z.enum([
  'DEADLINE_PASSED',
  'ALREADY_LEFT',
  'ALREADY_PAID',
  'CLASS_EXCLUDED',
  'EXPIRED',
  'BAD_MAC',
  'FENCED_EPOCH',
  'STORE_FULL',
  'LIMITED',
  'STACK_REJECTED',
  /** The car park has taken it back itself. */
  'WITHDRAWN',
  'INVALID',
])
export type GateReason = z.infer<typeof GateReason>

/**
 * A use at the gate that does not fit what the hall granted: after the exemption had ended, a second time, or of an
 * exemption that no hall of the lot has granted.
 */
export const Mismatch = z.enum(['APPLIED_AFTER_END', 'APPLIED_TWICE', 'APPLIED_NOT_GRANTED'])
export type Mismatch = z.infer<typeof Mismatch>

/** How an exemption had ended when the gate told of its use. */
const EndedAs = z.enum(['honoured', 'refused', 'revoked', 'expired', 'writtenOff'])

/** What the lot knows of a car's stay; the controller's entry time rules. */
export const StayFact = z.strictObject({
  stayId: StayId,
  lotId: LotId,
  carClass: CarClass,
  enteredAt: At,
  paidAt: At.optional(),
  exitedAt: At.optional(),
  /** The camera was not sure of its plate, and nobody has looked at it yet. */
  unsure: z.literal(true).optional(),
  /** What the gate calls it, where that is another plate. */
  gatePlate: personal(z.string()).optional(),
})
export type StayFact = z.infer<typeof StayFact>

const bound = { ticketId: TicketId, plate: personal(z.string()), plateColour: z.int(), revision: z.int().min(0) }
/** From a bridge: the number of its lease, since only the bridge in office speaks of what the gate answered. */
const told = { exemptionId: Uuid, bridgeEpoch: z.int() }
const gateAnswer = { exemptionId: Uuid, gateEpoch: z.string().max(64), ledgerSeq: GateSeq }
const honoured = {
  exemptionId: Uuid,
  gateSeq: GateSeq,
  minutesApplied: z.int().min(0),
  feeBeforeFen: FenAmount,
  feeWaivedFen: FenAmount,
  feeAfterFen: FenAmount,
  exitedAt: At,
}

/** Where the gate told it. */
const place = { lotId: LotId, stayId: StayId, gateEpoch: z.string().max(64) }

export const exemptionCommands = [
  /** Binds on the first time, corrects once after it. */
  command('plate.bind', { ticketId: TicketId, plate: VehicleText, opener: Opener.optional() }),
  /** The same, for a car inside that was chosen by its last characters: `choice` names it, and no plate is sent. */
  command('plate.choose', { ticketId: TicketId, choice: CarChoice, opener: Opener.optional() }),
  /** An operator has seen that the plate bound was read or typed one character off, and binds the car that is inside. */
  command('plate.match', { ticketId: TicketId, lotId: LotId, stayId: StayId, reason: z.string().min(1).max(200) }),
  /** A reaction from the lot: something of this plate's stay has changed, so the entitlement is asked again. */
  command('exemption.consider', { ticketId: TicketId }),
  /** `asked` where the gate was asked about it, since its answer to the order was lost. */
  command('exemption.confirm', { ...told, ...gateAnswer, asked: z.literal(true).optional() }),
  command('exemption.refuse', { ...told, reason: GateReason }),
  command('exemption.doubt', told),
  command('exemption.freeze', told),
  /** By the books: no valid evaluation stands behind it, so it is frozen and taken back. */
  command('exemption.impound', { exemptionId: Uuid }),
  /** Before an order leaves the house for a controller that would carry it out twice: from then on it may have arrived. */
  command('exemption.send', told),
  command('exemption.recordRevocation', {
    ...told,
    outcome: z.enum(['Revoked', 'AlreadyRevoked', 'AlreadyConsumed', 'NotFound']),
  }),
  command('exemption.honour', { ...honoured, ...place }),
  command('exemption.expire', { exemptionId: Uuid }),
  /** A person has looked at the gate: it holds an order that is in doubt or frozen, or it does not. */
  command('exemption.settle', { exemptionId: Uuid, held: z.boolean(), reason: z.string().min(1).max(200) }),
  /** A write-off takes two persons: one proposes, another approves; then the gate gives the exemption back first. */
  command('exemption.proposeWriteOff', { exemptionId: Uuid, reason: z.string().min(1).max(200) }),
  command('exemption.approveWriteOff', { exemptionId: Uuid }),
] as const

export const exemptionEvents = [
  event('plate.bound', bound),
  /** By its visitor; or by an operator who found the car it is, and said why. */
  event('plate.corrected', { ...bound, staffId: StaffId.optional(), reason: personal(z.string()).optional() }),
  event('exemption.granted', {
    exemptionId: Uuid,
    ticketId: TicketId,
    evaluationId: Uuid,
    counterId: CounterId,
    lotId: LotId,
    stayId: StayId,
    plate: personal(z.string()),
    plateColour: z.int(),
    /** The plate the gate knows the car by, where it read another one: its order goes under that. */
    gatePlate: personal(z.string()).optional(),
    revision: z.int(),
    freeMinutes: z.int(),
    stackRule: z.enum(['replace', 'max', 'sum', 'reject']),
    policyVersion: z.string(),
    businessDay: Day,
    notBefore: At,
    notAfter: At,
  }),
  event('exemption.withheld', { ticketId: TicketId, evaluationId: Uuid, reason: WithheldReason }),
  event('exemption.confirmed', { ...gateAnswer, asked: z.literal(true).optional() }),
  event('exemption.refused', { exemptionId: Uuid, reason: GateReason }),
  event('exemption.doubted', { exemptionId: Uuid }),
  /** `unearned`: a security incident, no valid evaluation stands behind it. */
  event('exemption.frozen', { exemptionId: Uuid, unearned: z.literal(true).optional() }),
  event('exemption.sent', { exemptionId: Uuid }),
  event('exemption.settled', { exemptionId: Uuid, held: z.boolean(), reason: personal(z.string()), staffId: StaffId }),
  event('exemption.revocationRequested', { exemptionId: Uuid }),
  event('exemption.revoked', { exemptionId: Uuid }),
  /** `endedAs` where it had ended in the very moment of the exit, and moves from that book. */
  event('exemption.honoured', {
    ...honoured,
    ...z.object(place).partial().shape,
    endedAs: EndedAs.optional(),
  }),
  event('exemption.mismatched', { ...honoured, ...place, mismatch: Mismatch, endedAs: EndedAs.optional() }),
  event('exemption.expired', { exemptionId: Uuid }),
  event('exemption.writeOffProposed', { exemptionId: Uuid, reason: personal(z.string()), staffId: StaffId }),
  /** Both persons agree. The exemption is taken back at the gate, and only then written off. */
  event('exemption.writeOffApproved', { exemptionId: Uuid, staffId: StaffId }),
  /** The write-off ended without effect: the exemption was used, or ended on another road. */
  event('exemption.writeOffLapsed', { exemptionId: Uuid }),
  event('exemption.writtenOff', { exemptionId: Uuid, staffId: StaffId }),
] as const
