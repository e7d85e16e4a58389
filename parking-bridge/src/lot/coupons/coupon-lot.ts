import { MINUTE_MS } from '@pingting/contract'
import type { Log, Time } from '../../ports.ts'
import { noLedger } from '../no-ledger.ts'
import type {
  Capabilities,
  EventsAnswer,
  GrantAnswer,
  GrantSending,
  Hint,
  Lot,
  Ordered,
  QueryAnswer,
  RevokeAnswer,
  RevokeSending,
  Told,
} from '../port.ts'
import type { Skew } from '../skew.ts'
import { grantByQuery, grantTold, orderFields, queryTold, type Reply, revokeByQuery, revokeTold } from './answers.ts'
import { Inbox } from './inbox.ts'
import { type Listener, listen } from './listener.ts'
import { Platform } from './platform.ts'
import type { CouponSettings } from './settings.ts'
import { Watch } from './watch.ts'
import { ASKED } from './words.ts'

/** An order whose answer was lost may arrive so much later: until then "no such coupon" proves nothing. */
const LATE_MS = 2 * MINUTE_MS
const DOWN = { told: 'refusedBeforeRunning', retry: 'retryable', code: 'LinkDown' } as const
/** What only a question could answer, of a platform that cannot be asked: for people. */
const UNASKABLE = { told: 'refusedBeforeRunning', retry: 'terminal', code: '1403' } as const

/** The profile of a car park that is reached through a coupon platform: signed HTTP there, signed pushes back. */
export class CouponLot implements Lot {
  readonly capabilities: Capabilities
  readonly #settings: CouponSettings
  readonly #time: Time
  readonly #epoch: string
  readonly #inbox = new Inbox()
  readonly #platform: Platform
  readonly #watch: Watch
  readonly #listeners: ((hint: Hint) => void)[] = []
  /** Until when a lost order may still arrive, by its key. */
  readonly #late = new Map<string, number>()
  #listener: Listener | undefined

  private constructor(settings: CouponSettings, speed: number, time: Time, log: Log) {
    const { grantSerial, sync } = settings.can
    this.capabilities = {
      idempotent: grantSerial,
      query: sync,
      revoke: true,
      stack: [],
      slips: false,
      ledger: false,
    }
    this.#settings = settings
    this.#time = time
    // A platform tells of no cold start: what it loses it does not know.
    this.#epoch = `coupon:${settings.park}`
    this.#platform = new Platform(settings, time.now)
    this.#watch = new Watch(this.#platform, time, speed, log, hint => this.#tell(hint))
  }

  /** @throws when the port for the pushes is taken */
  static async create(settings: CouponSettings, speed: number, time: Time, log: Log): Promise<CouponLot> {
    const lot = new CouponLot(settings, speed, time, log)
    const news = (): void => lot.#tell('facts')
    lot.#listener = await listen({ settings, inbox: lot.#inbox, news, speed, time, log })
    return lot
  }

  /** Where the platform has to push to. */
  get inboxUrl(): string {
    return this.#listener!.url
  }

  usable = (): boolean => this.#watch.usable()
  epoch = (): string => this.#epoch
  skew = (): Skew => this.#watch.skew()
  onHint = (listener: (hint: Hint) => void): void => void this.#listeners.push(listener)
  open = (): void => this.#watch.open()

  async close(): Promise<void> {
    this.#watch.close()
    this.#platform.close()
    await this.#listener?.close()
  }

  ledgerSince = noLedger

  async grant(sending: GrantSending): Promise<Told<GrantAnswer>> {
    if (!this.usable()) return DOWN
    // The platform knows no deadline of ours, so nothing is let out after it.
    if (this.#time.now() > sending.submitDeadline) return this.#tooLate()
    const grant_serial = sending.order.key
    const about = { grant_serial, ...orderFields(sending), ...this.#settings.fields }
    const { reply } = await this.#platform.ask(ASKED.grant, about)
    const told = grantTold(reply, sending, this.#epoch)
    if (told.told === 'unknown') this.#mayCome(grant_serial)
    if (told.told !== 'ambiguous') return told
    if (!this.#settings.can.sync) return UNASKABLE
    return grantByQuery(await this.#sync(grant_serial), sending, this.#epoch)
  }

  async revoke({ grantKey }: RevokeSending): Promise<Told<RevokeAnswer>> {
    if (!this.usable()) return DOWN
    const { reply } = await this.#platform.ask(ASKED.revoke, { grant_serial: grantKey })
    const told = revokeTold(reply)
    if (told.told === 'answered' && told.answer.outcome === 'NotFound' && this.#isOnItsWay(grantKey))
      return { told: 'unknown', code: 'LateOrder' }
    if (told.told !== 'ambiguous') return told
    return this.#settings.can.sync ? revokeByQuery(await this.#sync(grantKey)) : UNASKABLE
  }

  async query(grantKey: string, ordered: Ordered): Promise<Told<QueryAnswer>> {
    if (!this.usable()) return DOWN
    if (!this.#settings.can.sync) return UNASKABLE
    return queryTold(await this.#sync(grantKey), ordered, this.#epoch)
  }

  /** Also while the platform is away: what it has pushed is here. */
  eventsSince(seq: number, max: number): Promise<Told<EventsAnswer>> {
    const answer = { ...this.#inbox.since(seq, max), gateEpoch: this.#epoch }
    return Promise.resolve({ told: 'answered', answer })
  }

  async #sync(grant_serial: string): Promise<Reply> {
    return (await this.#platform.ask(ASKED.query, { grant_serial })).reply
  }

  #tooLate(): Told<GrantAnswer> {
    const answer = { outcome: 'Rejected', reason: 'DEADLINE_PASSED', storedHash: '', ledgerSeq: 0 } as const
    return { told: 'answered', answer: { ...answer, gateEpoch: this.#epoch } }
  }

  #mayCome(grantKey: string): void {
    const nowMs = this.#time.wallMs()
    for (const [key, untilMs] of this.#late) if (untilMs <= nowMs) this.#late.delete(key)
    this.#late.set(grantKey, nowMs + LATE_MS)
  }

  #isOnItsWay = (grantKey: string): boolean => (this.#late.get(grantKey) ?? 0) > this.#time.wallMs()

  #tell(hint: Hint): void {
    for (const listener of this.#listeners) listener(hint)
  }
}
