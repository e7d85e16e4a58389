import { z } from 'zod'
import {
  At,
  CarClass,
  command,
  Day,
  event,
  FenAmount,
  GateSeq,
  HallId,
  LaneId,
  LotId,
  personal,
  StaffId,
  StayId,
  Uuid,
} from './scalars.ts'

export const LotCard = z.strictObject({
  lotId: LotId,
  name: z.string().max(60),
  nameEn: z.string().max(80),
  spaces: z.int().min(0),
  hallIds: z.array(HallId).min(1).max(16),
})
export type LotCard = z.infer<typeof LotCard>

/** The name a controller gives a kind of fact; what does not look like one is left out, and no value is guessed. */
const RawType = z.string().regex(/^[A-Za-z][A-Za-z0-9._-]{0,39}$/)

/** A fact as the gate numbered it. Plates as the camera read them; absent when it could not. */
const plate = personal(z.string().max(32)).optional()
const fact = { gateSeq: GateSeq, stayId: StayId }
const money = { feeBeforeFen: FenAmount, feeWaivedFen: FenAmount, feeAfterFen: FenAmount }
const shapes = {
  entered: { ...fact, plate, carClass: CarClass, laneId: LaneId, enteredAt: At },
  /** What the barrier asked for; raised each time, so a car that turns back leaves one without a payment. */
  feeDue: { ...fact, dueFen: FenAmount, dueAt: At },
  paid: { ...fact, paidFen: FenAmount, paidAt: At },
  plateCorrected: { ...fact, plate, correctedAt: At },
  exited: { ...fact, plate, laneId: LaneId, exitedAt: At, minutes: z.int().min(0), ...money },
  honoured: { ...fact, exemptionId: Uuid, minutesApplied: z.int().min(0), ...money, exitedAt: At },
  denied: { ...fact, exemptionId: Uuid, reason: z.string().max(40), deniedAt: At },
  /** A fact the bridge cannot read: that it is there, and what the controller calls it. */
  foreign: { gateSeq: GateSeq, rawType: RawType.optional() },
}

const record = <K extends string, S extends z.ZodRawShape>(kind: K, shape: S) =>
  z.strictObject({ kind: z.literal(kind), ...shape })
export const GateRecord = z.discriminatedUnion('kind', [
  record('entered', shapes.entered),
  record('feeDue', shapes.feeDue),
  record('paid', shapes.paid),
  record('plateCorrected', shapes.plateCorrected),
  record('exited', shapes.exited),
  record('honoured', shapes.honoured),
  record('denied', shapes.denied),
  record('foreign', shapes.foreign),
])
export type GateRecord = z.infer<typeof GateRecord>

/** Why no order reaches the gate: the bridge says that the gate is away, or the bridge itself has fallen silent. */
export const LinkLoss = z.enum(['gateAway', 'bridgeAway'])
export type LinkLoss = z.infer<typeof LinkLoss>

export const lotCommands = [
  command('lot.open', { lot: LotCard }),
  /** A bridge takes the lot: the fencing epoch rises by one, and every older bridge is refused at the gate. */
  command('lot.lease', { bridgeId: z.string().max(64) }),
  /** `oldestSeq`: facts before this number are no longer to be had at the gate; said where they leave a gap. */
  command('lot.report', {
    ...{ bridgeEpoch: z.int(), gateEpoch: z.string().max(64), oldestSeq: GateSeq.optional() },
    /** The epoch that stood recorded when this was fetched, empty before the first; a copy that comes late names another. */
    follows: z.string().max(64).optional(),
    records: z.array(GateRecord).max(500),
  }),
  /** Said again every few seconds, so that silence means something. */
  command('lot.link', { bridgeEpoch: z.int(), usable: z.boolean() }),
  command('lot.loseLink', { reason: LinkLoss }),
  /** Said once by a restore: every bridge before it is refused, and nothing is repaired until an operator signs off. */
  command('lot.restore', { backupId: Uuid, backupAt: At }),
  command('lot.signOff', {}),
  command('lot.eraseDay', { businessDay: Day }),
] as const

export const lotEvents = [
  event('lot.opened', { lot: LotCard }),
  event('lot.leased', { bridgeId: z.string(), bridgeEpoch: z.int() }),
  event('lot.gateReset', { gateEpoch: z.string() }),
  event('lot.linkLost', { reason: LinkLoss.optional() }),
  event('lot.linkRestored', {}),
  event('lot.foreignRecorded', { gateEpoch: z.string(), ...shapes.foreign }),
  /** The gate dropped these facts, both numbers included, before they were recorded. */
  event('lot.factsLost', { gateEpoch: z.string(), from: GateSeq, to: GateSeq }),
  event('lot.restored', { backupId: Uuid, backupAt: At, bridgeEpoch: z.int() }),
  /** After a restore the bridge has read the gate's ledger to its end. */
  event('lot.ledgerRead', { gateEpoch: z.string(), gateSeq: GateSeq }),
  event('lot.signedOff', { staffId: StaffId }),
  event('lot.dayErased', { businessDay: Day }),
  event('stay.entered', shapes.entered),
  event('stay.feeDue', shapes.feeDue),
  event('stay.paid', shapes.paid),
  event('stay.plateCorrected', shapes.plateCorrected),
  event('stay.exited', shapes.exited),
  event('stay.exemptionHonoured', shapes.honoured),
  event('stay.exemptionDenied', shapes.denied),
] as const
