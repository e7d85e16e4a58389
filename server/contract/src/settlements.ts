import { z } from 'zod'
import { At, CounterId, Day, FenAmount, LotId, Uuid } from './scalars.ts'

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

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/)

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
