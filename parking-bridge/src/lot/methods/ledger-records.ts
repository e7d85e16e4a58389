import { LedgerRecord } from '@pingting/contract'

/** A record as GetLedgerSince tells it: a JSON text of the controller, of which nothing is believed unread. */
interface LedgerText {
  type: string
  ledgerSeq: number
  at: string
  grantKey?: string
  plate?: string
  freeMinutes?: number
  requestHash?: string
  usesLeft?: number
  minutesApplied?: number
  feeWaivedFen?: number
}

/**
 * The records of a ledger in the words of the contract. One that is none as the model describes it becomes `unread`, so
 * that it does not stop those after it; none of its values is taken over.
 * @param firstSeq the number of the first text; a text that does not tell its own has the one after the text before it
 */
export function ledgerRecordsOf(texts: readonly string[], firstSeq: number): LedgerRecord[] {
  let next = firstSeq
  return texts.map(text => {
    const told = parse(text)
    const ledgerSeq = told !== undefined && Number.isSafeInteger(told.ledgerSeq) ? told.ledgerSeq : next
    next = ledgerSeq + 1
    return (told && LedgerRecord.safeParse(recordOf(told)).data) ?? { kind: 'unread', ledgerSeq }
  })
}

function parse(text: string): LedgerText | undefined {
  try {
    const told: unknown = JSON.parse(text)
    return typeof told === 'object' && told !== null ? (told as LedgerText) : undefined
  } catch {
    return undefined
  }
}

function recordOf(told: LedgerText): unknown {
  const { ledgerSeq, grantKey: exemptionId, at } = told
  const ended = { kind: 'ended', ledgerSeq, exemptionId, endedAt: at }
  switch (told.type) {
    case 'ExemptionGranted':
      return {
        ...{ kind: 'accepted', ledgerSeq, exemptionId, freeMinutes: told.freeMinutes, acceptedAt: at },
        ...hashOf(told),
        ...(told.plate === undefined || told.plate === '' ? {} : { plate: told.plate }),
      }
    case 'ExemptionRevoked':
      return { ...ended, end: 'revoked' }
    case 'ExemptionLapsed':
      return { ...ended, end: 'lapsed' }
    case 'ExemptionHonoured':
      // What may be used again has not ended.
      if ((told.usesLeft ?? 0) > 0) return { kind: 'other', ledgerSeq }
      return { ...ended, end: 'consumed', minutesUsed: told.minutesApplied, waivedFen: told.feeWaivedFen }
    case 'LedgerBegan':
    case 'BridgeEpochRaised':
    case 'ExemptionBound':
      return { kind: 'other', ledgerSeq }
    default:
      return undefined
  }
}

/** A gate may keep another sum of the order than ours, which says nothing. */
const hashOf = ({ requestHash = '' }: LedgerText) => (/^[0-9a-f]{64}$/.test(requestHash) ? { requestHash } : {})
