import {
  type Answer,
  addMinutes,
  type Command,
  type Event,
  type ExemptionOrder,
  type GateRecord,
  isRefusal,
  type Refusal,
  type Screen,
  type StreamName,
} from '@pingting/contract'
import type { GrantWish, Hub, RevokeWish, SignedGrant, StreamListener } from '../../../parking-bridge/src/ports.ts'
import { decide as decideExemption } from '../../../server/src/exemptions/decide.ts'
import { due } from '../../../server/src/exemptions/due.ts'
import * as exemptions from '../../../server/src/exemptions/state.ts'
import { exemptionRowsForBridge, orderOf } from '../../../server/src/exemptions/view.ts'
import { decide as decideLot } from '../../../server/src/lots/decide.ts'
import * as lots from '../../../server/src/lots/state.ts'
import { lotHeadForBridge } from '../../../server/src/lots/view.ts'
import { crossings } from '../../../server/src/reactions.ts'
import { LOT_ID } from './gate-double.ts'
import type { VirtualTime } from './virtual-time.ts'

const HALL: StreamName = 'hall:hall-1'
const LOT: StreamName = 'lot:lot-1'

/** The deciders and folds of the hub without a journal; it outlives every bridge. */
export class HubDouble {
  readonly hall = exemptions.initial()
  readonly lot = lots.initial()
  readonly told: Command[] = []
  readonly reports: GateRecord[][] = []
  readonly time: VirtualTime
  listeners = new Map<StreamName, StreamListener>()
  /** How long a command is under way, and a signature. */
  commandMs = 1
  signsMs = 1
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
    const facts = { bridgeEpochOf: () => this.lot.bridgeEpoch, gateEpochOf: () => this.lot.gateEpoch }
    const actor = { kind: 'bridge', lotIds: [LOT_ID] }
    const decided = table[command.type]!(command, state, { at: this.time.now(), actor, ...facts })
    if (isRefusal(decided)) {
      const about = decided.about === undefined ? {} : { about: decided.about }
      return { ok: false, code: decided.refused, zh: '', en: '', ...about }
    }
    this.publish(stream, decided)
    const halls = [{ hallId: 'hall-1', exemptions: this.hall }]
    if (stream === LOT)
      for (const { command: asked } of crossings(decided, this.lot, halls))
        this.submit(HALL, { ...asked, commandId: this.time.uuid() })
    return { ok: true, stream, seq: 0, replayed: false, events: decided as never }
  }

  publish(stream: StreamName, events: Event[]): void {
    for (const event of events) stream === HALL ? exemptions.evolve(this.hall, event) : lots.evolve(this.lot, event)
    if (events.length > 0) this.listeners.get(stream)?.events(events as never)
  }

  screen(stream: StreamName): Screen {
    const rows = stream === HALL ? exemptionRowsForBridge(this.hall) : {}
    const lot = stream === LOT ? { lot: lotHeadForBridge(this.lot)! } : {}
    const exemptions = structuredClone(rows)
    return {
      counters: {},
      tickets: {},
      calls: [],
      withheld: {},
      stays: {},
      foreign: {},
      mismatches: {},
      breaks: {},
      closings: {},
      exemptions,
      ...lot,
    }
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

  follow(stream: StreamName, _audience: string, listener: StreamListener): void {
    this.#hub.listeners.set(stream, listener)
    listener.snapshot(this.#hub.screen(stream))
  }

  async command(stream: StreamName, command: Command): Promise<Answer> {
    await this.#hub.time.wait(this.#hub.commandMs)
    // What a dead process meant to say is never said.
    if (this.#dead) return new Promise(() => undefined)
    return this.#hub.submit(stream, command)
  }

  async sign(_lotId: string, { exemptionId }: GrantWish): Promise<SignedGrant | undefined> {
    await this.#hub.time.wait(this.#hub.signsMs)
    const order = orderOf(this.#hub.hall, exemptionId)
    return order === undefined ? undefined : { order, requestHash: hashOf(order), mac: 'aa' }
  }

  async signRevocation(_lotId: string, _wish: RevokeWish): Promise<{ mac: string } | undefined> {
    return { mac: 'aa' }
  }
}

/** Stands for SHA-256, which the ledger only compares. */
const hashOf = (order: ExemptionOrder): string => `hash of ${order.key} for ${order.plate}`
