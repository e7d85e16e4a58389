import {
  type CarClass,
  type GateRecord,
  GateRecord as GateRecordSchema,
  GateTxnId,
  MINUTE_MS,
  msBetween,
  Release,
} from '@pingting/contract'

/** An event as GetEventsSince tells it: a JSON text of the controller, of which nothing is believed unread. */
interface GateText {
  type: string
  sequenceNumber: number
  at: string
  stayId: string
  laneId?: string
  plateRaw?: string
  plate?: string
  confidence?: unknown
  enteredAt?: string
  exitedAt?: string
  carClass?: CarClass
  paidFen?: number
  paidAt?: string
  /** Of an exit: what was still due when a person opened the barrier. */
  dueFen?: unknown
  /** Why the barrier opened, and the number of the payment in the car park's own books. */
  release?: unknown
  gateTxnId?: unknown
  grantKey?: string
  minutesApplied?: number
  feeBeforeFen?: number
  feeWaivedFen?: number
  feeAfterFen?: number
  reasonCode?: string
}

/** So many facts before the wanted ones are fetched along: an exit is told in up to this many adjacent facts. */
export const OVERLAP_MAX = 16
const NO_LANE = 'unknown'

/**
 * The facts above `seq` in the words of the contract. What an exemption waived is told in a fact of its own just
 * before the exit, so the texts may begin up to OVERLAP_MAX facts earlier. A text that is no fact as the model describes
 * it becomes a `foreign` record, so that one of them does not stop all others; none of its values is taken over.
 * @param firstSeq the number of the first text. The gate numbers without gaps, so a text that does not tell its own
 * number has the one after the text before it.
 */
export function recordsOf(texts: readonly string[], seq: number, firstSeq: number): GateRecord[] {
  const waived = new Map<string, GateText>()
  const records: GateRecord[] = []
  let next = firstSeq
  for (const text of texts) {
    const fact = parse(text)
    const gateSeq = numberOf(fact) ?? next
    next = gateSeq + 1
    if (fact?.type === 'ExemptionHonoured') waived.set(fact.stayId, fact)
    // A name that the gate gives again is another stay.
    if (fact?.type === 'VehicleEntered') waived.delete(fact.stayId)
    if (gateSeq > seq) records.push(readable(fact, waived) ?? foreign(fact, gateSeq))
  }
  return records
}

function parse(text: string): GateText | undefined {
  try {
    const fact: unknown = JSON.parse(text)
    return typeof fact === 'object' && fact !== null ? (fact as GateText) : undefined
  } catch {
    return undefined
  }
}

const numberOf = (fact: GateText | undefined): number | undefined =>
  Number.isSafeInteger(fact?.sequenceNumber) ? fact?.sequenceNumber : undefined

function readable(fact: GateText | undefined, waived: Map<string, GateText>): GateRecord | undefined {
  return fact && GateRecordSchema.safeParse(recordOf(fact, waived.get(fact.stayId))).data
}

function foreign(fact: GateText | undefined, gateSeq: number): GateRecord {
  const named = GateRecordSchema.safeParse({ kind: 'foreign', gateSeq, rawType: fact?.type })
  return named.data ?? { kind: 'foreign', gateSeq }
}

function recordOf(fact: GateText, waiver: GateText | undefined): unknown {
  const common = { gateSeq: fact.sequenceNumber, stayId: fact.stayId }
  const raw = fact.plateRaw ?? fact.plate
  const plate = raw === undefined || raw === '' ? {} : { plate: raw }
  const laneId = fact.laneId ?? NO_LANE
  switch (fact.type) {
    case 'VehicleEntered':
      return {
        ...{ kind: 'entered', ...common, ...plate, carClass: fact.carClass, laneId, enteredAt: fact.enteredAt },
        ...confidenceOf(fact),
      }
    case 'FeeDue':
      return { kind: 'feeDue', ...common, dueFen: fact.dueFen, dueAt: fact.at }
    case 'FeePaid':
      return { kind: 'paid', ...common, paidFen: fact.paidFen, paidAt: fact.paidAt ?? fact.at }
    case 'PlateCorrected':
      return { kind: 'plateCorrected', ...common, ...plate, correctedAt: fact.at }
    case 'VehicleExited':
      return {
        kind: 'exited',
        ...common,
        ...plate,
        laneId,
        exitedAt: fact.exitedAt,
        ...stayOf(fact),
        ...feesOf(fact, waiver),
        ...leavingOf(fact),
      }
    case 'ExemptionHonoured':
      return {
        kind: 'honoured',
        ...common,
        exemptionId: fact.grantKey,
        minutesApplied: fact.minutesApplied,
        ...moneyOf(fact),
        exitedAt: fact.at,
      }
    case 'ExemptionDenied':
      return { kind: 'denied', ...common, exemptionId: fact.grantKey, reason: fact.reasonCode, deniedAt: fact.at }
    default:
      return undefined
  }
}

/** In percent; told otherwise it is as if not told. */
const confidenceOf = ({ confidence }: GateText) =>
  Number.isInteger(confidence) && Number(confidence) >= 0 && Number(confidence) <= 100 ? { confidence } : {}

/** As far as the gate tells it, in the words of the contract; told otherwise it is as if not told. */
function leavingOf({ release, gateTxnId, paidFen }: GateText) {
  const [why, number] = [Release.safeParse(release).data, GateTxnId.safeParse(gateTxnId).data]
  return {
    ...(why === undefined ? {} : { release: why }),
    ...(number === undefined ? {} : { gateTxnId: number }),
    ...(paidFen === undefined ? {} : { paidFen }),
  }
}

/** Whole minutes, in the citizen's favour; a clock set back counts 0. */
const stayOf = (fact: GateText) => ({
  minutes: Math.max(0, Math.floor(msBetween(fact.enteredAt ?? '', fact.exitedAt ?? '') / MINUTE_MS) || 0),
})

const moneyOf = ({ feeBeforeFen, feeWaivedFen, feeAfterFen }: GateText) => ({ feeBeforeFen, feeWaivedFen, feeAfterFen })

/** Without an exemption the fee is what was paid, and what was still due where a person opened the barrier. */
function feesOf(exit: GateText, waiver: GateText | undefined) {
  if (waiver !== undefined) return moneyOf(waiver)
  const { paidFen, dueFen } = exit
  const feeFen = typeof dueFen === 'number' && paidFen !== undefined ? paidFen + dueFen : paidFen
  return { feeBeforeFen: feeFen, feeWaivedFen: 0, feeAfterFen: feeFen }
}
