import { addMs } from '@pingting/contract'
import {
  apply,
  beginLedger,
  type Decision,
  decideEnter,
  decideExit,
  decideGrant,
  decideRevoke,
  type Ledger,
  pageAfter,
  queryExemption,
  ReasonCode,
} from '../../../parking-bridge/simulated-gate/src/ledger.ts'
import { HALL_TARIFF } from '../../../parking-bridge/simulated-gate/src/tariff.ts'
import { gateReasonOf } from '../../../parking-bridge/src/lot/gate-reasons.ts'
import { recordsOf } from '../../../parking-bridge/src/lot/methods/gate-records.ts'
import { ledgerRecordsOf } from '../../../parking-bridge/src/lot/methods/ledger-records.ts'
import type {
  Capabilities,
  EventsAnswer,
  GrantAnswer,
  GrantSending,
  Hint,
  LedgerAnswer,
  Lot,
  QueryAnswer,
  RevokeAnswer,
  RevokeSending,
  Told,
} from '../../../parking-bridge/src/lot/port.ts'
import { type Skew, skewOf } from '../../../parking-bridge/src/lot/skew.ts'
import type { VirtualTime } from './virtual-time.ts'

export const LOT_ID = 'lot-1'

/** What becomes of one call on its way to the gate and back. */
export type Fate = 'answered' | 'requestLost' | 'answerLost' | 'late' | 'doubled' | 'refused' | 'brokeAfter'
const CALL_MS = 3
const TIMEOUT_MS = 5_000
const LATE_MS = 12_000

/** The gate turned the caller away before anything ran. */
class Denied extends Error {}

/** The pure ledger of the simulated gate behind a road that does what a script says. */
export class GateDouble {
  ledger!: Ledger
  readonly ran: { epoch: string; key: string }[] = []
  #time: VirtualTime
  /** Of the orders and questions to come; when there is none left, all is answered. */
  readonly fates: Fate[]
  #epochs = 0
  aheadMs = 0
  up = true
  /** It remembers so many keys and no more: that it does not know one is said with that. */
  forgets = false
  listeners = new Set<(hint: Hint) => void>()

  constructor(time: VirtualTime, fates: Fate[] = []) {
    this.#time = time
    this.fates = fates
    this.loseLedger()
  }

  loseLedger(): void {
    const policy = { siteId: LOT_ID, tariff: HALL_TARIFF, capacity: 10_000 }
    this.ledger = beginLedger(policy, `epoch-${++this.#epochs}`, this.#time.now()).ledger
    this.tell('link')
  }

  /** Keeps the latest facts only, as a controller does whose memory is full. */
  dropFacts(kept: number): void {
    this.ledger.events.splice(0, this.ledger.events.length - kept)
  }

  link(up: boolean): void {
    this.up = up
    this.tell('link')
  }

  /** Its own clock, which may be wrong. */
  now = (): string => addMs(this.#time.now(), this.aheadMs)

  setClock(aheadMs: number): void {
    this.aheadMs = aheadMs
    this.tell('link')
  }

  tell(hint: Hint): void {
    for (const listener of this.listeners) listener(hint)
  }

  carryOut<A>(decide: (ledger: Ledger, now: string) => Decision<A>): A {
    const { commit, answer } = decide(this.ledger, this.now())
    apply(this.ledger, commit)
    for (const record of commit.records)
      if (record.type === 'ExemptionGranted')
        this.ran.push({ epoch: this.ledger.controllerEpoch, key: record.grantKey })
    if (commit.events.length > 0) this.tell('facts')
    return answer
  }

  enter(plate: string): string {
    const stayId = `stay-${this.ledger.stays.size + 1}`
    const at = this.now()
    const sighting = { plateRaw: plate, plate, confidence: 99 }
    const command = { stayId, laneId: 'in', carClass: 'casual' as const, enteredAt: at, ...sighting }
    this.carryOut((ledger, now) => decideEnter(ledger, command, now))
    return stayId
  }

  leave(plate: string): void {
    this.carryOut((ledger, now) => decideExit(ledger, { plate, laneId: 'out', pay: true }, now))
  }

  async call<A>(run: () => A, fates: Fate[] = this.fates): Promise<Told<A>> {
    try {
      return await this.#callThrough(run, fates)
    } catch (error) {
      if (!(error instanceof Denied)) throw error
      return { told: 'refusedBeforeRunning', retry: 'retryable', code: 'BadUserAccessDenied' }
    }
  }

  async #callThrough<A>(run: () => A, fates: Fate[]): Promise<Told<A>> {
    const time = this.#time
    const fate = fates.shift() ?? 'answered'
    const { controllerEpoch } = this.ledger
    await time.wait(CALL_MS)
    if (!this.up || this.ledger.controllerEpoch !== controllerEpoch)
      return { told: 'unknown', code: 'BadConnectionClosed' }
    if (fate === 'refused') return { told: 'refusedBeforeRunning', retry: 'retryable', code: 'BadTooManyOperations' }
    // A gate that lost its ledger was started again, and no message survives that.
    if (fate === 'late') time.after(LATE_MS, () => this.ledger.controllerEpoch === controllerEpoch && unlessDenied(run))
    const answer = fate === 'requestLost' || fate === 'late' ? undefined : run()
    if (fate === 'doubled') run()
    if (fate === 'brokeAfter') return { told: 'unknown', code: 'BadInternalError' }
    if (fate === 'answered' || fate === 'doubled') return { told: 'answered', answer: answer! }
    await time.wait(TIMEOUT_MS)
    return { told: 'unknown', code: 'BadTimeout' }
  }
}

/** A message that comes too late is turned away like any other, and nobody waits for the answer. */
function unlessDenied(run: () => unknown): void {
  try {
    run()
  } catch (error) {
    if (!(error instanceof Denied)) throw error
  }
}

/** The port of one process: dies with it. */
export class LotDouble implements Lot {
  capabilities: Capabilities = {
    idempotent: true,
    query: true,
    revoke: true,
    stack: ['max', 'reject'],
    slips: false,
    ledger: true,
  }
  #gate: GateDouble
  #listener: (hint: Hint) => void = () => undefined
  #dead = false

