import type { LotHead, Screen, ScreenEvent, StreamName } from '@pingting/contract'
import type { Ordered, Told } from '../lot/port.ts'
import { type BridgeParts, type Fault, noFault } from '../ports.ts'
import {
  begin,
  type Situation,
  settleGrant,
  settleQuery,
  settleRevoke,
  settleUnsigned,
  submitDeadlineOf,
  type Verdict,
} from './decide.ts'
import { fold, type Order, ordersIn } from './orders.ts'
import { phantomNews, phantomOrder, phantomsIn } from './phantoms.ts'
import { type Pace, plan } from './plan.ts'
import {
  afterEpochChange,
  begunEarlier,
  begunLive,
  doubtEarlier,
  heard,
  hurried,
  type Known,
  missedOf,
  needsMark,
  type Progress,
  type Step,
} from './progress.ts'
import { Teller } from './teller.ts'
import { uuid5 } from './uuid5.ts'

/** As OPC UA calls it. */
const UNREADABLE = 'BadUnexpectedError'

/** Delivers exemptions: keeps what is open, starts what `decide` picks, and tells the hub what came of it. */
export class Courier {
  #parts: BridgeParts
  #bridgeEpoch: () => number
  #fenced: () => void
  #heldUp: () => boolean
  #fault: Fault
  #known = new Map<string, Known>()
  /** By exemption; neither an order nor its hash ever changes. */
  #ordered = new Map<string, Ordered>()
  #teller: Teller
  #inFlight = 0
  #pace: Pace = { fromMs: 0, started: 0 }
  #gateEpoch: string | undefined
  /** As the hub had heard of it when this process came: that ledger had confirmed what was confirmed. */
  #toldEpoch: string | undefined
  #callOff: () => void = () => undefined
  #stopped = false

  constructor(parts: BridgeParts, bridgeEpoch: () => number, fenced: () => void, heldUp: () => boolean) {
    this.#parts = parts
    this.#bridgeEpoch = bridgeEpoch
    this.#fenced = fenced
    this.#heldUp = heldUp
    this.#fault = parts.fault ?? noFault
    this.#teller = new Teller(parts, bridgeEpoch, fenced)
  }

  /** What is open in a hall. An order we do not know may have been sent by a process before us. */
  snapshot(stream: StreamName, screen: Screen): void {
    const { lot, lotId, time } = this.#parts
    const open = new Map(ordersIn(screen, stream, lotId).map(order => [order.exemptionId, order]))
    for (const [id, { order }] of this.#known) if (order.stream === stream && !open.has(id)) this.#forget(id)
    for (const [id, order] of open) {
      const known = this.#known.get(id)
      const missed = known === undefined ? undefined : missedOf(known.order, order)
      const progress =
        known === undefined
          ? this.#begun(order, time.wallMs())
          : missed !== undefined
            ? heard(order, known.progress, missed, lot.capabilities)
            : hurried(known.progress, lot.capabilities)
      this.#known.set(id, { order, progress })
      const doubt = known === undefined ? doubtEarlier(order, progress) : undefined
      if (doubt !== undefined) this.#teller.tell(order, doubt)
    }
    this.#pump()
  }

  #begun(order: Order, wallMs: number): Progress {
    const { lot } = this.#parts
    const progress = begunEarlier(order, lot.capabilities, wallMs)
    const gateEpoch = this.#otherThan(this.#toldEpoch)
    return gateEpoch === undefined ? progress : afterEpochChange({ order, progress }, lot.capabilities, gateEpoch)
  }

