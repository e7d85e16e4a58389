import { z } from 'zod'
import { StackRule } from './policies.ts'
import {
  At,
  CarClass,
  command,
  Day,
  event,
  FenAmount,
  GateSeq,
  GateTxnId,
  HallId,
  LaneId,
  LotId,
  PlateText,
  personal,
  StaffId,
  StayId,
  Uuid,
} from './scalars.ts'
import { ALARM_NAME_MAX, ALARM_TEXT_MAX, ALARMS_MAX, DEVICE_HEALTHS } from './words/parking/alarms.ts'

export const LotCard = z.strictObject({
  lotId: LotId,
  name: z.string().max(60),
  nameEn: z.string().max(80),
  spaces: z.int().min(0),
  hallIds: z.array(HallId).min(1).max(16),
  /** Local times at which its shifts begin, ascending; without them the day is one. */
  shifts: z
    .array(z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/))
    .min(1)
    .max(6)
    .optional(),
  /** A plate of which the camera is less sure than this, in percent, waits for a person; `REVIEW_BELOW` without it. */
  reviewBelow: z.int().min(0).max(100).optional(),
})
export const REVIEW_BELOW = 80
export type LotCard = z.infer<typeof LotCard>

/** The name a controller gives a kind of fact; what does not look like one is left out, and no value is guessed. */
const RawType = z.string().regex(/^[A-Za-z][A-Za-z0-9._-]{0,39}$/)

/** A fact as the gate numbered it. Plates as the camera read them; absent when it could not. */
const plate = personal(z.string().max(32)).optional()
const fact = { gateSeq: GateSeq, stayId: StayId }
/** How sure the camera was of the plate, in percent. */
const confidence = z.int().min(0).max(100).optional()
/** As a camera tells it that knows colours: 1 blue, 2 yellow, 3 white, 4 black, 5 green. */
const plateColour = z.int().min(1).max(5).optional()
/** What the camera calls the picture it read, to be looked up there; a name may have the plate in it. */
const imageId = personal(z.string().regex(/^[\x21\x23-\x5b\x5d-\x7e]{1,96}$/)).optional()
/** Why the barrier opened for an exit. */
export const Release = z.enum(['paid', 'exemption', 'manual', 'tailgate', 'free'])
export type Release = z.infer<typeof Release>
/** As far as the gate tells it. */
const leaving = {
  release: Release.optional(),
  /** The number of the payment in the car park's own books. */
  gateTxnId: GateTxnId.optional(),
  paidFen: FenAmount.optional(),
  /** What was waived is all that the platform let off, by whosever coupons; what of it is ours is told by a use. */
  sharedWaiver: z.literal(true).optional(),
}
const money = { feeBeforeFen: FenAmount, feeWaivedFen: FenAmount, feeAfterFen: FenAmount }
const shapes = {
  entered: { ...fact, plate, carClass: CarClass, laneId: LaneId, enteredAt: At, confidence, plateColour, imageId },
  /** What the barrier asked for; raised each time, so a car that turns back leaves one without a payment. */
  feeDue: { ...fact, dueFen: FenAmount, dueAt: At },
  paid: { ...fact, paidFen: FenAmount, paidAt: At },
  plateCorrected: { ...fact, plate, correctedAt: At },
  exited: { ...fact, plate, laneId: LaneId, exitedAt: At, minutes: z.int().min(0), ...money, ...leaving },
  /** A barrier was opened by a person, or under a second car, where that is told apart from the exit. */
  released: { ...fact, release: Release.extract(['manual', 'tailgate']), releasedAt: At },
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
  record('released', shapes.released),
  record('honoured', shapes.honoured),
  record('denied', shapes.denied),
  record('foreign', shapes.foreign),
])
export type GateRecord = z.infer<typeof GateRecord>

/** Why no order reaches the gate: the bridge says that the gate is away, or the bridge itself has fallen silent. */
export const LinkLoss = z.enum(['gateAway', 'bridgeAway'])
export type LinkLoss = z.infer<typeof LinkLoss>

