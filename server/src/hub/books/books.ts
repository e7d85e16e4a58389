import {
  type BusinessDay,
  businessDayOf,
  type DisputeWish,
  daysBefore,
  type Instant,
  MINUTE_MS,
  msBetween,
  type Refusal,
  refuse,
} from '@pingting/contract'
import type { LotHouse } from '../../domain.ts'
import type { ExemptionStore } from '../../exemptions/store.ts'
import type { Diary } from '../../settlements/diary/diary.ts'
import { daysAdjusted, daysToDraw, daysToPass } from '../../settlements/due.ts'
import { cutOffOf } from '../../settlements/late.ts'
import type { Shifts } from '../../settlements/matching/totals.ts'
import { closedShifts, daysGivenUp, shiftsToClose } from '../../settlements/shifts.ts'
import { isMonthClosed, type SettlementState } from '../../settlements/state.ts'
import type { PaperStore } from '../../settlements/store.ts'
import type { Hub } from '../dispatch.ts'
import type { Logger } from '../process/log.ts'
import { type DayBooks, drawDay } from './day.ts'
import { Diaries, type DiaryPorts } from './diaries.ts'
import { raiseDispute } from './disputes.ts'
import { Mender } from './mender.ts'
import { tellFindings } from './passes/findings.ts'
import { LateNews } from './passes/late-news.ts'
import { type Send, sendingTo } from './passes/send.ts'
import { closedShift } from './passes/shifts.ts'
import { termsOn } from './passes/terms.ts'
import { Versions } from './passes/versions.ts'
import { Turns } from './turns.ts'

interface BooksPorts extends Omit<DiaryPorts, 'hallsOf' | 'lateAt' | 'heard'> {
  hub: Pick<Hub, 'stream' | 'states' | 'owned' | 'submit' | 'now'>
  papers: PaperStore
  exemptions: Pick<ExemptionStore, 'rows' | 'known'>
  log: Logger
}

const EVERY_MS = 5 * MINUTE_MS
/** Of the wall: business time may run hundreds of times as fast, and a hall goes before its books. */
const REST_MS = 10_000
const ONE_SHIFT: Shifts = ['00:00']

/**
 * Lays the books of hall and car park beside each other: of today and, until its settlement is drawn, of yesterday every
 * five minutes; of each day once more when its cut-off has passed, and then the settlement is drawn; of a day of which
 * something was adjusted at once. One pass at a time.
 */
export class Books {
  readonly #ports: BooksPorts
  readonly #diaries: Diaries
  readonly #mender: Mender
  readonly #versions: Versions
  readonly #send: Send
  readonly #news: LateNews
  readonly #passed = new Map<string, { at: Instant; wallMs: number }>()
  readonly #seen = new Map<string, Map<BusinessDay, Instant>>()
  readonly #turns = new Turns()
  #isTicking = false
  #isClosed = false

  constructor(ports: BooksPorts) {
    this.#ports = ports
    const { hub, papers, ...others } = ports
    this.#mender = new Mender(ports)
    this.#send = sendingTo(hub)
    this.#news = new LateNews(ports.exemptions)
    this.#versions = new Versions({ hub, papers, send: this.#send })
    const hallsOf = (lotId: string) => hub.stream('lot', lotId)?.peek().card?.hallIds ?? []
    const lateAt = (lotId: string, day: BusinessDay) => hub.stream('lot', lotId)?.peek().settlements.lateAt.get(day)
    this.#diaries = new Diaries({ ...others, papers, hallsOf, lateAt, heard: (...news) => this.#news.hear(...news) })
  }

