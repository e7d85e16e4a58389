import { type Commit, type Event, parsePlate } from '@pingting/contract'
import type { Span } from '../doubles/store/reach.ts'

/** A stay as it stood after a commit of the lot. */
export interface StaySeen {
  stayId: string
  carClass: string
  enteredAt: string
  paid: boolean
  exitedAt?: string
}

interface Page {
  /** The number of the commit since which it is so. */
  since: number
  stay: StaySeen | undefined
}

/** Of a lot's journal: the latest stay of each plate (LT7), and since when it is known to be so. */
export class Cars {
  readonly #pages = new Map<string, Page[]>()
  readonly #stays = new Map<string, StaySeen & { plate: string }>()
  readonly #byPlate = new Map<string, Set<string>>()

  constructor(lot: readonly Commit[]) {
    for (const { seq, events } of lot) for (const event of events) this.#see(event, seq)
  }

  /** What may have been known of a plate by who knew the lot up to somewhere in the span. */
  known(plate: string, { from, to }: Span): (StaySeen | undefined)[] {
    const pages = this.#pages.get(plate) ?? []
    const first = pages.findLastIndex(({ since }) => since <= from)
    const news = pages.filter(({ since }, index) => index >= first && since <= to).map(({ stay }) => stay)
    return first < 0 ? [undefined, ...news] : news
  }

  #see(event: Event, seq: number): void {
    if (event.type === 'stay.entered') {
      const { stayId, carClass, enteredAt } = event
      this.#put(seq, { stayId, carClass, enteredAt, paid: false, plate: textOf(event.plate) })
      return
    }
    const stay = 'stayId' in event ? this.#stays.get(event.stayId ?? '') : undefined
    if (stay === undefined) return
    if (event.type === 'stay.paid') this.#put(seq, { ...stay, paid: true })
    if (event.type === 'stay.exited') this.#put(seq, { ...stay, exitedAt: stay.exitedAt ?? event.exitedAt })
    if (event.type === 'stay.plateCorrected' && event.plate !== undefined)
      this.#put(seq, { ...stay, plate: textOf(event.plate) })
  }

  #put(since: number, stay: StaySeen & { plate: string }): void {
    const before = this.#stays.get(stay.stayId)
    this.#stays.set(stay.stayId, stay)
    if (before !== undefined && before.plate !== stay.plate) {
      this.#byPlate.get(before.plate)?.delete(stay.stayId)
      this.#turn(before.plate, since)
    }
    this.#byPlate.set(stay.plate, (this.#byPlate.get(stay.plate) ?? new Set()).add(stay.stayId))
    this.#turn(stay.plate, since)
  }

  #turn(plate: string, since: number): void {
    let latest: StaySeen | undefined
    for (const stayId of this.#byPlate.get(plate) ?? []) {
      const stay = this.#stays.get(stayId)
      if (stay !== undefined && (latest === undefined || stay.enteredAt >= latest.enteredAt)) latest = stay
    }
    const pages = this.#pages.get(plate) ?? []
    if (pages.at(-1)?.since === since) pages.pop()
    pages.push({ since, stay: latest })
    this.#pages.set(plate, pages)
  }
}

const textOf = (plate: string | undefined): string =>
  plate === undefined ? '' : (parsePlate(plate)?.normalised ?? plate)
