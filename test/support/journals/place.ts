import {
  type Actor,
  addMs,
  type BusinessDay,
  businessDayOf,
  type FiledExit,
  fen,
  type HallCard,
  type Instant,
  isRefusal,
  localTime,
  MINUTE_MS,
  sumFen,
} from '@pingting/contract'
import type { DayBooks } from '../../../server/src/hub/books/day.ts'
import { Bridge } from './bridge.ts'
import { Gate, type Profile } from './gate.ts'
import type { Site, Trick } from './site.ts'

type Act = () => Promise<unknown> | unknown

export const POLICY: HallCard['policy'] = {
  ...{ version: '2027', freeMinutes: 120, stackRule: 'max', perPlatePerDay: 1 },
  ...{ minServiceSeconds: 20, minFormSeconds: 2 },
}
/** In the afternoon, with cars inside; and two hours after the day, when its settlement is drawn. In minutes of the day. */
export const MOMENTS = { rolling: 17 * 60, final: 26 * 60 } as const
export type Moment = keyof typeof MOMENTS
const OPENS_AT = 7 * 60 + 5
/** The clock of the hub goes at least then: the day ends, and what nobody used runs out. */
const TICKS = [24 * 60, 24 * 60 + 13, 25 * 60]

/** A hall with its car park, and the people of its days as what they do at which minute of the day. */
export class Place {
  readonly site: Site
  readonly hallId: string
  readonly lotId: string
  readonly gate: Gate
  readonly bridge: Bridge
  readonly counterTally: number
  day: BusinessDay
  /** By stay: what the car park's daily file says of an exit, where that is another thing than what happened. */
  readonly filed = new Map<string, (exit: FiledExit) => FiledExit>()
  #agenda = new Map<Instant, Act[]>()

  private constructor(site: Site, name: string, profile: Profile, day: BusinessDay, counterTally: number) {
    this.site = site
    this.counterTally = counterTally
    this.day = day
    ;[this.hallId, this.lotId] = [`h-${name}`, `p-${name}`]
    this.gate = new Gate(profile, this.lotId, this.instantAt(0))
    this.bridge = new Bridge(site, this.gate, this.hallId, this.lotId)
  }

  static async found(
    site: Site,
    name: string,
    profile: Profile,
    day: BusinessDay,
    counterTally: number,
  ): Promise<Place> {
    const place = new Place(site, name, profile, day, counterTally)
    const { hallId, lotId } = place
    site.now = place.instantAt(7 * 60)
    const counters = Array.from({ length: counterTally }, (_, n) => ({
      counterId: `C${n}`,
      label: `${n}`,
      profile: ['tax'],
    }))
    const hall: HallCard = {
      ...{ hallId, hallNumber: 1, name: '市民中心', nameEn: 'Civic Centre', region: '370600', complaintPhone: '12345' },
      services: [{ code: 'tax', prefix: 'A', zh: '税务', en: 'Tax', typicalMinutes: 2 }],
      ...{ counters, lotIds: [lotId], policy: POLICY },
    }
    await site.must(`hall:${hallId}`, { type: 'hall.open', hall })
    const lot = { lotId, name: '东区', nameEn: 'East', spaces: 9_000, hallIds: [hallId], shifts: ['07:30', '12:00'] }
    await site.must(`lot:${lotId}`, { type: 'lot.open', lot })
    await place.bridge.open()
    return place
  }

  /** A day begins. */
  opens(day: BusinessDay): void {
    this.day = day
    this.at(OPENS_AT, async () => {
      for (const { counterId } of this.hall.halls.hall!.counters)
        await this.ask({ type: 'counter.open', counterId }, this.clerkOf(counterId))
    })
  }

  get now(): Instant {
    return this.site.now
  }

  get hall() {
    return this.site.hub.stream('hall', this.hallId)!.peek()
  }

  get lot() {
    return this.site.hub.stream('lot', this.lotId)!.peek()
  }

  instantAt = (minute: number): Instant => addMs(localTime(this.day, '00:00'), Math.round(minute * MINUTE_MS))

  at(minute: number, act: Act): void {
    const at = this.instantAt(minute)
    const acts = this.#agenda.get(at)
    if (acts === undefined) this.#agenda.set(at, [act])
    else acts.push(act)
  }

