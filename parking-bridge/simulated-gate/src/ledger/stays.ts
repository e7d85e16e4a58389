import type { Instant } from '@pingting/contract/words/time'
import { fen } from '../tariff.ts'
import { type Decision, type Draft, draftOn, type Refusal } from './draft.ts'
import type { CarClass, Sighting, Waiver } from './entries.ts'
import { type Quote, quoteOf } from './quote.ts'
import type { Ledger, Stay } from './state.ts'

const refuse = (ledger: Ledger, now: Instant, refused: string): Decision<Refusal> => ({
  commit: draftOn(ledger, now).commit,
  answer: { refused },
})

/** Every event of a stay says how its car was seen. */
const sightingOf = ({ stayId, plateRaw, plate, confidence }: Stay) => ({ stayId, plateRaw, plate, confidence })

export interface EnterCommand extends Sighting {
  stayId: string
  laneId: string
  carClass: CarClass
  enteredAt: Instant
}

export function decideEnter(
  ledger: Ledger,
  command: EnterCommand,
  now: Instant,
): Decision<{ stayId: string } | Refusal> {
  const { plate, stayId } = command
  if (ledger.stays.has(stayId)) return refuse(ledger, now, 'stay.idReused')
  if (plate !== undefined && ledger.inside.has(plate)) return refuse(ledger, now, 'stay.alreadyInside')
  const draft = draftOn(ledger, now)
  draft.event({ type: 'VehicleEntered', ...command })
  if (plate !== undefined) bindWaiting(ledger, draft, plate, stayId)
  return { commit: draft.commit, answer: { stayId } }
}

function bindWaiting(ledger: Ledger, draft: Draft, plate: string, stayId: string): void {
  for (const grantKey of ledger.waiting.get(plate) ?? []) draft.record({ type: 'ExemptionBound', grantKey, stayId })
}

/** An attendant corrects what the camera read. Exemptions follow the stay; those waiting for the true plate join it. */
export function decideCorrectPlate(
  ledger: Ledger,
  command: { stayId: string; plate: string; plateRaw: string },
  now: Instant,
): Decision<{ stayId: string } | Refusal> {
  const stay = ledger.stays.get(command.stayId)
  if (stay === undefined || stay.exitedAt !== undefined) return refuse(ledger, now, 'stay.notInside')
  if (ledger.inside.has(command.plate)) return refuse(ledger, now, 'stay.alreadyInside')
  const draft = draftOn(ledger, now)
  draft.event({ type: 'PlateCorrected', ...command, confidence: 100, plateBefore: stay.plate })
  if (stay.paidAt === undefined) bindWaiting(ledger, draft, command.plate, stay.stayId)
  return { commit: draft.commit, answer: { stayId: stay.stayId } }
}

/** Pays in advance what leaving now would cost. Where nothing is due, nothing happens, and an exemption stays unused. */
export function decidePay(ledger: Ledger, command: { plate: string }, now: Instant): Decision<Quote | Refusal> {
  const stay = ledger.stays.get(ledger.inside.get(command.plate) ?? '')
  if (stay === undefined) return refuse(ledger, now, 'stay.notInside')
  const quote = quoteOf(ledger, stay, now)
  const draft = draftOn(ledger, now)
  if (quote.dueFen > 0) draft.event({ type: 'FeePaid', ...sightingOf(stay), paidFen: quote.dueFen, paidAt: now })
  return { commit: draft.commit, answer: quote }
}

export interface ExitCommand {
  stayId?: string
  plate?: string
  laneId: string
  /** The driver pays at the barrier whatever is due. */
  pay: boolean
  /** The barrier is opened without that, or stands open for the car before. */
  release?: 'manual' | 'tailgate' | undefined
}

export interface ExitAnswer {
  stayId: string
  barrierOpens: boolean
  stayMinutes: number
  feeDueFen: number
  paidFen: number
  exemptionsHonoured: Waiver[]
  exemptionsDenied: Quote['denied']
}

/**
 * A car stands at the barrier. It opens when nothing is due, once that is paid, or by a person's hand; until then
 * nothing is used up.
 */
export function decideExit(ledger: Ledger, command: ExitCommand, now: Instant): Decision<ExitAnswer | Refusal> {
  const stay = ledger.stays.get(command.stayId ?? ledger.inside.get(command.plate ?? '') ?? '')
  if (stay === undefined || stay.exitedAt !== undefined) return refuse(ledger, now, 'stay.notInside')
  const quote = quoteOf(ledger, stay, now)
  const { dueFen } = quote
  const draft = draftOn(ledger, now)
  const at = { ...sightingOf(stay), laneId: command.laneId }
  const { release } = command
  const barrierOpens = dueFen === 0 || command.pay || release !== undefined
  const isPaid = barrierOpens && release === undefined
  const paidFen = fen(isPaid ? stay.paidFen + dueFen : stay.paidFen)
  if (dueFen > 0) draft.event({ type: 'FeeDue', ...at, dueFen })
  if (dueFen > 0 && isPaid) draft.event({ type: 'FeePaid', ...at, paidFen: dueFen, paidAt: now })
  if (barrierOpens) {
    useExemptions(ledger, draft, at, quote)
    const byHand = release === undefined ? {} : { release, dueFen }
    draft.event({ type: 'VehicleExited', ...at, enteredAt: stay.enteredAt, exitedAt: now, paidFen, ...byHand })
  }
  return {
    commit: draft.commit,
    answer: {
      stayId: stay.stayId,
      barrierOpens,
      stayMinutes: quote.stayMinutes,
      feeDueFen: dueFen,
      paidFen,
      exemptionsHonoured: barrierOpens && quote.waiver !== undefined ? [quote.waiver] : [],
      exemptionsDenied: barrierOpens ? quote.denied : [],
    },
  }
}

/** An attendant takes an exemption away from its stay, before it was used or paid with. */
export function decideWithdraw(
  ledger: Ledger,
  { grantKey }: { grantKey: string },
  now: Instant,
): Decision<{ stayId: string } | Refusal> {
  const grant = ledger.grants.get(grantKey)
  const stay = ledger.stays.get(grant?.stayId ?? '')
  if (grant === undefined || grant.end !== undefined || stay === undefined || stay.paidAt !== undefined)
    return refuse(ledger, now, 'exemption.notOnStay')
  const draft = draftOn(ledger, now)
  draft.event({ type: 'ExemptionDenied', ...sightingOf(stay), grantKey, reasonCode: 'Revoked' })
  draft.record({
    type: 'ExemptionRevoked',
    grantKey,
    revokeKey: '',
    reason: 'taken back at the gate',
    tombstone: false,
  })
  return { commit: draft.commit, answer: { stayId: stay.stayId } }
}

/** At the exit every exemption of the stay comes to its end: the one that counts is honoured, the others lapse. */
function useExemptions(ledger: Ledger, draft: Draft, at: { stayId: string } & Sighting, quote: Quote): void {
  const { waiver, denied } = quote
  if (waiver !== undefined) {
    const usesLeft = ledger.grants.get(waiver.grantKey)!.usesLeft - 1
    draft.event({ type: 'ExemptionHonoured', ...at, ...waiver })
    draft.record({ type: 'ExemptionHonoured', stayId: at.stayId, usesLeft, ...waiver })
  }
  for (const { grantKey, reasonCode } of denied) {
    draft.event({ type: 'ExemptionDenied', ...at, grantKey, reasonCode })
    draft.record({ type: 'ExemptionLapsed', stayId: at.stayId, grantKey, reasonCode })
  }
}
