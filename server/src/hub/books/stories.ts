import {
  type Actor,
  addMs,
  type Commit,
  DAY_MS,
  daysBefore,
  endOfBusinessDay,
  type Instant,
  parsePlate,
  type Refusal,
  refuse,
  type StreamName,
} from '@pingting/contract'
import type { Connection } from 'mongoose'
import type { ExemptionRecord, ExemptionStore } from '../../exemptions/store.ts'
import { type Moment, momentOf, subjectOf } from '../../settlements/diary/story.ts'
import type { Journal } from '../journal/journal.ts'
import { headBefore } from '../journal/seek.ts'
import type { Limits } from '../process/limits.ts'
import type { Logger } from '../process/log.ts'
import { Turns } from './turns.ts'

/** A break that stands open for longer is nobody's daily work. */
const DAYS_AFTER = 5
/** Cars that came so long before the day are known in its books. */
const LEAD_DAYS = 2
/** The hub goes on with its work after so many commits. */
const BREATH_EVERY = 100

interface StoryPorts {
  connection: Connection
  journal: Pick<Journal, 'after'>
  exemptions: Pick<ExemptionStore, 'rows' | 'ofPlate'>
  limits: Pick<Limits, 'reserve'>
  log: Pick<Logger, 'info' | 'warn'>
  indexOf(plate: string): string
}

type Staff = Extract<Actor, { kind: 'staff' }>
export type PlateStory = { exemptionId: string } & Pick<ExemptionRecord, 'businessDay' | 'status' | 'grantedAt'>

/** Tells from the journals of hall and car park what became of an exemption; one story at a time. */
export class Stories {
  readonly #ports: StoryPorts
  readonly #turns = new Turns()

  constructor(ports: StoryPorts) {
    this.#ports = ports
  }

  /**
   * The latest exemptions of a plate here, each with a story of its own; the plate is not told again. Whoever asks is
   * written down, and counted before anything is looked at: sixty in ten minutes, so that nobody goes through a list.
   */
  async ofPlate(lotId: string, text: string, { staffId }: Staff): Promise<{ exemptions: PlateStory[] } | Refusal> {
    const { exemptions, indexOf, limits, log } = this.#ports
    if (!(await limits.reserve('stories', staffId))) {
      log.warn({ staffId, lotId }, 'too many look-ups by plate; refused')
      return refuse('request.too-many')
    }
    log.info({ staffId, lotId }, 'exemptions are looked up by plate')
    const plate = parsePlate(text)
    if (plate === undefined) return refuse('plate.malformed')
    const rows = await exemptions.ofPlate(lotId, indexOf(plate.normalised))
    return {
      exemptions: rows.map(({ _id, businessDay, status, grantedAt }) => ({
        ...{ exemptionId: _id, businessDay, status, grantedAt },
      })),
    }
  }

  /** @returns a refusal for one that no hall has granted at this car park. */
  tell(lotId: string, exemptionId: string): Promise<{ moments: Moment[] } | Refusal> {
    return this.#turns.take(() => this.#tell(lotId, exemptionId))
  }

  async #tell(lotId: string, exemptionId: string): Promise<{ moments: Moment[] } | Refusal> {
    const row = await this.#ports.exemptions.rows.findOne({ _id: exemptionId }).lean()
    if (row === null || row.lotId !== lotId) return refuse('exemption.unknown')
    const { hallId, ticketId, businessDay } = row
    const subject = subjectOf(exemptionId, ticketId)
    const until = addMs(endOfBusinessDay(businessDay), DAYS_AFTER * DAY_MS)
    const note = (moments: Moment[], { events }: Commit): void => {
      for (const event of events) {
        const moment = momentOf(event, subject)
        if (moment !== undefined) moments.push(moment)
      }
    }
    const [ofHall, ofLot]: [Moment[], Moment[]] = [[], []]
    // The hall is read first: it says which stay it was.
    await this.#read(`hall:${hallId}`, endOfBusinessDay(daysBefore(businessDay, 1)), until, one => note(ofHall, one))
    const from = endOfBusinessDay(daysBefore(businessDay, LEAD_DAYS))
    await this.#read(`lot:${lotId}`, from, until, one => note(ofLot, one))
    // In one and the same moment a fact of the gate is told before what a hall made of it.
    return { moments: [...ofLot, ...ofHall].sort((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0)) }
  }

  async #read(stream: StreamName, from: Instant, until: Instant, note: (commit: Commit) => void): Promise<void> {
    const { connection, journal } = this.#ports
    let read = 0
    for await (const { commit } of journal.after(stream, await headBefore(connection, stream, from))) {
      if (commit.at >= until) return
      note(commit)
      read += 1
      if (read % BREATH_EVERY === 0) await new Promise(resolve => setImmediate(resolve))
    }
  }
}
