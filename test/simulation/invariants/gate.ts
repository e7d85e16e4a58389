import { addMs, type EventOf } from '@pingting/contract'
import { HALL_TARIFF } from '../../../parking-bridge/simulated-gate/src/tariff.ts'
import type { LedgerLife } from '../doubles/gate-process.ts'
import type { Evidence, Invariant } from '../evidence.ts'

const GRACE_MS = 120_000
/** An order may be under way so long: a bridge that has not heard of the use yet, and a call with a long tail. */
const UNDER_WAY_MS = 120_000

const grantsOf = ({ hall }: Evidence): Map<string, EventOf<'exemption.granted'>> =>
  new Map(
    hall
      .flatMap(({ events }) => events)
      .flatMap(event => (event.type === 'exemption.granted' ? [[event.exemptionId, event] as const] : [])),
  )

/** I-5: an order is carried out once in a life of the ledger, and what was taken back stays so. Older bridges are fenced. */
export const onceAtTheGate: Invariant = evidence => {
  const known = grantsOf(evidence)
  return evidence.gate.lives.flatMap(({ epoch, durable }) => {
    const found: string[] = []
    const held = new Set<string>()
    const gone = new Set<string>()
    let bridgeEpoch = 0
    for (const record of durable.flatMap(({ records }) => records)) {
      if (record.type === 'BridgeEpochRaised') {
        if (record.bridgeEpoch < bridgeEpoch) found.push(`I-5 the fence at the gate fell to ${record.bridgeEpoch}`)
        bridgeEpoch = Math.max(bridgeEpoch, record.bridgeEpoch)
      }
      if (record.type === 'ExemptionRevoked') gone.add(record.grantKey)
      if (record.type !== 'ExemptionGranted') continue
      const { grantKey } = record
      if (held.has(grantKey)) found.push(`I-5 ${grantKey} was carried out twice in ${epoch}`)
      if (gone.has(grantKey)) found.push(`I-5 ${grantKey} came back to life in ${epoch} after it was taken back`)
      if (record.bridgeEpoch < bridgeEpoch) found.push(`I-5 ${grantKey} was taken from a bridge that had lost the lot`)
      if (record.bridgeEpoch > bridgeEpoch)
        found.push(`I-5 ${grantKey} was taken, and the fence stayed at ${bridgeEpoch}`)
      if (!known.has(grantKey)) found.push(`I-5 ${grantKey} is held in ${epoch}, and no hall granted it`)
      held.add(grantKey)
    }
    return found
  })
}

/** I-6: every exit that was free maps to one grant, of that car, in its time, for no more than its minutes. */
export const honouredRightly: Invariant = evidence => {
  const known = grantsOf(evidence)
  return evidence.gate.lives.flatMap(life => {
    const used = new Set<string>()
    const facts = factsOf(life)
    return facts.flatMap(fact => {
      if (fact.type !== 'ExemptionHonoured') return []
      const { grantKey, minutesApplied, plate, at } = fact
      const grant = known.get(grantKey)
      const found: string[] = []
      const blame = (what: string): void => void found.push(`I-6 ${grantKey} ${what}`)
      if (grant === undefined) return [`I-6 an exit was free by ${grantKey}, which no hall granted`]
      if (used.has(grantKey)) blame('was used twice')
      used.add(grantKey)
      const corrected = facts.some(({ type, stayId }) => type === 'PlateCorrected' && stayId === fact.stayId)
      if (plate !== grant.plate && !corrected) blame(`of ${grant.plate} let ${plate} out`)
      if (minutesApplied > grant.freeMinutes) blame(`gave ${minutesApplied} minutes of ${grant.freeMinutes}`)
      const billedAt = billedAtOf(fact, facts)
      if (billedAt < addMs(grant.notBefore, -GRACE_MS) || billedAt > addMs(grant.notAfter, GRACE_MS))
        blame(`was used at ${at}, billed at ${billedAt}`)
      return found
    })
  })
}

/** Who has paid has a while to leave, and what he paid is what counts. */
function billedAtOf({ stayId, at }: { stayId: string; at: string }, facts: ReturnType<typeof factsOf>): string {
  const paidAt = facts.findLast(fact => fact.type === 'FeePaid' && fact.stayId === stayId)?.at
  return paidAt !== undefined && at <= addMs(paidAt, HALL_TARIFF.leaveWithinMinutes * 60_000) ? paidAt : at
}

/**
 * I-6, the other way: what was not honoured at an exit is denied for a reason that was so, by the clock the gate writes
 * down. Who paid ahead was judged as of that moment, or of his exit.
 */
export const deniedRightly: Invariant = evidence => {
  const known = grantsOf(evidence)
  return evidence.gate.lives.flatMap(life => {
    const facts = factsOf(life)
    return facts.flatMap(fact => {
      if (fact.type !== 'ExemptionDenied') return []
      const { grantKey, reasonCode, stayId, at } = fact
      const grant = known.get(grantKey)
      const ofStay = facts.filter(other => other.stayId === stayId)
      const moments = [at, ...ofStay.flatMap(other => (other.type === 'FeePaid' ? other.paidAt : []))]
      const isSo = {
        Expired: () => moments.some(moment => moment > addMs(grant?.notAfter ?? moment, GRACE_MS)),
        NotYetValid: () => moments.some(moment => moment < addMs(grant?.notBefore ?? moment, -GRACE_MS)),
        ClassExcluded: () => ofStay.some(other => other.type === 'VehicleEntered' && other.carClass !== 'casual'),
        Superseded: () => ofStay.some(other => other.type === 'ExemptionHonoured'),
      }[reasonCode as string]
      return isSo?.() === true ? [] : [`I-6 ${grantKey} was denied at ${at} as ${reasonCode}, and was not so`]
    })
  })
}

