import type {
  Answer,
  GateRecord,
  HallCommand,
  LedgerRecord,
  LotCommand,
  Screen,
  ScreenEvent,
  StreamName,
} from '@pingting/contract'
import { Courier } from './delivery/courier.ts'
import { HealthTeller } from './delivery/health.ts'
import { Puller } from './delivery/pull.ts'
import { factsOf, type GateTold, ledgerOf } from './delivery/sources.ts'
import type { Hint } from './lot/port.ts'
import type { BridgeParts } from './ports.ts'

/** Between two tries to lease a lot that the hub does not give us. */
const LEASE_RETRY_MS = 2_000
/** The hub takes a bridge that is silent for seven seconds of the wall for lost: two of these may fail. */
const LINK_AGAIN_MS = 3_000

export type Ending = 'stopped' | 'fenced'

/**
 * One lot between hub and gate: leases it, delivers what the halls grant, and carries home what the gate did. Holds
 * nothing that matters: what to deliver is in the hub's journal, what was honoured is in the gate's ledger.
 */
export class Bridge {
  #parts: BridgeParts
  #stream: StreamName
  #bridgeEpoch = 0
  #courier: Courier
  #puller: Puller<GateRecord>
  /** Only of a profile whose ledger can be read. */
  #ledger: Puller<LedgerRecord> | undefined
  #health: HealthTeller
  #following = new Set<string>()
  /** The epoch of the facts that are on their way to the hub. */
  #carried: string | undefined
  #link = { usable: false, telling: false }
  #silence: () => void = () => undefined
  #ending = Promise.withResolvers<Ending>()
  #ended = false

