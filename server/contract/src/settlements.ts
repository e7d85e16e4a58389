import { z } from 'zod'
import {
  At,
  CitizenText,
  CounterId,
  command,
  Day,
  event,
  FenAmount,
  LotId,
  personal,
  StaffId,
  Uuid,
} from './scalars.ts'

/** What became of a key when the books of hall and lot were laid beside each other: M fits or may still fit, B is a break. */
export const MatchClass = z.enum([
  ...['M0', 'M1'],
  ...['B1', 'B2', 'B3', 'B4', 'B5', 'B6', 'B7', 'B8', 'B9', 'B10', 'B11', 'B12', 'B13'],
] as const)
export type MatchClass = z.infer<typeof MatchClass>

/** How a lot writes its daily file: which of its columns is what, and in which units. A changed one has another version. */
export const FileMapping = z.strictObject({
  version: z.int().min(1),
  encoding: z.enum(['utf-8', 'gb18030']),
  money: z.enum(['yuan', 'fen']),
  duration: z.enum(['minute', 'second']),
  /** Without a zone it is Asia/Shanghai's. The first also as a sheet shows it: `2026/11/24 9:05`. */
  time: z.enum(['yyyy-MM-dd HH:mm:ss', 'yyyyMMddHHmmss', 'iso', 'epochMs']),
  /** Titles of the columns, as in the first line of the file. */
  columns: z.strictObject({
    /** The exemption that was used; empty for a car that had none. */
    key: z.string().min(1),
    transactionId: z.string().min(1),
    stayId: z.string().min(1),
    laneId: z.string().min(1),
    plate: z.string().min(1).optional(),
    enteredAt: z.string().min(1).optional(),
    exitedAt: z.string().min(1),
    minutes: z.string().min(1),
    feeBeforeFen: z.string().min(1),
    feeWaivedFen: z.string().min(1),
    feeAfterFen: z.string().min(1),
  }),
})
export type FileMapping = z.infer<typeof FileMapping>

/** A lane, a stay or a transaction, as the lot itself names it. */
export const LotName = z.string().regex(/^[^\p{Cc}\p{Cf}]{1,64}$/u)

export const Sha256 = z.string().regex(/^[0-9a-f]{64}$/)

/** One line of a settlement: an exemption that was granted, held and used, and that both sides book alike. Without a plate. */
export const SettlementRow = z.strictObject({
  kind: z.literal('use'),
  key: Uuid,
  businessDay: Day,
  counterId: CounterId,
  policyVersion: z.string(),
  laneId: LotName,
  stayId: LotName,
  exitedAt: At,
  minutes: z.int().min(0),
  feeBeforeFen: FenAmount,
  feeWaivedFen: FenAmount,
  feeAfterFen: FenAmount,
})
export type SettlementRow = z.infer<typeof SettlementRow>

/** Names a break, whatever its class is: an exemption, an exit, an evaluation that earned something, or a gap. */
export const BreakKey = z.string().regex(/^[\p{L}\p{N} |:._-]{1,1200}$/u)
/** Where a break was, and what was granted for it, as far as it is known. */
const whereabouts = {
  ...{ laneId: LotName.optional(), stayId: LotName.optional(), exitedAt: At.optional() },
  ...{ exemptionId: Uuid.optional(), counterId: CounterId.optional(), policyVersion: z.string().optional() },
}
const sums = { count: z.int().min(0), minutes: z.int().min(0), amountFen: FenAmount }
export const LaneTotal = z.strictObject({ laneId: LotName, ...sums })
export type LaneTotal = z.infer<typeof LaneTotal>
/** What was settled of a shift when it had ended, by lane and together; it stays as it is. */
export const ClosedShift = z.strictObject({
  /** On which it begins, at this local time, `hh:mm`. */
  ...{ businessDay: Day, begins: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/), from: At, to: At },
  ...{ ...sums, lanes: z.array(LaneTotal).max(200) },
})
export type ClosedShift = z.infer<typeof ClosedShift>

export const SettlementSide = z.enum(['hall', 'lot'])
export type SettlementSide = z.infer<typeof SettlementSide>

/** What a picture of a camera is found by: its NodeId, as the gate told it, or the car park's own number. */
export const Evidence = z.string().regex(/^[^\p{Cc}\p{Cf}]{1,200}$/u)

/** `nothingDue`: the books say otherwise, but nobody owes anything; of no minutes and no money. */
export const AdjustmentKind = z.enum(['transfer', 'refund', 'chargeBack', 'nothingDue'])
export type AdjustmentKind = z.infer<typeof AdjustmentKind>