  /** What is due now; driven by the clock. */
  async tick(): Promise<void> {
    if (this.#isTicking || this.#isClosed) return
    this.#isTicking = true
    try {
      const owned = this.#ports.hub.owned('lot').map(({ id }) => id)
      for (const lotId of this.#passed.keys()) if (!owned.includes(lotId)) this.#forget(lotId)
      for (const lotId of owned) await this.#due(lotId)
    } finally {
      this.#isTicking = false
    }
  }

  /** @returns a refusal for a lot nobody knows, for a day that has not begun, and for one whose plates were erased. */
  async ofDay(lotId: string, day: BusinessDay): Promise<DayBooks | Refusal> {
    const lot = this.#ports.hub.stream('lot', lotId)?.peek()
    if (lot?.card === undefined) return refuse('lot.unknown')
    if (day > businessDayOf(this.#ports.hub.now())) return refuse('settlement.day-wrong')
    if (this.#isErased(lot, day)) return refuse('settlement.day-erased', day)
    return this.#turns.take(() => this.#draw(lotId, lot, day))
  }

  /**
   * Says what is news of a day, and draws its settlement where its cut-off has passed and it would be another one.
   * @returns also what the car park's stream refused of it.
   */
  async settle(lotId: string, day: BusinessDay): Promise<DayBooks | Refusal> {
    if (this.#ports.hub.stream('lot', lotId)?.peek().restored !== undefined) return refuse('lot.awaits-sign-off')
    const books = await this.ofDay(lotId, day)
    // What nobody can look at anew is adjusted all the same.
    if ('refused' in books)
      return books.refused === 'settlement.day-erased' ? this.#versions.amend(lotId, day, books) : books
    const isDue = this.#ports.hub.now() >= cutOffOf(day)
    const refused =
      (await tellFindings(this.#send, lotId, this.#ports.hub.stream('lot', lotId)?.peek().settlements, books)) ??
      this.#refusedOf(lotId, day) ??
      (isDue ? await this.#versions.draw(lotId, books) : undefined)
    await this.#mender.mend(lotId, {
      day,
      now: books.drawnAt,
      verdicts: books.verdicts,
      openedAt: this.#openedAt(lotId),
    })
    return refused ?? books
  }

  /** The settlement of a day as it is signed: the same bytes whenever it is asked for. */
  paper(lotId: string, day: BusinessDay, version: number): Promise<string | undefined> {
    return this.#versions.paper(lotId, day, version)
  }

  /** One side says of a use in a day's settlement that it is wrong. */
  dispute(...asked: [lotId: string, day: BusinessDay, wish: DisputeWish, staffId: string]): Promise<object | Refusal> {
    return raiseDispute(this.#ports, ...asked)
  }

  async close(): Promise<void> {
    this.#isClosed = true
    await this.#turns.over()
  }

  /** Another hub keeps its books now. */
  #forget(lotId: string): void {
    this.#diaries.forget(lotId)
    this.#news.forget(lotId)
    this.#passed.delete(lotId)
    this.#seen.delete(lotId)
  }

  async #due(lotId: string): Promise<void> {
    const { hub, log } = this.#ports
    const lot = hub.stream('lot', lotId)?.peek()
    // After a restore nothing is repaired or accused before somebody has looked.
    if (lot?.card === undefined || lot.restored !== undefined) return
    const now = hub.now()
    const last = this.#passed.get(lotId)
    const wallMs = performance.now()
    if (last !== undefined && wallMs - last.wallMs < REST_MS) return
    const isRolling = last === undefined || Math.abs(msBetween(last.at, now)) >= EVERY_MS
    // Who has adjusted something waits for the version he may sign.
    const adjusted = daysAdjusted(lot.settlements)
    if (!isRolling && adjusted.length === 0) return
    this.#passed.set(lotId, { at: isRolling ? now : last.at, wallMs })
    const seen = this.#seenOf(lotId)
    const rolling = isRolling ? this.#rolling(lot.settlements, now, seen) : []
    for (const day of new Set([...adjusted, ...rolling].sort()))
      try {
        const settled = await this.settle(lotId, day)
        if (!('refused' in settled) || settled.refused === 'settlement.day-erased') seen.set(day, now)
        if ('refused' in settled) log.warn({ lotId, day, code: settled.refused }, 'the books of a day were not drawn')
      } catch (error) {
        log.warn({ lotId, day, error }, 'the books of a day were not drawn; trying again in five minutes')
      }
    if (isRolling)
      await this.#closeShifts(lotId, lot, now).catch(error =>
        log.warn({ lotId, error }, 'a shift was not closed; trying again in five minutes'),
      )
    await this.#news
      .tell(lotId, this.#send)
      .catch(error => log.warn({ lotId, error }, 'what was told late is not noted yet; trying again in five minutes'))
  }

  #rolling(state: SettlementState, now: Instant, seen: ReadonlyMap<BusinessDay, Instant>): BusinessDay[] {
    const today = businessDayOf(now)
    const yesterday = daysBefore(today, 1)
    const open = state.days.has(yesterday) ? [today] : [yesterday, today]
    return [...daysToDraw(state, now), ...daysToPass(state, now, seen), ...open]
  }

  #refusedOf(lotId: string, day: BusinessDay): Refusal | undefined {
    const state = this.#ports.hub.stream('lot', lotId)?.peek().settlements
    return state !== undefined && isMonthClosed(state, day)
      ? refuse('settlement.month-closed', state.closedThrough)
      : undefined
  }

  /** When each day of late news was passed last; who owns the lot anew passes them once more. */
  #seenOf(lotId: string): Map<BusinessDay, Instant> {
    const seen = this.#seen.get(lotId) ?? new Map()
    this.#seen.set(lotId, seen)
    return seen
  }

  /** The control totals of shifts that have ended, those that ended while the hub was away as well. */
  async #closeShifts(lotId: string, lot: LotHouse, now: Instant): Promise<void> {
    const { log } = this.#ports
    const { settlements } = lot
    const days = daysGivenUp(settlements, now)
    if (days !== undefined) log.warn({ lotId, ...days }, 'shifts of these days are not closed any more: too long ago')
    for (const span of shiftsToClose(settlements, shiftsOf(lot), now)) {
      const { businessDay, begins } = span
      if (isMonthClosed(settlements, businessDay) || this.#isErased(lot, businessDay)) {
        log.warn(
          { lotId, businessDay, begins },
          'a shift is not closed any more: its month is, or its plates are erased',
        )
        continue
      }
      const closed = await this.#turns.take(async () => {
        const diary = await this.#diaries.of(lotId, businessDay, now)
        return closedShift(span, async day => (await this.#drawFrom(diary, lot, day)).verdicts)
      })
      if ('refused' in closed) return
      // Before a car park has any books there is nothing to tell of its shifts.
      const isFirst = settlements.days.size + settlements.shifts.size === 0 && closed.count === 0
      if (!isFirst) await this.#send(lotId, { type: 'settlement.closeShift', ...closed })
    }
  }

  async #draw(lotId: string, lot: LotHouse, day: BusinessDay): Promise<DayBooks> {
    return this.#drawFrom(await this.#diaries.of(lotId, day, this.#ports.hub.now()), lot, day)
  }

  #drawFrom(diary: Diary, lot: LotHouse, day: BusinessDay): Promise<DayBooks> {
    const now = this.#ports.hub.now()
    const terms = termsOn(this.#ports.hub, day)
    const rules = { now, isLedgerTold: isLedgerTold(lot), shifts: shiftsOf(lot) }
    const { settlements } = lot
    const beside = { adjustments: settlements.adjustments.get(day) ?? [], shifts: closedShifts(settlements, day) }
    return drawDay(diary, day, terms, rules, beside)
  }

  #isErased({ retention, card }: LotHouse, day: BusinessDay): boolean {
    const halls = (card?.hallIds ?? []).map(id => this.#ports.hub.stream('hall', id)?.peek().halls.retention)
    return [retention, ...halls].some(kept => kept?.erased.has(day) === true)
  }

  /** Of the breaks that are open, what this pass has opened among them. */
  #openedAt(lotId: string): ReadonlyMap<string, Instant> {
    const breaks = this.#ports.hub.stream('lot', lotId)?.peek().settlements.breaks.values() ?? []
    return new Map([...breaks].flatMap(({ key, openedAt, closed }) => (closed === undefined ? [[key, openedAt]] : [])))
  }
}

const shiftsOf = ({ card }: LotHouse): Shifts => (card?.shifts as Shifts | undefined) ?? ONE_SHIFT

/** While the gate is away nobody knows what it holds; nor where it tells no ledger, or a new one is not read yet. */
const isLedgerTold = ({ linkUsable, ledger, gateEpoch }: LotHouse): boolean =>
  linkUsable && ledger !== undefined && ledger.gateEpoch === gateEpoch
