import {
  addMs,
  type BusinessDay,
  businessDayOf,
  DAY_MS,
  daysBefore,
  type Event,
  endOfBusinessDay,
  type Instant,
  later,
  nextDay,
  type StreamName,
} from '@pingting/contract'
import type { Connection } from 'mongoose'
import { type Diary, emptyDiary, forgetBefore } from '../../settlements/diary/diary.ts'
import { noteHall, noteLot } from '../../settlements/diary/note.ts'
import { type Reached, reachedBy } from '../../settlements/diary/reach.ts'
import { cutOffOf, dayOf } from '../../settlements/late.ts'
import type { PaperStore } from '../../settlements/store.ts'
import type { Head, Journal } from '../journal/journal.ts'
import { headBefore } from '../journal/seek.ts'

/** The hub goes on with its work after so many commits. */
const BREATH_EVERY = 100
/** Cars that came so long before a day are known in its books. */
const LEAD_DAYS = 2
/** What halls and persons make of a late fact is in the books until then. */
const FOLLOWS_MS = DAY_MS

export interface DiaryPorts {
  connection: Connection
  journal: Pick<Journal, 'after'>
  papers: Pick<PaperStore, 'filed'>
  hallsOf(lotId: string): readonly string[]
  /** When something was last told of a day after its cut-off. */
  lateAt(lotId: string, day: BusinessDay): Instant | undefined
  /** What an event, as it is read for today's books, changes of days that are over. */
  heard(lotId: string, reached: Reached, at: Instant): void
}

interface Kept {
  diary: Diary
  /** How far each stream is read. */
  heads: Map<StreamName, Head>
  from: BusinessDay
}

/** Where an earlier day is read no further: facts of later days, and commits from an instant on. */
interface End {
  until: Instant
  day: BusinessDay
}

/**
 * What the journals tell of a car park's days. Of today and yesterday a diary is kept and read on, so that a pass costs
 * what is new; of an earlier day one is made for the asking.
 */
export class Diaries {
  readonly #ports: DiaryPorts
  readonly #kept = new Map<string, Kept>()

  constructor(ports: DiaryPorts) {
    this.#ports = ports
  }

  async of(lotId: string, day: BusinessDay, now: Instant): Promise<Diary> {
    const today = businessDayOf(now)
    if (day < daysBefore(today, 1)) return this.#past(lotId, day)
    const from = daysBefore(today, LEAD_DAYS)
    const kept = this.#kept.get(lotId) ?? { diary: emptyDiary(lotId), heads: new Map(), from }
    this.#kept.set(lotId, kept)
    if (kept.from < from) {
      forgetBefore(kept.diary, from, startOf(from))
      kept.from = from
    }
    try {
      await this.#readOn(kept)
    } catch (error) {
      // What was read in part is read again whole.
      this.#kept.delete(lotId)
      throw error
    }
    return kept.diary
  }

  /** Those of lots that another hub owns now. */
  forget(lotId: string): void {
    this.#kept.delete(lotId)
  }

  async #past(lotId: string, day: BusinessDay): Promise<Diary> {
    const diary = emptyDiary(lotId)
    const [inTime, lateAt] = [cutOffOf(nextDay(day)), this.#ports.lateAt(lotId, day)]
    const until = lateAt === undefined ? inTime : later(inTime, addMs(lateAt, FOLLOWS_MS))
    await this.#readOn({ diary, heads: new Map(), from: daysBefore(day, LEAD_DAYS) }, { until, day: nextDay(day) })
    for (const one of [day, nextDay(day)]) diary.filed.set(one, await this.#ports.papers.filed(lotId, one))
    return diary
  }

  /** The car park first: what its facts make halls do is then in what is read of the halls. */
  async #readOn({ diary, heads, from }: Kept, end?: End): Promise<void> {
    const { lotId } = diary
    const hear = (event: Event): void => {
      if (end === undefined) this.#ports.heard(lotId, reachedBy(diary, event), event.at)
    }
    await this.#read(`lot:${lotId}`, heads, from, end, event => {
      noteLot(diary, event)
      hear(event)
    })
    for (const hallId of this.#ports.hallsOf(lotId))
      await this.#read(`hall:${hallId}`, heads, from, end, event => {
        noteHall(diary, hallId, event)
        hear(event)
      })
  }

  async #read(
    stream: StreamName,
    heads: Map<StreamName, Head>,
    from: BusinessDay,
    end: End | undefined,
    note: (event: Event) => void,
  ): Promise<void> {
    const { connection, journal } = this.#ports
    const head = heads.get(stream) ?? (await headBefore(connection, stream, startOf(from)))
    heads.set(stream, head)
    let read = 0
    for await (const { commit, stored } of journal.after(stream, head)) {
      if (end !== undefined && commit.at >= end.until) return
      for (const event of commit.events) if (end === undefined || (dayOf(event) ?? '') <= end.day) note(event)
      heads.set(stream, { seq: stored.seq, hash: stored.hash, at: stored.at })
      read += 1
      if (read % BREATH_EVERY === 0) await new Promise(resolve => setImmediate(resolve))
    }
  }
}

const startOf = (day: BusinessDay): Instant => addMs(endOfBusinessDay(day), -DAY_MS)