/**
 * A line of a settlement beside what it corrects: what two persons approved about a break, a refund when it was paid.
 * Minutes and fen are signed. Without the words it was proposed with.
 */
export const SettlementAdjustment = z.strictObject({
  kind: z.literal('adjustment'),
  adjustmentId: Uuid,
  key: BreakKey,
  matchClass: MatchClass,
  /** The day of the break. */
  businessDay: Day,
  adjustment: AdjustmentKind,
  minutes: z.int(),
  amountFen: FenAmount,
  proposedBy: StaffId,
  approvedBy: StaffId,
  hasReason: z.literal(true),
  /** When it was approved; of a refund, when it was paid. */
  bookedAt: At,
  ...whereabouts,
  /** Of a use that was settled: the side that disputed it, and what it showed. */
  disputedBy: SettlementSide.optional(),
  evidence: Evidence.optional(),
})
export type SettlementAdjustment = z.infer<typeof SettlementAdjustment>
export const SettlementLine = z.discriminatedUnion('kind', [SettlementRow, SettlementAdjustment])
export type SettlementLine = z.infer<typeof SettlementLine>

/** The first line of a settlement file. `prevSha256` is the sum of the file before it; of the first, 64 zeros. */
export const SettlementHeader = z.strictObject({
  kind: z.literal('header'),
  format: z.literal(1),
  lotId: LotId,
  businessDay: Day,
  /** 1, and one more for each correction of the day. */
  version: z.int().min(1),
  timeZone: z.literal('Asia/Shanghai'),
  cutOffAt: At,
  rows: z.int().min(0),
  totalFen: FenAmount,
  prevSha256: Sha256,
})
export type SettlementHeader = z.infer<typeof SettlementHeader>

/** The last line: the sum of all the bytes before it. It is the name of the file, and the `prevSha256` of the next. */
export const SettlementTrailer = z.strictObject({ kind: z.literal('trailer'), sha256: Sha256 })

/** What stands in the settlement of the use that a break is about, or of its first telling: so much may be charged back. */
const credited = z.strictObject({ minutes: z.int().min(0), amountFen: FenAmount }).optional()

/** By how much the daily file has more of what we let off at an exit than the bridge told, signed; of B9. */
const filedMore = z.strictObject({ minutes: z.int(), amountFen: FenAmount }).optional()

/** What was adjusted of it, signed, although it fits by now: it counts beside the line. */
const overbooked = z.strictObject({ minutes: z.int(), amountFen: FenAmount }).optional()

/** What two persons had adjusted of it before it came back, signed. */
const booked = z.strictObject({ minutes: z.int(), amountFen: FenAmount }).optional()

/** What a pass has to say of one key; of a break that is gone, that it fits now (M0) or may still fit (M1). */
export const Finding = z.strictObject({
  key: BreakKey,
  matchClass: MatchClass,
  businessDay: Day,
  minutes: z.int().min(0),
  amountFen: FenAmount,
  /** Of B8: the plates differ in one character only, as a camera misreads. */
  isMisread: z.literal(true).optional(),
  ...{ credited, filedMore, overbooked },
  ...whereabouts,
})
export type Finding = z.infer<typeof Finding>
export const FINDINGS_MAX = 200

/** An exit of a lot's daily file, as it is kept: without its plate. */
export const FiledExit = z.strictObject({
  key: Uuid.optional(),
  ...{ transactionId: LotName, stayId: LotName, laneId: LotName },
  ...{ enteredAt: At.optional(), exitedAt: At, minutes: z.int().min(0) },
  ...{ feeBeforeFen: FenAmount, feeWaivedFen: FenAmount, feeAfterFen: FenAmount },
})
export type FiledExit = z.infer<typeof FiledExit>
/** Rows of a settlement, or of a daily file: several times what the largest lot sees in a day. */
export const FILED_MAX = 20_000

export const Month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/)

const found = { key: BreakKey, matchClass: MatchClass, businessDay: Day }
const amounts = { minutes: z.int(), amountFen: FenAmount }
const words = z.string().min(1).max(500).pipe(CitizenText)
/** Whoever writes about a difference may write about a citizen. */
const wordsOfStaff = personal(z.string())
const settled = {
  ...{ businessDay: Day, version: z.int().min(1), sha256: Sha256, prevSha256: Sha256, cutOffAt: At },
  ...{ rowTally: z.int().min(0), totalFen: FenAmount, rows: z.array(SettlementLine).max(FILED_MAX) },
}
const disputed = {
  ...{ side: SettlementSide, kind: z.enum(['transfer', 'chargeBack']), ...amounts },
  ...{ reason: words, evidence: Evidence.optional() },
}
/** What a person sends of a use in a settlement; `commandId` names it, however often it is sent. */
export const DisputeWish = z.strictObject({ commandId: Uuid, key: Uuid, ...disputed })
export type DisputeWish = z.infer<typeof DisputeWish>
const ofVersion = { businessDay: Day, version: z.int().min(1), sha256: Sha256 }
const filed = {
  ...{ businessDay: Day, sha256: Sha256, mappingVersion: z.int().min(1), totalFen: FenAmount },
  exits: z.array(FiledExit).max(FILED_MAX),
}