  staff = (role: 'clerk' | 'operator' | 'manager', staffId: string = role): Actor => ({
    ...{ kind: 'staff', staffId, name: staffId, role, hallIds: [this.hallId], lotIds: [this.lotId] },
  })

  clerkOf = (counterId: string): Actor => this.staff('clerk', `clerk-${counterId}`)

  ask = (command: object, actor?: Actor) => this.site.must(`hall:${this.hallId}`, command, actor)
  askLot = (command: object, actor?: Actor) => this.site.must(`lot:${this.lotId}`, command, actor)

  /** From here on the hub of this hall, or of this car park, has that fault. */
  trick(kind: 'hall' | 'lot', trick: Trick): void {
    this.site.tricks.set(`${kind}:${kind === 'hall' ? this.hallId : this.lotId}`, trick)
  }

  /** Plays what happens until a minute of the day, that minute included. */
  async until(minute: number): Promise<void> {
    for (const tick of TICKS) if (tick <= minute) this.at(tick, () => this.#tick())
    const end = this.instantAt(minute)
    for (;;) {
      const next = [...this.#agenda.keys()].reduce((first, at) => (at < first ? at : first), end)
      const acts = this.#agenda.get(next)
      if (acts === undefined) break
      this.#agenda.delete(next)
      this.site.now = next
      await Promise.all(acts.map(act => act()))
      await this.#settled()
      while (await this.bridge.carry());
    }
    this.site.now = end
  }

  /** What the books say now; and what is news is said to the car park's stream. */
  async settle(day: BusinessDay = this.day): Promise<DayBooks> {
    const books = await this.site.books.settle(this.lotId, day)
    if (isRefusal(books)) throw new Error(`the books of ${day} were not drawn: ${books.refused} ${books.about ?? ''}`)
    await this.#settled()
    return books
  }

  /** The car park hands in its file of the day: what its gate has written down, and not what its bridge has told. */
  async handInFile(): Promise<void> {
    const exits = exitsOf(this.gate, this.day).map(exit => this.filed.get(exit.stayId)?.(exit) ?? exit)
    const totalFen = sumFen(exits.map(({ feeWaivedFen }) => feeWaivedFen))
    const file = { businessDay: this.day, sha256: 'a'.repeat(64), mappingVersion: 1, totalFen, exits }
    await this.askLot({ type: 'settlement.takeFile', ...file }, this.staff('operator'))
  }

  #settled = () => this.site.settled(`hall:${this.hallId}`, `lot:${this.lotId}`)

  async #tick(): Promise<void> {
    for (let before = -1; before !== this.site.tally(); ) {
      before = this.site.tally()
      this.site.hub.tick()
      await this.#settled()
    }
    this.site.hub.repair()
    await this.#settled()
  }
}

/** What left on a day, as the car park itself keeps it. */
function exitsOf({ ledger }: Gate, day: BusinessDay): FiledExit[] {
  const waivers = Map.groupBy(
    ledger.events.flatMap(event => (event.type === 'ExemptionHonoured' ? [event] : [])),
    ({ stayId }) => stayId,
  )
  return ledger.events.flatMap((event): FiledExit[] => {
    if (event.type !== 'VehicleExited' || businessDayOf(event.exitedAt) !== day) return []
    const { stayId, laneId = '-', enteredAt, exitedAt, paidFen } = event
    const waiver = waivers.get(stayId)?.find(({ at }) => at >= enteredAt && at <= exitedAt)
    const about = { transactionId: `t${event.sequenceNumber}`, stayId, laneId, enteredAt, exitedAt }
    if (waiver === undefined)
      return [{ ...about, minutes: 0, feeBeforeFen: fen(paidFen), feeWaivedFen: fen(0), feeAfterFen: fen(paidFen) }]
    const { grantKey: key, minutesApplied: minutes, feeBeforeFen, feeWaivedFen, feeAfterFen } = waiver
    const fees = {
      ...{ feeBeforeFen: fen(feeBeforeFen), feeWaivedFen: fen(feeWaivedFen), feeAfterFen: fen(feeAfterFen) },
    }
    return [{ ...about, key, minutes, ...fees }]
  })
}