/** Those that the gate can do, as its bridge tells; absent where the rule does not reach it, or nobody tells. */
const stackRules = z.array(StackRule).min(1).max(4).optional()

/** The gate takes orders for cars without a plate, by the number of their slip. */
const slips = z.literal(true).optional()

const deviceHealth = z.enum(DEVICE_HEALTHS).optional()
/** `words/parking/alarms.ts` says what each is. */
const alarm = {
  conditionId: z.string().regex(/^[\x21-\x7e]{1,64}$/),
  name: z.string().min(1).max(ALARM_NAME_MAX),
  source: z.string().min(1).max(ALARM_NAME_MAX).optional(),
  severity: z.int().min(1).max(1000),
  text: z.string().max(ALARM_TEXT_MAX),
  activeSince: At,
}
export const GateAlarm = z.strictObject(alarm)
export type GateAlarm = z.infer<typeof GateAlarm>

export const lotCommands = [
  command('lot.open', { lot: LotCard }),
  /** A bridge takes the lot: the fencing epoch rises by one, and every older bridge is refused at the gate. */
  command('lot.lease', { bridgeId: z.string().max(64), stackRules, slips }),
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
  /** How the devices of the gate are now: what is not among the alarms is over. */
  command('lot.recordHealth', { bridgeEpoch: z.int(), deviceHealth, alarms: z.array(GateAlarm).max(ALARMS_MAX) }),
  /** Said once by a restore: every bridge before it is refused, and nothing is repaired until an operator signs off. */
  command('lot.restore', { backupId: Uuid, backupAt: At }),
  command('lot.signOff', {}),
  /** A person has looked at the picture of a car inside: it has this plate, or without one the plate that was read. */
  command('lot.reviewPlate', { stayId: StayId, plate: PlateText.optional() }),
  command('lot.eraseDay', { businessDay: Day }),
] as const

export const lotEvents = [
  event('lot.opened', { lot: LotCard }),
  event('lot.leased', { bridgeId: z.string(), bridgeEpoch: z.int(), stackRules, slips }),
  event('lot.gateReset', { gateEpoch: z.string() }),
  event('lot.linkLost', { reason: LinkLoss.optional() }),
  event('lot.linkRestored', {}),
  /** Again when it is told otherwise than before. */
  event('lot.alarmRaised', alarm),
  event('lot.alarmCleared', { conditionId: alarm.conditionId }),
  /** Absent: the gate tells none any more. */
  event('lot.deviceHealthChanged', { deviceHealth }),
  event('lot.foreignRecorded', { gateEpoch: z.string(), ...shapes.foreign }),
  /** The gate dropped these facts, both numbers included, before they were recorded. */
  event('lot.factsLost', { gateEpoch: z.string(), from: GateSeq, to: GateSeq }),
  event('lot.restored', { backupId: Uuid, backupAt: At, bridgeEpoch: z.int() }),
  /** After a restore the bridge has read the gate's ledger to its end. */
  event('lot.ledgerRead', { gateEpoch: z.string(), gateSeq: GateSeq }),
  event('lot.signedOff', { staffId: StaffId }),
  event('lot.dayErased', { businessDay: Day }),
  /** `unsure`: nothing is given to this car before a person has looked at its plate; `misfit`: its colour is not that of its class. */
  event('stay.entered', {
    ...{ ...shapes.entered, unsure: z.literal(true).optional(), misfit: z.literal(true).optional() },
  }),
  /** `gatePlate`: the gate read another one, under which it goes on knowing the car. */
  event('stay.plateReviewed', {
    ...{ stayId: StayId, plate: personal(z.string()), gatePlate: personal(z.string()).optional(), staffId: StaffId },
  }),
  event('stay.feeDue', shapes.feeDue),
  event('stay.paid', shapes.paid),
  event('stay.plateCorrected', shapes.plateCorrected),
  event('stay.exited', shapes.exited),
  event('stay.released', { gateEpoch: z.string(), ...shapes.released }),
  event('stay.exemptionHonoured', shapes.honoured),
  event('stay.exemptionDenied', shapes.denied),
] as const