export const settlementCommands = [
  /** From a pass over the books: what is news. */
  command('settlement.find', { findings: z.array(Finding).max(FINDINGS_MAX) }),
  /** From the journals of the halls: something of a day was told after its cut-off. */
  command('settlement.noteLate', { businessDay: Day, toldAt: At }),
  /** The control totals of a shift that has ended. */
  command('settlement.closeShift', ClosedShift.shape),
  command('settlement.draw', settled),
  command('settlement.sign', { ...ofVersion, side: SettlementSide }),
  command('settlement.closeMonth', { month: Month }),
  command('settlement.takeFile', filed),
  command('break.explain', { key: BreakKey, text: words }),
  /** Minutes and fen that one side owes the other, or the citizen; signed, and a new entry beside what it corrects. */
  command('adjustment.propose', { key: BreakKey, kind: AdjustmentKind, ...amounts, reason: words }),
  /** A use as it stands in the settlement, and what it should come to instead; the other side answers. */
  command('dispute.raise', { row: SettlementRow, ...disputed, staffId: StaffId }),
  command('adjustment.approve', { key: BreakKey }),
  /** One that waits, or a refund that was approved and is not paid. */
  command('adjustment.reject', { key: BreakKey, reason: words }),
  /** A refund that was approved has reached the citizen; `reference` is what the payment is found by. */
  command('adjustment.pay', { key: BreakKey, reference: z.string().min(1).max(100).pipe(CitizenText) }),
] as const

export const settlementEvents = [
  event('break.opened', {
    ...found,
    minutes: z.int().min(0),
    amountFen: FenAmount,
    isMisread: z.literal(true).optional(),
    ...{ credited, filedMore, overbooked, booked },
    ...whereabouts,
  }),
  event('break.reclassified', {
    ...found,
    minutes: z.int().min(0),
    amountFen: FenAmount,
    isMisread: z.literal(true).optional(),
    ...{ credited, filedMore, overbooked },
    ...whereabouts,
  }),
  /** A use that both sides have booked alike (M0), and one of them says is wrong; an adjustment of it is proposed with it. */
  event('break.disputed', {
    ...{ key: BreakKey, businessDay: Day, minutes: z.int().min(0), amountFen: FenAmount, ...whereabouts },
    ...{ side: SettlementSide, evidence: Evidence.optional(), booked },
  }),
  /** `fits`: hall and car park agree by now; `rejected`: a dispute was. All but the first are acts of persons. */
  event('break.closed', { key: BreakKey, how: z.enum(['fits', 'explained', 'adjusted', 'refunded', 'rejected']) }),
  event('break.explained', { key: BreakKey, text: wordsOfStaff, staffId: StaffId }),
  event('adjustment.proposed', {
    key: BreakKey,
    adjustmentId: Uuid,
    kind: AdjustmentKind,
    ...amounts,
    reason: wordsOfStaff,
    staffId: StaffId,
  }),
  event('adjustment.approved', { key: BreakKey, adjustmentId: Uuid, staffId: StaffId }),
  event('adjustment.rejected', {
    ...{ key: BreakKey, adjustmentId: Uuid, reason: wordsOfStaff, staffId: StaffId },
    /** Of a dispute, which is over with it. */
    isDispute: z.literal(true).optional(),
  }),
  event('adjustment.paid', { key: BreakKey, adjustmentId: Uuid, reference: wordsOfStaff, staffId: StaffId }),
  event('settlement.lateNoted', { businessDay: Day, toldAt: At }),
  event('settlement.shiftClosed', ClosedShift.shape),
  event('settlement.drawn', settled),
  event('settlement.signed', { ...ofVersion, side: SettlementSide, staffId: StaffId }),
  /** Both sides have signed it: it is never changed, a correction is the next version. */
  event('settlement.closed', ofVersion),
  /** All days of the month are closed. `totalFen` is of their latest versions. */
  event('settlement.monthClosed', {
    month: Month,
    dayTally: z.int(),
    rowTally: z.int(),
    totalFen: FenAmount,
    staffId: StaffId,
  }),
  event('settlement.fileTaken', { ...filed, staffId: StaffId }),
] as const
