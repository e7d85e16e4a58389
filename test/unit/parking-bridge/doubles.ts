import {
  type Answer,
  addMinutes,
  type Command,
  type Event,
  type EventOf,
  type ExemptionOrder,
  type GateRecord,
  isRefusal,
  type Refusal,
  type Screen,
  type StreamName,
} from '@pingting/contract'
import {
  apply,
  beginLedger,
  type Decision,
  decideEnter,
  decideExit,
  decideGrant,
  decideRevoke,
  type Ledger,
  queryExemption,
  ReasonCode,
} from '../../../parking-bridge/simulated-gate/src/ledger.ts'
import { HALL_TARIFF } from '../../../parking-bridge/simulated-gate/src/tariff.ts'
import { gateReasonOf } from '../../../parking-bridge/src/lot/gate-reasons.ts'
import { recordsOf } from '../../../parking-bridge/src/lot/gate-records.ts'
import type {
  Capabilities,
  EventsAnswer,
  GrantAnswer,
  GrantSending,
  Hint,
  Lot,
  QueryAnswer,
  RevokeAnswer,
  RevokeSending,
  Told,
} from '../../../parking-bridge/src/lot/port.ts'
import type { GrantWish, Hub, RevokeWish, SignedGrant, StreamListener } from '../../../parking-bridge/src/ports.ts'
import { decide as decideExemption } from '../../../server/src/exemptions/decide.ts'
import { due } from '../../../server/src/exemptions/due.ts'
import * as exemptions from '../../../server/src/exemptions/state.ts'
import { exemptionRows, orderOf } from '../../../server/src/exemptions/view.ts'
import { decide as decideLot } from '../../../server/src/lots/decide.ts'
import * as lots from '../../../server/src/lots/state.ts'
import { lotHeadForBridge } from '../../../server/src/lots/view.ts'
import type { VirtualTime } from './virtual-time.ts'

export const LOT_ID = 'lot-1'
const HALL: StreamName = 'hall:hall-1'
const LOT: StreamName = 'lot:lot-1'

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
  up = true
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

  link(up: boolean): void {
    this.up = up
    this.tell('link')
  }

  now = (): string => this.#time.now()

  tell(hint: Hint): void {
    for (const listener of this.listeners) listener(hint)
  }

  carryOut<A>(decide: (ledger: Ledger, now: string) => Decision<A>): A {
    const { commit, answer } = decide(this.ledger, this.#time.now())
    apply(this.ledger, commit)
    for (const record of commit.records)
      if (record.type === 'ExemptionGranted')
        this.ran.push({ epoch: this.ledger.controllerEpoch, key: record.grantKey })
    if (commit.events.length > 0) this.tell('facts')
    return answer
  }

  enter(plate: string): string {
    const stayId = `stay-${this.ledger.stays.size + 1}`
    const at = this.#time.now()
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
  readonly capabilities: Capabilities = { idempotent: true, query: true, revoke: true, preSession: true, stack: true }
  #gate: GateDouble
  #listener: (hint: Hint) => void = () => undefined
  #dead = false

  constructor(gate: GateDouble) {
    this.#gate = gate
  }

  usable = () => !this.#dead && this.#gate.up
  epoch = () => this.#gate.ledger.controllerEpoch
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
      return found ? { found, state, storedHash, ledgerSeq, gateEpoch } : { found, gateEpoch }
    })
  }

  eventsSince(seq: number, max: number): Promise<Told<EventsAnswer>> {
    return this.#gate.call(() => {
      const { events, controllerEpoch } = this.#gate.ledger
      const texts = events.slice(0, seq + max).map(event => JSON.stringify(event))
      return { records: recordsOf(texts, seq), gateEpoch: controllerEpoch, oldestSeq: 1 }
    }, [])
  }
}

/** The deciders and folds of the hub without a journal; it outlives every bridge. */
export class HubDouble {
  readonly hall = exemptions.initial()
  readonly lot = lots.initial()
  readonly told: Command[] = []
  readonly reports: GateRecord[][] = []
  readonly time: VirtualTime
  listeners = new Map<StreamName, StreamListener>()
  #granted = 0

  constructor(time: VirtualTime) {
    this.time = time
    const card = { lotId: LOT_ID, name: '停车场', nameEn: 'Car park', spaces: 100, hallIds: ['hall-1'] }
    lots.evolve(this.lot, { type: 'lot.opened', v: 1, at: time.now(), lot: card })
  }

