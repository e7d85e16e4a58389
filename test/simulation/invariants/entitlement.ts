import { type Commit, type Event, type EventOf, endOfBusinessDay } from '@pingting/contract'
import type { Evidence, Invariant } from '../evidence.ts'

interface Claim {
  evaluation?: EventOf<'evaluation.submitted'>
  arrivals: string[]
  servedAt?: string
  plate?: { text: string; revision: number }
  withheld?: string
  granted?: EventOf<'exemption.granted'>
}

const ASKS: ReadonlySet<Event['type']> = new Set([
  'ticket.completed',
  'evaluation.submitted',
  'plate.bound',
  'plate.corrected',
  'exemption.revoked',
  'exemption.refused',
])
const CAME_TO_NOTHING: ReadonlySet<string> = new Set(['exemption.revoked', 'exemption.refused'])
const FREE_MINUTES = 120

/** Of one hall's journal: what is known of each ticket's claim, and of the stays that have an exemption. */
export class Claims {
  readonly found: string[] = []
  readonly claims = new Map<string, Claim>()
  readonly ended = new Map<string, string>()
  readonly byExemption = new Map<string, EventOf<'exemption.granted'>>()

  constructor(hall: readonly Commit[]) {
    for (const commit of hall) this.#see(commit)
  }

  /** Exemptions that count for a stay or a plate. */
  counting = (): EventOf<'exemption.granted'>[] =>
    [...this.byExemption.values()].filter(({ exemptionId }) => !CAME_TO_NOTHING.has(this.ended.get(exemptionId) ?? ''))

  #see({ seq, events }: Commit): void {
    for (const event of events) {
      if (event.type === 'exemption.granted') this.#grant(event, seq, events)
      this.#fold(event)
    }
  }

  #fold(event: Event): void {
    const exemption = 'exemptionId' in event ? this.byExemption.get(event.exemptionId ?? '') : undefined
    const ticketId = 'ticketId' in event ? event.ticketId : exemption?.ticketId
    if (ticketId === undefined) return
    const claim = this.claims.get(ticketId) ?? { arrivals: [] }
    this.claims.set(ticketId, claim)
    if (event.type === 'evaluation.submitted') claim.evaluation ??= event
    else if (event.type === 'ticket.arrived') claim.arrivals.push(event.at)
    else if (event.type === 'ticket.completed') claim.servedAt = event.at
    else if (event.type === 'ticket.undone') undo(claim, event.verb)
    else if (event.type === 'plate.bound' || event.type === 'plate.corrected')
      claim.plate = { text: event.plate, revision: event.revision }
    else if (event.type === 'exemption.withheld') claim.withheld = event.reason
    else if (exemption !== undefined && event.type !== 'exemption.granted') this.#follow(event, exemption, claim)
  }

  #follow(event: Event, exemption: EventOf<'exemption.granted'>, claim: Claim): void {
    const { type } = event
    const { exemptionId } = exemption
    const before = this.ended.get(exemptionId)
    // A use told late says itself from which book it comes; one that does not fit is told beside the books.
    const isLate = type === 'exemption.honoured' && before === `exemption.${event.endedAs}`
    if (BESIDE.has(type)) return
    if (before !== undefined && !isLate) this.found.push(`I-4 ${type} of ${exemptionId} after ${before}`)
    if (ENDS.has(type)) this.ended.set(exemptionId, type)
    if (CAME_TO_NOTHING.has(type) && claim.granted === exemption) delete claim.withheld
  }

  #grant(event: EventOf<'exemption.granted'>, seq: number, together: readonly Event[]): void {
    const { ticketId, exemptionId, plate, notAfter, businessDay, freeMinutes, lotId, stayId } = event
    const claim = this.claims.get(ticketId)
    const blame = (what: string): void => void this.found.push(`I-3 ${ticketId} ${what} (commit ${seq})`)
    if (claim?.evaluation === undefined) blame('was granted without an evaluation')
    else if (claim.evaluation.unrewarded !== undefined) blame(`was granted in spite of ${claim.evaluation.unrewarded}`)
    if (claim?.servedAt === undefined) blame('was granted before it was served')
    else if (tooFast(claim)) blame('was granted for a service that was too brief')
    if (claim?.plate?.text !== plate) blame('was granted for a plate it does not have')
    if (this.byExemption.has(exemptionId)) blame('was granted twice under one id')
    const open = this.counting().filter(
      other => other.ticketId === ticketId || (other.lotId === lotId && other.stayId === stayId),
    )
    if (open.length > 0) blame('was granted a second one for its ticket or stay')
    if (notAfter !== endOfBusinessDay(businessDay) || freeMinutes !== FREE_MINUTES) blame('was granted other terms')
    const isAsked = together.some(({ type }) => ASKS.has(type)) || together[0] === event
    if (!isAsked) blame('was granted in a commit that changed none of its conditions')
    this.byExemption.set(exemptionId, event)
    if (claim !== undefined) {
      claim.granted = event
      delete claim.withheld
    }
  }
}