  constructor(gate: GateDouble) {
    this.#gate = gate
  }

  usable = () => !this.#dead && this.#gate.up
  epoch = () => this.#gate.ledger.controllerEpoch
  skew = (): Skew => skewOf(this.#gate.aheadMs)
  open = () => this.#listener('link')
  onHint(listener: (hint: Hint) => void): void {
    this.#listener = listener
    this.#gate.listeners.add(listener)
  }
  async close(): Promise<void> {
    this.#dead = true
    this.#gate.listeners.delete(this.#listener)
  }

  grant({ order, submitDeadline, bridgeEpoch, requestHash }: GrantSending): Promise<Told<GrantAnswer>> {
    return this.#gate.call(() => {
      const { key, kind: _kind, siteId, stackRule: _rule, ...rest } = order
      const held = { grantKey: key, requestHash, ...rest, stackRule: 'max' as const }
      const asked = { order: held, siteId, submitDeadline, bridgeEpoch, hashMatches: true, macMatches: true }
      const answer = this.#gate.carryOut((ledger, now) => decideGrant(ledger, asked, now))
      const { outcome, reasonCode, storedHash, ledgerSeq } = answer
      const reason = gateReasonOf(ReasonCode[reasonCode])
      const gateEpoch = this.epoch()
      return { outcome, storedHash, ledgerSeq, gateEpoch, ...(outcome === 'Rejected' ? { reason } : {}) }
    })
  }

  revoke({ key, grantKey, bridgeEpoch }: RevokeSending): Promise<Told<RevokeAnswer>> {
    return this.#gate.call(() => {
      const asked = { revokeKey: key, grantKey, reason: 'test', bridgeEpoch, macMatches: true }
      const answer = this.#gate.carryOut((ledger, now) => decideRevoke(ledger, asked, now))
      if ('denied' in answer) throw new Denied(answer.denied)
      return answer
    })
  }

  query(grantKey: string): Promise<Told<QueryAnswer>> {
    return this.#gate.call(() => {
      const { found, state, storedHash, ledgerSeq } = queryExemption(this.#gate.ledger, grantKey, this.#gate.now())
      const gateEpoch = this.epoch()
      if (found) return { found, state, storedHash, ledgerSeq, gateEpoch }
      return this.#gate.forgets ? { found, gateEpoch, forgets: true } : { found, gateEpoch }
    })
  }

  eventsSince(seq: number, max: number): Promise<Told<EventsAnswer>> {
    return this.#gate.call(() => {
      const { events, eventSeq, controllerEpoch } = this.#gate.ledger
      const oldestSeq = events[0]?.sequenceNumber ?? eventSeq + 1
      const texts = events.slice(0, Math.max(0, seq + 1 - oldestSeq) + max).map(event => JSON.stringify(event))
      return { records: recordsOf(texts, seq, oldestSeq), gateEpoch: controllerEpoch, oldestSeq }
    }, [])
  }

  ledgerSince(seq: number, max: number): Promise<Told<LedgerAnswer>> {
    return this.#gate.call(() => {
      const { records, ledgerSeq, controllerEpoch } = this.#gate.ledger
      const { entries, oldestAvailableSeq } = pageAfter(records, record => record.ledgerSeq, seq, max, ledgerSeq)
      const texts = entries.map(record => JSON.stringify(record))
      const first = Math.max(seq + 1, oldestAvailableSeq)
      return { records: ledgerRecordsOf(texts, first), gateEpoch: controllerEpoch, oldestSeq: oldestAvailableSeq }
    }, [])
  }
}