/** I-6: money is whole fen wherever it is written down, and what was waived and what was left make up what was due. */
export const wholeFen: Invariant = ({ hall, lot, gate }) => {
  const events = [...hall, ...lot].flatMap(commit => commit.events)
  return [...gate.lives.flatMap(factsOf), ...events].flatMap(entry => {
    const amounts = Object.entries(entry).filter(([name]) => name.endsWith('Fen'))
    const odd = amounts.filter(([, amount]) => !Number.isSafeInteger(amount) || amount < 0)
    const found = odd.map(([name, amount]) => `I-6 ${entry.type} tells ${amount} as ${name}`)
    const { feeBeforeFen, feeWaivedFen, feeAfterFen } = Object.fromEntries(amounts) as Partial<Record<string, number>>
    const isSplit = feeBeforeFen !== undefined && feeWaivedFen !== undefined && feeAfterFen !== undefined
    if (isSplit && feeWaivedFen + feeAfterFen !== feeBeforeFen)
      found.push(`I-6 ${entry.type} splits ${feeBeforeFen} fen into ${feeWaivedFen} and ${feeAfterFen}`)
    return found
  })
}

/** I-6: what the hall has booked as used is not granted anew, in no life of the ledger. */
export const notGrantedAnew: Invariant = ({ hall, store, gate }) => {
  const bookedAtMs = new Map(
    hall.flatMap(({ seq, events }) =>
      events.flatMap(event =>
        event.type === 'exemption.honoured' ? [[event.exemptionId, store.writtenAtMs('hall:h1', seq)] as const] : [],
      ),
    ),
  )
  return gate.lives.flatMap(({ epoch, durable, durableAtMs }) =>
    durable.flatMap(({ records }, place) =>
      records.flatMap(record => {
        const usedAtMs = record.type === 'ExemptionGranted' ? bookedAtMs.get(record.grantKey) : undefined
        const isAnew = usedAtMs !== undefined && durableAtMs[place]! > usedAtMs + UNDER_WAY_MS
        return isAnew ? [`I-6 an exemption booked as used was granted anew in ${epoch}`] : []
      }),
    ),
  )
}

const factsOf = ({ durable }: LedgerLife) => durable.flatMap(({ events }) => events)

interface Fees {
  feeBeforeFen: number
  feeWaivedFen: number
  feeAfterFen: number
}
/** The gate has a brand of its own for its money: two systems are compared by their numbers. */
const sameMoney = (one: Fees, other: Fees): boolean =>
  one.feeBeforeFen === other.feeBeforeFen &&
  one.feeWaivedFen === other.feeWaivedFen &&
  one.feeAfterFen === other.feeAfterFen

/** I-6: what a hall booked as used, or recorded beside the books, a gate has told, with the same moment, minutes and money. */
export const bookedAsTold: Invariant = ({ hall, gate }) => {
  const told = new Map(
    gate.lives.flatMap(life =>
      factsOf(life).flatMap(fact =>
        fact.type === 'ExemptionHonoured' ? [[`${fact.grantKey} ${fact.sequenceNumber}`, fact] as const] : [],
      ),
    ),
  )
  return hall
    .flatMap(({ events }) => events)
    .flatMap(event => {
      if (event.type !== 'exemption.honoured' && event.type !== 'exemption.mismatched') return []
      const fact = told.get(`${event.exemptionId} ${event.gateSeq}`)
      const same = fact?.minutesApplied === event.minutesApplied && fact.at === event.exitedAt && sameMoney(fact, event)
      return same ? [] : [`I-6 ${event.exemptionId} is booked as used otherwise than the gate told`]
    })
}

const KINDS: Readonly<Record<string, string>> = {
  'stay.entered': 'VehicleEntered',
  'stay.feeDue': 'FeeDue',
  'stay.paid': 'FeePaid',
  'stay.plateCorrected': 'PlateCorrected',
  'stay.exited': 'VehicleExited',
  'stay.exemptionHonoured': 'ExemptionHonoured',
  'stay.exemptionDenied': 'ExemptionDenied',
}

/** I-7: the lot's journal holds the gate's facts, each once, in their order, without a gap, life by life. */
export const factsInOrder: Invariant = ({ lot, gate }) => {
  const found: string[] = []
  const lives = new Map(gate.lives.map(life => [life.epoch, factsOf(life)]))
  let facts: ReturnType<typeof factsOf> = []
  let last = 0
  for (const event of lot.flatMap(({ events }) => events)) {
    if (event.type === 'lot.gateReset') {
      facts = lives.get(event.gateEpoch) ?? []
      last = 0
    }
    const kind = KINDS[event.type]
    if (kind === undefined) continue
    const { gateSeq, stayId } = event as EventOf<'stay.entered'>
    if (gateSeq !== last + 1) found.push(`I-7 fact ${gateSeq} of the gate was recorded after ${last}`)
    last = gateSeq
    const fact = facts[gateSeq - 1]
    if (fact?.type !== kind || fact.stayId !== stayId)
      found.push(`I-7 fact ${gateSeq} is recorded as ${event.type} of ${stayId}`)
  }
  return found
}