  grant(plate: string, stayId: string, validMinutes: number): string {
    const at = this.time.now()
    const n = String(++this.#granted).padStart(4, '0')
    const exemptionId = `0a6ff7a2-0000-5000-8000-00000000${n}`
    const who = { ticketId: `20261123-A${n}`, evaluationId: exemptionId, counterId: 'c1', lotId: LOT_ID, stayId }
    const what = { plate, plateColour: 1, revision: 0, freeMinutes: 120, stackRule: 'max' as const, policyVersion: '1' }
    const when = { businessDay: '2026-11-23', notBefore: at, notAfter: addMinutes(at, validMinutes) }
    this.publish(HALL, [{ type: 'exemption.granted', v: 1, at, exemptionId, ...who, ...what, ...when }])
    return exemptionId
  }

  takeBack(exemptionId: string): void {
    this.publish(HALL, [{ type: 'exemption.revocationRequested', v: 1, at: this.time.now(), exemptionId }])
  }

  /** What the clock of the hub does each second. */
  expire(): void {
    for (const { command } of due(this.hall, this.time.now())) this.submit(HALL, command as Command)
  }

  submit(stream: StreamName, command: Command): Answer {
    this.told.push(command)
    if (command.type === 'lot.report') this.reports.push(command.records)
    const table = (stream === HALL ? decideExemption : decideLot) as unknown as Record<
      string,
      (command: Command, state: object, facts: object) => Event[] | Refusal
    >
    const state = stream === HALL ? this.hall : this.lot
    const decided = table[command.type]!(command, state, { at: this.time.now() })
    if (isRefusal(decided)) {
      const about = decided.about === undefined ? {} : { about: decided.about }
      return { ok: false, code: decided.refused, zh: '', en: '', ...about }
    }
    this.publish(stream, decided)
    for (const event of decided) if (event.type === 'stay.exemptionHonoured') this.#honour(event)
    return { ok: true, stream, seq: 0, replayed: false, events: decided as never }
  }

  /** What the reactions of the hub do. */
  #honour({ type: _type, v: _v, at: _at, stayId: _stayId, ...fact }: EventOf<'stay.exemptionHonoured'>): void {
    this.submit(HALL, { type: 'exemption.honour', commandId: this.time.uuid(), ...fact })
  }

  publish(stream: StreamName, events: Event[]): void {
    for (const event of events) stream === HALL ? exemptions.evolve(this.hall, event) : lots.evolve(this.lot, event)
    if (events.length > 0) this.listeners.get(stream)?.events(events as never)
  }

  screen(stream: StreamName): Screen {
    const rows = stream === HALL ? exemptionRows(this.hall) : {}
    const lot = stream === LOT ? { lot: lotHeadForBridge(this.lot)! } : {}
    return { counters: {}, tickets: {}, calls: [], withheld: {}, stays: {}, exemptions: structuredClone(rows), ...lot }
  }
}

/** The way of one process to the hub: dies with it. */
export class HubPort implements Hub {
  #hub: HubDouble
  #dead = false

  constructor(hub: HubDouble) {
    this.#hub = hub
  }

  open(): void {}
  reconnect(): void {}
  onConnect(): void {}
  close(): void {
    this.#dead = true
    this.#hub.listeners.clear()
  }

  follow(stream: StreamName, listener: StreamListener): void {
    this.#hub.listeners.set(stream, listener)
    listener.snapshot(this.#hub.screen(stream))
  }

  async command(stream: StreamName, command: Command): Promise<Answer> {
    await this.#hub.time.wait(1)
    // What a dead process meant to say is never said.
    if (this.#dead) return new Promise(() => undefined)
    return this.#hub.submit(stream, command)
  }

  async sign(_lotId: string, { exemptionId }: GrantWish): Promise<SignedGrant | undefined> {
    await this.#hub.time.wait(1)
    const order = orderOf(this.#hub.hall, exemptionId)
    return order === undefined ? undefined : { order, requestHash: hashOf(order), mac: 'aa' }
  }

  async signRevocation(_lotId: string, _wish: RevokeWish): Promise<{ mac: string }> {
    return { mac: 'aa' }
  }
}

/** Stands for SHA-256, which the ledger only compares. */
export const hashOf = (order: ExemptionOrder): string => `hash of ${order.key} for ${order.plate}`
