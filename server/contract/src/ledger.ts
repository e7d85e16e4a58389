import { z } from 'zod'
import { At, command, event, FenAmount, GateSeq, personal, Uuid } from './scalars.ts'

/** How an exemption ended at the gate: used up, taken back, or run out. */
export const LedgerEnd = z.enum(['consumed', 'revoked', 'lapsed'])
export type LedgerEnd = z.infer<typeof LedgerEnd>

const gateEpoch = z.string().max(64)
/** The ledger's own number, from 1 and without gaps within one epoch of the gate; not that of its facts. */
const place = { ledgerSeq: GateSeq }
const shapes = {
  accepted: {
    ...{ ...place, exemptionId: Uuid, freeMinutes: z.int().min(0) },
    /** The sum of the order as the gate keeps it, hex; absent when it keeps none. */
    requestHash: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .optional(),
    plate: personal(z.string().max(32)).optional(),
    acceptedAt: At,
  },
  ended: {
    ...{ ...place, exemptionId: Uuid, end: LedgerEnd, endedAt: At },
    ...{ minutesUsed: z.int().min(0).optional(), waivedFen: FenAmount.optional() },
  },
}

/** `other`: a record that says nothing of what the gate holds. `unread`: one the bridge cannot read. */
export const LedgerRecord = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('accepted'), ...shapes.accepted }),
  z.strictObject({ kind: z.literal('ended'), ...shapes.ended }),
  z.strictObject({ kind: z.literal('other'), ...place }),
  z.strictObject({ kind: z.literal('unread'), ...place }),
])
export type LedgerRecord = z.infer<typeof LedgerRecord>

export const ledgerCommands = [
  /** As `lot.report`, for the gate's ledger, which has numbers of its own. */
  command('lot.recordLedger', {
    ...{ bridgeEpoch: z.int(), gateEpoch, oldestSeq: GateSeq.optional() },
    /** The epoch of the ledger that stood recorded when this was fetched, empty before the first. */
    follows: gateEpoch.optional(),
    records: z.array(LedgerRecord).max(500),
  }),
] as const

/** All on the stream of the lot. Nobody's screen hears of them: they are a voice of the books. */
export const ledgerEvents = [
  event('ledger.accepted', { gateEpoch, ...shapes.accepted }),
  event('ledger.ended', { gateEpoch, ...shapes.ended }),
  /** The ledger was read up to this number, and what stood there is of no concern. */
  event('ledger.passed', { gateEpoch, ...place }),
  /** These records, both numbers included, could not be read, or the gate had dropped them. */
  event('ledger.missed', { gateEpoch, from: GateSeq, to: GateSeq }),
] as const
