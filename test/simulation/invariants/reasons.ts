import { businessDayOf, type Commit, type Event, type EventOf } from '@pingting/contract'
import { hallCard } from '../actors/hall-card.ts'
import type { Reach, Span } from '../doubles/store/reach.ts'
import type { Invariant } from '../evidence.ts'
import { Cars, type StaySeen } from './cars.ts'

const { minServiceSeconds, perPlatePerDay } = hallCard(1).policy

type Reason = EventOf<'exemption.withheld'>['reason']
/** What the rules say: a reason, or that nothing stands against it. */
type Verdict = Reason | 'GRANTED'

interface Claim {
  takenAt: string
  day: string
  arrivals: string[]
  servedAt?: string
  rating?: { at: string; unrewarded?: Reason | undefined }
  plate?: { text: string; revision: number }
  /** What was said last, and of which plate. */
  told?: { verdict: Verdict; revision: number | undefined }
  exemptionId?: string
}

/** Nobody asks again for the same plate (the table of the spec, "may still come true"). */
const FINAL: ReadonlySet<Verdict> = new Set(['CLASS_EXCLUDED', 'ALREADY_LEFT', 'TOO_LATE', 'LIMIT_PLATE'])
const ASKS: ReadonlySet<string> = new Set([
  'ticket.completed',
  'evaluation.submitted',
  'plate.bound',
  'plate.corrected',
])
const FREES: ReadonlySet<string> = new Set(['exemption.refused', 'exemption.revoked'])

/** The table of reasons, read from the spec and not from the product: each answer of a hall is held against it. */
export class Reasons {
  readonly found: string[] = []
  readonly #claims = new Map<string, Claim>()
  readonly #grants = new Map<string, EventOf<'exemption.granted'>>()
  /** Exemptions that count, by their stay and by day and plate. */
  readonly #counting = new Map<string, Set<string>>()
  readonly #limited = new Set<string>()
  readonly #cars: Cars

  constructor(hall: readonly Commit[], cars: Cars, reach: Pick<Reach, 'of'>) {
    this.#cars = cars
    for (const commit of hall) this.#see(commit, reach.of(commit.commandId))
  }

  /** Whose question is open must have been told what is so at the end of both journals. */
  late(at: string, lotHead: number): string[] {
    return [...this.#claims].flatMap(([ticketId, claim]) => {
      // The day after, nobody asks until the lot has news of the car.
      if (!this.#isOpen(claim, false) || claim.day < businessDayOf(at)) return []
      const verdicts = this.#verdicts(claim, at, { from: lotHead, to: lotHead })
      return verdicts.has(claim.told?.verdict as Verdict)
        ? []
        : [`I-3 ${ticketId} still hears ${claim.told?.verdict}, and it is ${[...verdicts]}`]
    })
  }

  #see({ seq, at, events }: Commit, span: Span): void {
    const isFreed = events.some(({ type }) => FREES.has(type))
    const asked = new Set(isFreed ? this.#limited : [])
    for (const event of events) {
      const ticketId = 'ticketId' in event ? event.ticketId : this.#grants.get((event as Named).exemptionId)?.ticketId
      const claim = this.#claims.get(ticketId ?? '')
      if (event.type === 'ticket.taken')
        this.#claims.set(event.ticketId, { takenAt: at, day: event.businessDay, arrivals: [] })
      if (ticketId === undefined || claim === undefined) continue
      const verdict = verdictIn(event)
      if (verdict === undefined) fold(claim, event)
      else {
        this.#judge(ticketId, claim, verdict, { seq, at, span, isFreed })
        if (event.type === 'exemption.granted' && !this.#isOfStay(event, span))
          this.found.push(
            `I-3 ${ticketId} was granted for ${event.stayId}, which is not where its car is (commit ${seq})`,
          )
        asked.delete(ticketId)
        claim.told = { verdict, revision: claim.plate?.revision }
        this.#limited.delete(ticketId)
        if (verdict === 'LIMIT_PLATE') this.#limited.add(ticketId)
      }
      if (ASKS.has(event.type) || FREES.has(event.type)) asked.add(ticketId)
      this.#count(event, claim)
    }
    for (const ticketId of asked)
      this.#judge(ticketId, this.#claims.get(ticketId)!, undefined, { seq, at, span, isFreed })
  }

  /** `verdict` is what is said now; undefined where it stays with what was said before. */
  #judge(
    ticketId: string,
    claim: Claim,
    verdict: Verdict | undefined,
    { seq, at, span, isFreed }: { seq: number; at: string; span: Span; isFreed: boolean },
  ): void {
    const blame = (what: string): void => void this.found.push(`I-3 ${ticketId} ${what} (commit ${seq})`)
    const { told, plate } = claim
    const isOpen = this.#isOpen(claim, isFreed)
    if (!isOpen && verdict !== undefined) blame(`heard ${verdict}, and nothing was to be said`)
    if (!isOpen) return
    if (verdict !== undefined && verdict === told?.verdict && told.revision === plate?.revision)
      blame(`was told ${verdict} a second time`)
    const verdicts = this.#verdicts(claim, at, span)
    const said = verdict ?? told?.verdict
    if (said === undefined || !verdicts.has(said)) blame(`hears ${said}, and it is ${[...verdicts].join(' or ')}`)
  }

