import {
  addMs,
  type BusinessDay,
  businessDayOf,
  DAY_MS,
  ERASED,
  type Event,
  type EventOf,
  type EventsNamed,
  endOfBusinessDay,
  type Folds,
  type Instant,
  type Listens,
  type MismatchRow,
  takenAtOf,
} from '@pingting/contract'
import {
  BOOKS,
  type Book,
  boundBy,
  type Claim,
  cameToNothing,
  type Exemption,
  found,
  isLimit,
  isOpen,
  placeOf,
  type Sum,
} from './claim.ts'
import { policyFolds, policyOn, type Schedule, talliedFrom } from './policies.ts'

export interface ExemptionState {
  policies: Schedule
  /** Versions that were withdrawn before their day. */
  withdrawn: Map<string, true>
  lotIds: string[]
  claims: Map<string, Claim>
  /** Tickets by the plate bound to them. */
  byPlate: Map<string, string[]>
  exemptions: Map<string, Exemption>
  /** Open ones by the instant they end, so that time looks at few. */
  openUntil: Map<Instant, Map<string, true>>
  /** The exemption of a stay, by lot and stay: there is one at most. */
  byStay: Map<string, string>
  /** Tickets withheld because their stay or plate has an exemption: asked again should that come to nothing. */
  limited: Map<string, true>
  /** Exemptions of a plate, by business day: of today, or of the month where a policy counts by the month. */
  plateTallies: Map<BusinessDay, Map<string, number>>
  books: Record<Book, Sum>
  /** Uses at the gate that fit none of them, by the place of the fact. */
  mismatches: Map<string, MismatchRow>
  /** All there ever were, beside the books, with the minutes the gate took off. */
  mismatched: Sum
}

/** A gate may be silent for days and then tell of an exit; after a week reconciliation finds it, not this state. */
const ENDED_KEPT_DAYS = 7

export const initial = (): ExemptionState => ({
  ...{ policies: [], withdrawn: new Map(), lotIds: [], claims: new Map(), byPlate: new Map() },
  ...{ exemptions: new Map(), openUntil: new Map(), byStay: new Map(), limited: new Map() },
  ...{ plateTallies: new Map(), mismatches: new Map(), mismatched: { count: 0, minutes: 0 } },
  books: Object.fromEntries(BOOKS.map(book => [book, { count: 0, minutes: 0 }])) as Record<Book, Sum>,
})

export const stayKey = (lotId: string, stayId: string): string => `${lotId}|${stayId}`

const own: Folds<ExemptionState, EventsNamed<'plate' | 'exemption' | 'policy'>> = {
  ...policyFolds,
  'plate.bound': bind,
  'plate.corrected': bind,
  'exemption.granted': grant,
  'exemption.withheld': (state, { ticketId, reason, at }) => {
    const claim = state.claims.get(ticketId)
    if (claim === undefined) return
    claim.withheld = { reason, at, ...(claim.plate === undefined ? {} : { plate: claim.plate }) }
    if (isLimit(reason)) state.limited.set(ticketId, true)
    else state.limited.delete(ticketId)
  },
  'exemption.confirmed': (state, { exemptionId, gateEpoch, at }) =>
    amend(state, exemptionId, { status: 'confirmed', unknown: false, confirmedAt: at, gateEpoch }),
  'exemption.refused': (state, { exemptionId, reason, at }) => end(state, exemptionId, 'refused', at, { reason }),
  'exemption.doubted': (state, { exemptionId }) => amend(state, exemptionId, { unknown: true }),
  'exemption.frozen': (state, { exemptionId: id, unearned }) =>
    amend(state, id, { frozen: true, ...(unearned && { unearned }) }),
  'exemption.sent': (state, { exemptionId }) => amend(state, exemptionId, { sent: true }),
  'exemption.settled': (state, { exemptionId, held }) =>
    amend(state, exemptionId, found(state.exemptions.get(exemptionId) ?? {}, held)),
  'exemption.revocationRequested': (state, { exemptionId }) => amend(state, exemptionId, { revoking: true }),
  'exemption.revoked': (state, { exemptionId, at }) => end(state, exemptionId, 'revoked', at),
  'exemption.honoured': (
    state,
    { exemptionId, at, minutesApplied, feeBeforeFen, feeWaivedFen, feeAfterFen, exitedAt },
  ) => end(state, exemptionId, 'honoured', at, { minutesApplied, feeBeforeFen, feeWaivedFen, feeAfterFen, exitedAt }),
  'exemption.mismatched': (state, event) => {
    const { exemptionId, mismatch, lotId, stayId, gateSeq, minutesApplied, feeWaivedFen, exitedAt, at } = event
    const row = { exemptionId, mismatch, lotId, stayId, gateSeq, minutesApplied, feeWaivedFen, exitedAt, at }
    state.mismatches.set(placeOf(event), row)
    state.mismatched.count += 1
    state.mismatched.minutes += minutesApplied
  },
  'exemption.expired': (state, { exemptionId, at }) => end(state, exemptionId, 'expired', at),
  'exemption.writeOffProposed': (state, { exemptionId, staffId }) =>
    amend(state, exemptionId, { writeOff: 'proposed', proposedBy: staffId }),
  'exemption.writeOffApproved': (state, { exemptionId, staffId }) =>
    amend(state, exemptionId, { writeOff: 'approved', approvedBy: staffId }),
  'exemption.writeOffLapsed': (state, { exemptionId }) => {
    amend(state, exemptionId, { writeOff: 'lapsed' })
    const exemption = state.exemptions.get(exemptionId)
    delete exemption?.proposedBy
    delete exemption?.approvedBy
  },
  'exemption.writtenOff': (state, { exemptionId, at }) => end(state, exemptionId, 'writtenOff', at),
}