  constructor(parts: BridgeParts) {
    const { lot, time, log, fault } = parts
    this.#parts = parts
    this.#stream = `lot:${parts.lotId}`
    this.#courier = new Courier(
      parts,
      () => this.#bridgeEpoch,
      () => this.stop('fenced'),
      () => this.#carriesOldFacts(),
    )
    this.#puller = new Puller(
      lot,
      factsOf(lot, told => this.#report(told)),
      ...([time, log, fault] as const),
    )
    this.#health = new HealthTeller(lot, time, log, health =>
      this.#command({ type: 'lot.recordHealth', commandId: time.uuid(), bridgeEpoch: this.#bridgeEpoch, ...health }),
    )
    if (lot.capabilities.ledger)
      this.#ledger = new Puller(
        lot,
        ledgerOf(lot, told => this.#recordLedger(told)),
        ...([time, log] as const),
      )
  }

  /** Runs until stopped or fenced. Starts and stays up with hub and gate offline. */
  async run(): Promise<Ending> {
    const { lot, hub } = this.#parts
    lot.onHint(hint => this.#hear(hint))
    hub.onConnect(() => this.#courier.hurry())
    lot.open()
    hub.open()
    void this.#lease()
    const ending = await this.#ending.promise
    this.#courier.stop()
    this.#puller.stop()
    this.#ledger?.stop()
    this.#health.stop()
    this.#silence()
    hub.close()
    await lot.close()
    return ending
  }

  stop(ending: Ending = 'stopped'): void {
    this.#ended = true
    this.#ending.resolve(ending)
  }

  /** Asks until it is given: the lot may not be set up yet. */
  async #lease(): Promise<void> {
    const { hub, log } = this.#parts
    while (!this.#ended && this.#bridgeEpoch === 0) await this.#tryLease()
    if (this.#ended) return
    log.info({ bridgeEpoch: this.#bridgeEpoch }, 'the lot is ours')
    hub.follow(this.#stream, 'bridge', {
      snapshot: screen => this.#lotSnapshot(screen),
      events: events => {
        for (const event of events) this.#leased(event)
        this.#courier.lotEvents(this.#stream, events)
      },
    })
  }

  async #tryLease(): Promise<void> {
    const { hub, bridgeId, lot, time, log } = this.#parts
    const { stack, slips } = lot.capabilities
    const told = { ...(stack.length === 0 ? {} : { stackRules: [...stack] }), ...(slips ? { slips } : {}) }
    const answer = await hub.command(this.#stream, { type: 'lot.lease', commandId: time.uuid(), bridgeId, ...told })
    if (answer.ok) {
      for (const event of answer.events) this.#leased(event)
      return
    }
    log.warn({ code: answer.code }, 'the hub does not lease us the lot yet')
    await new Promise<void>(resolve => time.after(LEASE_RETRY_MS, resolve))
    hub.reconnect()
  }

  /** A lease with a higher epoch than ours is somebody else's. */
  #leased(event: ScreenEvent): void {
    if (event.type !== 'lot.leased' || event.bridgeEpoch === undefined) return
    if (this.#bridgeEpoch === 0) this.#bridgeEpoch = event.bridgeEpoch
    else if (event.bridgeEpoch > this.#bridgeEpoch) this.#fenced('lot.leased')
  }

  #fenced(by: string): void {
    this.#parts.log.error({ by, bridgeEpoch: this.#bridgeEpoch }, 'a newer bridge has taken over this lot')
    this.stop('fenced')
  }

  #lotSnapshot(screen: Screen): void {
    const { hub, log, lotId, hallIds = screen.lot?.hallIds ?? [] } = this.#parts
    const head = screen.lot
    if (head === undefined) {
      log.error({}, 'the hub knows no such lot')
      return
    }
    if (head.bridgeEpoch !== undefined && head.bridgeEpoch > this.#bridgeEpoch) {
      this.#fenced('snapshot')
      return
    }
    this.#puller.startFrom(head.gateEpoch, head.gateSeq ?? 0)
    this.#ledger?.startFrom(head.ledgerEpoch, head.ledgerSeq ?? 0)
    this.#courier.lotSnapshot(this.#stream, head)
    this.#health.start(head.alarms !== undefined || head.deviceHealth !== undefined)
    for (const hallId of hallIds) {
      if (this.#following.has(hallId)) continue
      this.#following.add(hallId)
      const stream: StreamName = `hall:${hallId}`
      hub.follow(stream, `bridge:${lotId}`, {
        snapshot: hall => this.#courier.snapshot(stream, hall),
        events: events => this.#courier.events(stream, events),
      })
    }
    this.#linkChanged()
  }

  #hear(hint: Hint): void {
    if (hint === 'link') this.#linkChanged()
    else if (hint === 'facts') this.#look()
    else this.#health.changed()
  }

  /** Facts and ledger have one hint. */
  #look(): void {
    this.#puller.wake()
    this.#ledger?.wake()
  }

  #linkChanged(): void {
    this.#link.usable = this.#parts.lot.usable()
    this.#courier.linkChanged()
    if (this.#link.usable) this.#look()
    if (this.#bridgeEpoch > 0 && !this.#link.telling) void this.#tellLink()
  }

  /** Tells the hub how the link is, one state at a time, the last one always, and every few seconds again. */
  async #tellLink(): Promise<void> {
    const { time } = this.#parts
    const link = this.#link
    link.telling = true
    this.#silence()
    for (let told: boolean | undefined; told !== link.usable && !this.#ended; ) {
      const { usable } = link
      const bridgeEpoch = this.#bridgeEpoch
      await this.#command({ type: 'lot.link', commandId: time.uuid(), bridgeEpoch, usable })
      told = usable
    }
    link.telling = false
    if (!this.#ended) this.#silence = time.after(LINK_AGAIN_MS, () => void this.#tellLink())
  }

  /** What the gate let out before it lost its ledger has to be known to the hub before anything is sent again. */
  #carriesOldFacts(): boolean {
    return this.#carried !== undefined && this.#carried !== this.#parts.lot.epoch()
  }

  async #report(told: GateTold<GateRecord>): Promise<Answer> {
    const commandId = this.#parts.time.uuid()
    this.#carried = told.gateEpoch
    const answer = await this.#command({ type: 'lot.report', commandId, bridgeEpoch: this.#bridgeEpoch, ...told })
    const heldUp = this.#carriesOldFacts()
    this.#carried = undefined
    if (heldUp) this.#courier.hurry()
    return answer
  }

  #recordLedger(told: GateTold<LedgerRecord>): Promise<Answer> {
    const commandId = this.#parts.time.uuid()
    return this.#command({ type: 'lot.recordLedger', commandId, bridgeEpoch: this.#bridgeEpoch, ...told })
  }

  /** A fence below our own number is not a newer bridge but a hub that does not know of our lease yet. */
  async #command(command: HallCommand | LotCommand): Promise<Answer> {
    const { hub, time } = this.#parts
    for (;;) {
      const answer = await hub.command(this.#stream, command)
      if (answer.ok || answer.code !== 'lot.fenced') return answer
      if (!(Number(answer.about) < this.#bridgeEpoch)) {
        this.#fenced(command.type)
        return answer
      }
      await new Promise<void>(resolve => time.after(LEASE_RETRY_MS, resolve))
    }
  }
}