  /** Rated, without an exemption that counts, and not told a reason that is final for this plate. */
  #isOpen({ rating, plate, told, exemptionId }: Claim, isFreed: boolean): boolean {
    if (rating === undefined) return false
    const grant = this.#grants.get(exemptionId ?? '')
    if (grant !== undefined && (this.#counts(grant) || grant.revision === plate?.revision)) return false
    if (told === undefined || told.verdict === 'GRANTED') return true
    if (rating.unrewarded !== undefined) return false
    return !FINAL.has(told.verdict) || told.revision !== plate?.revision || (isFreed && told.verdict === 'LIMIT_PLATE')
  }

  #verdicts(claim: Claim, at: string, span: Span): Set<Verdict> {
    const hindrance = hindranceOf(claim, at)
    if (hindrance !== undefined) return new Set([hindrance])
    const { text } = claim.plate!
    return new Set(this.#cars.known(text, span).map(stay => this.#parked(claim, text, stay)))
  }

  #parked({ takenAt, day }: Claim, plate: string, stay: StaySeen | undefined): Verdict {
    if (stay === undefined || (stay.exitedAt !== undefined && stay.exitedAt < takenAt)) return 'NOT_INSIDE'
    if (stay.carClass !== 'casual') return 'CLASS_EXCLUDED'
    if (stay.exitedAt !== undefined) return 'ALREADY_LEFT'
    if (stay.paid) return 'TOO_LATE'
    const ofPlate = this.#counting.get(`${day} ${plate}`)?.size ?? 0
    const ofStay = this.#counting.get(stay.stayId)?.size ?? 0
    return ofStay > 0 || ofPlate >= perPlatePerDay ? 'LIMIT_PLATE' : 'GRANTED'
  }

  #isOfStay = ({ plate, stayId }: EventOf<'exemption.granted'>, span: Span): boolean =>
    this.#cars.known(plate, span).some(stay => stay?.stayId === stayId)

  #counts = ({ exemptionId, stayId }: EventOf<'exemption.granted'>): boolean =>
    this.#counting.get(stayId)?.has(exemptionId) === true

  #count(event: Event, claim: Claim): void {
    if (event.type === 'exemption.granted') {
      this.#grants.set(event.exemptionId, event)
      claim.exemptionId = event.exemptionId
    }
    const grant = this.#grants.get((event as Named).exemptionId)
    if (grant === undefined) return
    const { stayId, businessDay, plate, exemptionId } = grant
    for (const key of [stayId, `${businessDay} ${plate}`]) {
      const counted = this.#counting.get(key) ?? new Set()
      this.#counting.set(key, counted)
      if (FREES.has(event.type)) counted.delete(exemptionId)
      if (event.type === 'exemption.granted' || event.type === 'exemption.honoured') counted.add(exemptionId)
    }
  }
}

interface Named {
  exemptionId: string
}

const verdictIn = (event: Event): Verdict | undefined =>
  event.type === 'exemption.granted' ? 'GRANTED' : event.type === 'exemption.withheld' ? event.reason : undefined

function fold(claim: Claim, event: Event): void {
  if (event.type === 'ticket.arrived') claim.arrivals.push(event.at)
  else if (event.type === 'ticket.completed') claim.servedAt = event.at
  else if (event.type === 'ticket.undone' && event.verb === 'arrived') claim.arrivals.pop()
  else if (event.type === 'ticket.undone' && event.verb === 'completed') delete claim.servedAt
  else if (event.type === 'evaluation.submitted') claim.rating ??= { at: event.at, unrewarded: event.unrewarded }
  else if (event.type === 'plate.bound' || event.type === 'plate.corrected')
    claim.plate = { text: event.plate, revision: event.revision }
}

/** What the hall itself knows against it, in the order of the table. */
function hindranceOf({ rating, servedAt, arrivals, plate, day }: Claim, at: string): Reason | undefined {
  if (rating?.unrewarded !== undefined) return rating.unrewarded
  if (servedAt === undefined) return 'NOT_SERVED'
  const until = Math.max(Date.parse(servedAt), Date.parse(rating?.at ?? ''))
  if (until - Date.parse(arrivals[0] ?? '') < minServiceSeconds * 1_000) return 'TOO_FAST'
  if (plate === undefined) return 'NO_PLATE'
  return businessDayOf(at) > day ? 'NOT_SAME_DAY' : undefined
}

/** I-3, both ways: granted where every condition held, and otherwise withheld for the reason that was so. */
export const reasons: Invariant = ({ hall, lot, store }) => new Reasons(hall, new Cars(lot), store.reach).found

/** I-3 at rest: what was said is so by now, whatever the lot has told since. */
export const toldInTime: Invariant = ({ hall, lot, store }) =>
  new Reasons(hall, new Cars(lot), store.reach).late(hall.at(-1)?.at ?? '', lot.length)

/** How often each answer was given. */
export function verdictsOf(hall: readonly Commit[]): Record<string, number> {
  const tally: Record<string, number> = {}
  for (const event of hall.flatMap(({ events }) => events)) {
    const verdict = verdictIn(event)
    if (verdict !== undefined) tally[verdict] = (tally[verdict] ?? 0) + 1
  }
  return tally
}