  /** @returns the epoch of the gate, where that is another. */
  #otherThan(before: string | undefined): string | undefined {
    const now = this.#parts.lot.epoch()
    return before === now || before === undefined ? undefined : now
  }

  events(stream: StreamName, events: ScreenEvent[]): void {
    for (const event of events) this.#event(stream, event)
    this.#pump()
  }

  #event(stream: StreamName, event: ScreenEvent): void {
    const orders = new Map<string, Order>()
    const id = 'exemptionId' in event ? event.exemptionId : undefined
    const before = id === undefined ? undefined : this.#known.get(id)
    if (before !== undefined) orders.set(id!, before.order)
    if (fold(orders, stream, this.#parts.lotId, event) === undefined) return
    const order = orders.get(id!)
    if (order === undefined) {
      this.#forget(id!)
      return
    }
    const progress =
      before === undefined ? begunLive(order) : heard(order, before.progress, event.type, this.#parts.lot.capabilities)
    this.#known.set(id!, { order, progress })
  }

  /** What is to be taken back at the gate although no hall has granted it. */
  lotSnapshot(stream: StreamName, lot: LotHead): void {
    this.#toldEpoch ??= lot.gateEpoch
    this.#gateEpoch ??= this.#parts.lot.epoch()
    const wanted = phantomsIn(lot)
    for (const [id, { order }] of this.#known) if (order.stream === stream && !wanted.includes(id)) this.#forget(id)
    for (const id of wanted) this.#takeBack(id, stream)
    if (wanted.length > 0) this.#pump()
  }

  lotEvents(stream: StreamName, events: ScreenEvent[]): void {
    for (const event of events) {
      const news = phantomNews(event)
      if (news?.isWanted === true) this.#takeBack(news.exemptionId, stream)
      if (news?.isWanted === false) this.#forget(news.exemptionId)
      if (news !== undefined) this.#pump()
    }
  }

  #takeBack(id: string, stream: StreamName): void {
    const order = phantomOrder(id, stream)
    if (!this.#known.has(id)) this.#known.set(id, { order, progress: begunLive(order) })
  }

  linkChanged(): void {
    const { lot, log } = this.#parts
    const other = this.#otherThan(this.#gateEpoch ?? this.#toldEpoch)
    this.#gateEpoch = lot.epoch() ?? this.#gateEpoch
    if (other !== undefined) {
      log.warn({ gateEpoch: other }, 'the gate has lost its ledger: every open exemption is sent again')
      for (const [id, known] of this.#known)
        this.#known.set(id, { ...known, progress: afterEpochChange(known, lot.capabilities, other) })
    }
    this.hurry()
  }

  /** Hub or gate are back. */
  hurry(): void {
    const { lot } = this.#parts
    for (const [id, known] of this.#known)
      this.#known.set(id, { ...known, progress: hurried(known.progress, lot.capabilities) })
    this.#pump()
  }

  stop(): void {
    this.#stopped = true
    this.#callOff()
  }

  #forget(id: string): void {
    this.#known.delete(id)
    this.#ordered.delete(id)
  }

  /** Starts whatever may be started now, and wakes up when the next one may. */
  #pump(): void {
    const { lot, time } = this.#parts
    if (this.#stopped) return
    const usable = lot.usable() && this.#bridgeEpoch() > 0 && !this.#heldUp()
    const at = { now: time.now(), wallMs: time.wallMs(), farOff: lot.skew() === 'farOff' }
    const moment = { inFlight: this.#inFlight, usable, pace: this.#pace, ...at }
    const { start, pace, wakeAtMs } = plan(this.#known.values(), moment)
    this.#pace = pace
    this.#callOff()
    if (usable && wakeAtMs !== undefined)
      this.#callOff = time.after(Math.max(0, wakeAtMs - time.wallMs()), () => this.#pump())
    for (const { exemptionId, step } of start) void this.#do(exemptionId, step)
  }

  async #do(id: string, step: Step): Promise<void> {
    const { order, progress } = this.#known.get(id)!
    const under = { order, progress: begin(progress, step) }
    this.#known.set(id, under)
    this.#inFlight++
    this.#fault('c8')
    const settle = await this.#call(order, step).catch((error: unknown) => {
      this.#parts.log.error({ err: error, exemptionId: id, step }, 'a call to the gate broke in our own house')
      return (known: Known, s: Situation) => settleUnsigned(known, step, s)
    })
    this.#inFlight--
    this.#fault('c11')
    const known = this.#known.get(id)
    if (known !== undefined && !this.#stopped) this.#follow(known, settle(known, this.#situation()))
    this.#pump()
  }

  /** @returns how the call is to be settled, with what is known of the order by then. */
  async #call(order: Order, step: Step): Promise<(known: Known, s: Situation) => Verdict> {
    const unsigned = (known: Known, s: Situation) => settleUnsigned(known, step, s)
    const { lot, hub, lotId, time } = this.#parts
    const { exemptionId } = order
    const bridgeEpoch = this.#bridgeEpoch()
    if (step === 'revoke') {
      const key = uuid5(exemptionId, 'revoke')
      const signed = await hub.signRevocation(lotId, { exemptionId, key, bridgeEpoch })
      if (signed === undefined) return unsigned
      this.#fault('c9')
      const told = await this.#asked(
        exemptionId,
        step,
        lot.revoke({ key, grantKey: exemptionId, bridgeEpoch, mac: signed.mac }),
      )
      return (known, s) => settleRevoke(known, told, s)
    }
    if (step === 'send' && !(await this.#marked(order))) return unsigned
    const submitDeadline = submitDeadlineOf(order.notAfter, time.now())
    const gateEpoch = lot.epoch()
    const held = this.#ordered.get(exemptionId)
    const signed =
      step === 'query' && held !== undefined
        ? undefined
        : await hub.sign(lotId, { exemptionId, submitDeadline, bridgeEpoch })
    const ordered = signed ?? held
    if (ordered === undefined || (step === 'send' && signed === undefined)) return unsigned
    const { order: sent, requestHash } = ordered
    // Signed before the gate lost its ledger: the hub may know by now that the order was used.
    if (lot.epoch() !== gateEpoch) return unsigned
    this.#ordered.set(exemptionId, { order: sent, requestHash })
    this.#fault('c9')
    if (step === 'query') {
      const told = await this.#asked(exemptionId, step, lot.query(exemptionId, { order: sent, requestHash }))
      return (known, s) => settleQuery(known, told, requestHash, s)
    }
    const told = await this.#asked(exemptionId, step, lot.grant({ ...signed!, submitDeadline, bridgeEpoch }))
    return (known, s) => settleGrant(known, told, requestHash, s)
  }

  /**
   * What comes back from a gate may have any shape. One that nobody can read may follow a call that ran: its outcome is
   * unknown, and never as if nothing had left the house.
   */
  #asked<A>(exemptionId: string, step: Step, call: Promise<Told<A>>): Promise<Told<A>> {
    return call.catch((error: unknown): Told<A> => {
      this.#parts.log.error({ err: error, exemptionId, step }, 'the answer of the gate cannot be read')
      return { told: 'unknown', code: UNREADABLE }
    })
  }

  /** So that a crash leaves a mark too many and never one too few, it stands in the journal before the call. */
  async #marked({ exemptionId, stream, sent }: Order): Promise<boolean> {
    const { lot, hub, time } = this.#parts
    if (sent || !needsMark(lot.capabilities)) return true
    const bridgeEpoch = this.#bridgeEpoch()
    const command = { type: 'exemption.send', exemptionId, bridgeEpoch, commandId: time.uuid() } as const
    return (await hub.command(stream, command)).ok
  }

  #follow({ order }: Known, { progress, tell, fenced }: Verdict): void {
    this.#known.set(order.exemptionId, { order, progress })
    if (fenced) {
      this.#parts.log.error({ exemptionId: order.exemptionId }, 'the gate takes orders of a newer bridge only')
      this.#fenced()
    }
    if (tell !== undefined) this.#teller.tell(order, tell)
  }

  #situation(): Situation {
    const { lot, time } = this.#parts
    const { capabilities } = lot
    const random = time.random()
    return { now: time.now(), wallMs: time.wallMs(), capabilities, gateEpoch: lot.epoch(), random }
  }
}