function undo(claim: Claim, verb: string): void {
  if (verb === 'arrived') claim.arrivals.pop()
  if (verb === 'completed') delete claim.servedAt
}

const tooFast = ({ arrivals, servedAt = '', evaluation }: Claim): boolean =>
  Math.max(Date.parse(servedAt), Date.parse(evaluation?.at ?? '')) - Date.parse(arrivals[0] ?? '') < 20_000

const BESIDE: ReadonlySet<string> = new Set(['exemption.mismatched', 'exemption.writeOffLapsed'])
const ENDS: ReadonlySet<string> = new Set(
  ['honoured', 'refused', 'revoked', 'expired', 'writtenOff'].map(end => `exemption.${end}`),
)

/** I-3: conditions and exemption stand and fall together. */
export const entitlements: Invariant = ({ hall }) => new Claims(hall).found

/** I-3 at rest: a rated, served visitor whose car is inside, and who waits for nothing, has his exemption. */
export const nothingForgotten: Invariant = evidence => {
  const claims = new Claims(evidence.hall)
  const counting = claims.counting()
  return [...claims.claims].flatMap(([ticketId, claim]) => {
    const { evaluation, plate, withheld, granted } = claim
    if (evaluation === undefined || evaluation.unrewarded !== undefined || plate === undefined) return []
    if (granted !== undefined || withheld !== 'NOT_INSIDE') return []
    const stay = insideOf(evidence, plate.text)
    if (stay === undefined || counting.some(other => other.plate === plate.text || other.stayId === stay)) return []
    return [`I-3 ${ticketId} is still withheld for ${withheld}, and ${plate.text} is inside`]
  })
}

/** By the gate's own ledger: casual, inside, nothing paid. */
function insideOf({ gate }: Evidence, plate: string): string | undefined {
  const stay = gate.ledger.stays.get(gate.ledger.inside.get(plate) ?? '')
  return stay?.carClass === 'casual' && stay.paidAt === undefined && stay.exitedAt === undefined
    ? stay.stayId
    : undefined
}

/** I-4: granted = honoured + refused + revoked + expired + writtenOff + open, and the books say so; two persons. */
export const books: Invariant = ({ hall, hallState }) => {
  const claims = new Claims(hall)
  const { books: held } = hallState.exemptions
  const count = (end: string): number => [...claims.ended.values()].filter(type => type === `exemption.${end}`).length
  const ends = ['honoured', 'refused', 'revoked', 'expired', 'writtenOff'] as const
  const wrong = ends.filter(end => held[end].count !== count(end) || held[end].minutes !== count(end) * FREE_MINUTES)
  const sum = ends.reduce((total, end) => total + held[end].minutes, held.open.minutes)
  return [
    ...wrong.map(end => `I-4 the books count ${held[end].count} ${end}, the journal ${count(end)}`),
    ...(held.granted.count === claims.byExemption.size
      ? []
      : ['I-4 the books and the journal differ in what was granted']),
    ...(sum === held.granted.minutes
      ? []
      : [`I-4 ${held.granted.minutes} minutes were granted, ${sum} are accounted for`]),
    ...alone(hall),
  ]
}

function alone(hall: readonly Commit[]): string[] {
  const proposed = new Map<string, string>()
  return hall
    .flatMap(({ events }) => events)
    .flatMap(event => {
      if (event.type === 'exemption.writeOffProposed') proposed.set(event.exemptionId, event.staffId)
      if (event.type !== 'exemption.writeOffApproved' || proposed.get(event.exemptionId) !== event.staffId) return []
      return [`I-4 ${event.staffId} wrote ${event.exemptionId} off alone`]
    })
}