const heard: Listens<ExemptionState> = {
  'hall.opened': (state, { hall, at }) => {
    state.policies = [{ effectiveFrom: businessDayOf(at), policy: hall.policy }]
    state.lotIds = [...hall.lotIds]
  },
  'hall.dayClosed': (state, { businessDay }) => prune(state, businessDay),
  'hall.dayErased': (state, { businessDay }) => erase(state, businessDay),
  'ticket.taken': (state, { ticketId, businessDay: serviceDay, ...event }) =>
    void state.claims.set(ticketId, { ticketId, serviceDay, takenAt: takenAtOf(event), arrivals: [], ended: false }),
  'ticket.called': (state, { ticketId, counterId }) => know(state, ticketId, { counterId }),
  'ticket.arrived': (state, { ticketId, at }) => void state.claims.get(ticketId)?.arrivals.push(at),
  'ticket.completed': (state, { ticketId, at }) => know(state, ticketId, { servedAt: at }),
  'ticket.undone': (state, { ticketId, verb }) => {
    const claim = state.claims.get(ticketId)
    if (verb === 'arrived') claim?.arrivals.pop()
    if (verb === 'completed') delete claim?.servedAt
  },
  'ticket.cancelled': (state, { ticketId }) => know(state, ticketId, { ended: true }),
  'ticket.expired': (state, { ticketId }) => know(state, ticketId, { ended: true }),
  'evaluation.submitted': (state, { ticketId, evaluationId, counterId, unrewarded, at }) => {
    const policy = policyOn(state.policies, businessDayOf(at))
    if (policy === undefined) return
    const made = { evaluationId, at, counterId, policy }
    know(state, ticketId, { evaluation: unrewarded === undefined ? made : { ...made, unrewarded } })
  },
  'evaluation.lapsed': (state, { ticketId }) => forget(state, ticketId),
}

const know = (state: ExemptionState, ticketId: string, fact: Partial<Claim>): void => {
  const claim = state.claims.get(ticketId)
  if (claim !== undefined) Object.assign(claim, fact)
}

function bind(state: ExemptionState, event: EventOf<'plate.bound'> | EventOf<'plate.corrected'>): void {
  const claim = state.claims.get(event.ticketId)
  if (claim === undefined) return
  unlist(state, claim)
  claim.plate = boundBy(event, claim.plate)
  if (event.plate === ERASED) return
  state.byPlate.set(event.plate, [...(state.byPlate.get(event.plate) ?? []), claim.ticketId])
}

function unlist(state: ExemptionState, { ticketId, plate }: Claim): void {
  if (plate === undefined) return
  const left = (state.byPlate.get(plate.text) ?? []).filter(id => id !== ticketId)
  if (left.length === 0) state.byPlate.delete(plate.text)
  else state.byPlate.set(plate.text, left)
}

function grant(state: ExemptionState, { type: _type, v: _v, at, ...terms }: EventOf<'exemption.granted'>): void {
  const flags = { unknown: false, frozen: false, revoking: false }
  const exemption: Exemption = { ...terms, grantedAt: at, status: 'granted', ...flags }
  const { exemptionId, notAfter, lotId, stayId } = exemption
  state.exemptions.set(exemptionId, exemption)
  const sameEnd = state.openUntil.get(notAfter)
  if (sameEnd === undefined) state.openUntil.set(notAfter, new Map([[exemptionId, true]]))
  else sameEnd.set(exemptionId, true)
  state.byStay.set(stayKey(lotId, stayId), exemptionId)
  tallyPlate(state, exemption, 1)
  enter(state, 'granted', exemption, 1)
  enter(state, 'open', exemption, 1)
  const claim = state.claims.get(exemption.ticketId)
  if (claim === undefined) return
  claim.exemptionId = exemptionId
  delete claim.withheld
  state.limited.delete(exemption.ticketId)
}

function amend(state: ExemptionState, exemptionId: string, change: Partial<Exemption>): void {
  const exemption = state.exemptions.get(exemptionId)
  if (exemption !== undefined) Object.assign(exemption, change)
}

type Ending = Exclude<Book, 'granted' | 'open'>

/** From open, or from another end when the gate tells late that it was used: it leaves one book and enters another. */
function end(
  state: ExemptionState,
  exemptionId: string,
  status: Ending,
  endedAt: Instant,
  change: Partial<Exemption> = {},
): void {
  const exemption = state.exemptions.get(exemptionId)
  if (exemption === undefined) return
  const wasNothing = cameToNothing(exemption)
  enter(state, isOpen(exemption) ? 'open' : (exemption.status as Ending), exemption, -1)
  Object.assign(exemption, change, { status, endedAt, unknown: false, frozen: false, revoking: false })
  enter(state, status, exemption, 1)
  const sameEnd = state.openUntil.get(exemption.notAfter)
  if (sameEnd?.delete(exemptionId) && sameEnd.size === 0) state.openUntil.delete(exemption.notAfter)
  if (cameToNothing(exemption) === wasNothing) return
  if (wasNothing) occupy(state, exemption)
  else release(state, exemption)
  tallyPlate(state, exemption, wasNothing ? 1 : -1)
}

/** Used after all: the stay is taken again, unless another exemption has it by now. */
function occupy(state: ExemptionState, { exemptionId, lotId, stayId }: Exemption): void {
  const key = stayKey(lotId, stayId)
  if (!state.byStay.has(key)) state.byStay.set(key, exemptionId)
}

function release(state: ExemptionState, { exemptionId, lotId, stayId }: Exemption): void {
  const key = stayKey(lotId, stayId)
  if (state.byStay.get(key) === exemptionId) state.byStay.delete(key)
}

function enter({ books }: ExemptionState, book: Book, { freeMinutes }: Exemption, sign: 1 | -1): void {
  books[book].count += sign
  books[book].minutes += sign * freeMinutes
}

function tallyPlate({ plateTallies }: ExemptionState, { businessDay, plate }: Exemption, sign: 1 | -1): void {
  const day = plateTallies.get(businessDay) ?? new Map<string, number>()
  plateTallies.set(businessDay, day)
  day.set(plate, Math.max(0, (day.get(plate) ?? 0) + sign))
}

/** Exemptions of a plate from one day to another, both included. */
export function talliesBetween(
  { plateTallies }: ExemptionState,
  from: BusinessDay,
  to: BusinessDay,
  plate: string,
): number {
  let sum = 0
  for (const [day, tallies] of plateTallies) if (day >= from && day <= to) sum += tallies.get(plate) ?? 0
  return sum
}

/**
 * Once a day. The claims of the closed day stay until the next close, since it can be rated to the evening; of earlier
 * days stay those that may still be rated and those whose exemption is open.
 */
function prune(state: ExemptionState, day: BusinessDay): void {
  const keptFrom = businessDayOf(addMs(endOfBusinessDay(day), -(ENDED_KEPT_DAYS + 1) * DAY_MS))
  for (const claim of state.claims.values()) {
    const exemption = state.exemptions.get(claim.exemptionId ?? '')
    const rateable = claim.servedAt !== undefined && claim.evaluation === undefined
    const open = exemption !== undefined && isOpen(exemption)
    if (claim.serviceDay < day && !rateable && !open) forget(state, claim.ticketId)
  }
  for (const exemption of state.exemptions.values()) {
    if (exemption.businessDay >= keptFrom || isOpen(exemption)) continue
    state.exemptions.delete(exemption.exemptionId)
    release(state, exemption)
  }
  for (const [place, { at }] of state.mismatches) if (businessDayOf(at) < keptFrom) state.mismatches.delete(place)
  const first = talliedFrom(state.policies, day)
  for (const tallied of state.plateTallies.keys()) if (tallied < first) state.plateTallies.delete(tallied)
}

/** A hall that was quiet since may still hold what is settled and was to be forgotten; now nothing of it may stay. */
function erase(state: ExemptionState, day: BusinessDay): void {
  const open = (exemptionId = ''): boolean => {
    const exemption = state.exemptions.get(exemptionId)
    return exemption !== undefined && isOpen(exemption)
  }
  for (const { ticketId, serviceDay, ended, servedAt, evaluation, exemptionId } of state.claims.values()) {
    const settled = ended || (servedAt !== undefined && evaluation !== undefined)
    if (serviceDay <= day && settled && !open(exemptionId)) forget(state, ticketId)
  }
  for (const exemption of state.exemptions.values()) {
    if (exemption.businessDay > day || isOpen(exemption)) continue
    state.exemptions.delete(exemption.exemptionId)
    release(state, exemption)
  }
  for (const tallied of state.plateTallies.keys()) if (tallied <= day) state.plateTallies.delete(tallied)
}

function forget(state: ExemptionState, ticketId: string): void {
  const claim = state.claims.get(ticketId)
  if (claim === undefined) return
  unlist(state, claim)
  state.limited.delete(ticketId)
  state.claims.delete(ticketId)
}

const folds: Listens<ExemptionState> = { ...own, ...heard }

export function evolve<E extends Event>(state: ExemptionState, event: E): void {
  const fold = folds[event.type] as ((state: ExemptionState, event: E) => void) | undefined
  fold?.(state, event)
}
