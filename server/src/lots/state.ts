import {
  addMs,
  type BusinessDay,
  businessDayOf,
  type CarClass,
  DAY_MS,
  type Event,
  type EventOf,
  type EventsNamed,
  endOfBusinessDay,
  FOREIGN_KEPT_DAYS,
  type Folds,
  type ForeignRow,
  type Instant,
  type LinkLoss,
  type Listens,
  type LotCard,
  nextDay,
  type StackRule,
} from '@pingting/contract'
import { alarmFolds, emptyHealth, type HealthState } from './alarms.ts'
import { type PhantomState, phantomFolds } from './phantoms.ts'
import { emptyRetention, erase, keep, keepLoose, keepWords, type Retention } from './retention.ts'
import { type FactPlace, list, rename, type Stay, type Stays, unlist } from './stays.ts'

export { type FactPlace, isSurelyInside, latestStay, plateKey, type Stay } from './stays.ts'

type HonouredFact = Omit<EventOf<'stay.exemptionHonoured'>, 'type' | 'v' | 'at'> & { gateEpoch: string }

export interface LotState extends Stays, PhantomState {
  card?: LotCard
  bridgeId?: string
  /** What the gate can do, as the bridge in office tells. */
  stackRules?: readonly StackRule[]
  slips?: true
  /** The fencing number of the bridge in office; 0 before the first. */
  bridgeEpoch: number
  gateEpoch?: string
  /** The last fact of the gate that is recorded. */
  gateSeq: number
  /** The last record of the gate's ledger that is recorded: its epoch and its number, which is not that of the facts. */
  ledger?: { gateEpoch: string; ledgerSeq: number }
  linkUsable: boolean
  /** Why it is not; absent before any bridge came. */
  linkLoss?: LinkLoss
  health: HealthState
  /** Visitors' cars inside. */
  insideTally: number
  /** What the gate let go free, by the place of the fact. */
  honoured: Map<string, HonouredFact>
  /** Facts nobody could read or fetch, and barriers opened by hand: what people look at, by its place. */
  foreign: Map<string, ForeignRow>
  /** By the day of the exit: what to forget two days later. */
  gone: Map<BusinessDay, { stayIds: string[]; uses: string[] }>
  retention: Retention
  /** Since a restore, until an operator has signed off what the gate's ledger says. */
  restored?: { backupAt: Instant; ledgerRead: boolean }
  /** End of the business day of the last event: the first event after it prunes. */
  dayEndsAt: Instant
}

/** Each ticket of a visit may have its own; more is no visit. */
const DENIED_MAX = 8

export const initial = (): LotState => ({
  ...{ bridgeEpoch: 0, gateSeq: 0, linkUsable: false, insideTally: 0, dayEndsAt: '' },
  ...{ stays: new Map(), byPlate: new Map(), honoured: new Map(), foreign: new Map(), gone: new Map() },
  phantoms: new Map(),
  ...{ retention: emptyRetention(), health: emptyHealth() },
})

/** Two uses of one exemption are two facts. */
export const useKey = ({ gateEpoch, gateSeq }: FactPlace): string => `${gateEpoch} ${gateSeq}`

const own: Folds<LotState, EventsNamed<'lot' | 'stay' | 'ledger'>> = {
  'lot.opened': (state, event) => {
    state.card = event.lot
  },
  'lot.leased': (state, event) => {
    state.bridgeId = event.bridgeId
    state.bridgeEpoch = event.bridgeEpoch
    if (event.stackRules === undefined) delete state.stackRules
    else state.stackRules = event.stackRules
    if (event.slips) state.slips = true
    else delete state.slips
  },
  'lot.gateReset': (state, event) => {
    state.gateEpoch = event.gateEpoch
    state.gateSeq = 0
  },
  'lot.linkLost': (state, { reason }) => {
    state.linkUsable = false
    if (reason === undefined) delete state.linkLoss
    else state.linkLoss = reason
  },
  'lot.linkRestored': state => {
    state.linkUsable = true
    delete state.linkLoss
  },
  ...alarmFolds,
  ...phantomFolds,
  'lot.foreignRecorded': (state, { gateEpoch, gateSeq, rawType, at }) => {
    advance(state, { gateSeq })
    const row = { gateEpoch, gateSeq, at }
    state.foreign.set(`${gateEpoch} ${gateSeq}`, rawType === undefined ? row : { ...row, rawType })
  },
  'lot.factsLost': (state, { gateEpoch, from, to, at }) => {
    advance(state, { gateSeq: to })
    state.foreign.set(`${gateEpoch} ${from}`, { gateEpoch, gateSeq: from, lostTo: to, at })
  },
  'lot.restored': (state, { bridgeEpoch, backupAt }) => {
    state.bridgeEpoch = bridgeEpoch
    state.linkUsable = false
    delete state.linkLoss
    state.restored = { backupAt, ledgerRead: false }
  },
  'lot.ledgerRead': ({ restored }) => {
    if (restored !== undefined) restored.ledgerRead = true
  },
  'lot.signedOff': (state, { at }) => {
    state.signedOffAt = at
    delete state.restored
  },
  'lot.dayErased': ({ retention }, { businessDay }) => erase(retention, businessDay),
  'ledger.accepted': (state, event) => {
    if (event.plate !== undefined) keepLoose(state.retention, event.at)
    recordLedger(state, event)
  },
  'ledger.ended': recordLedger,
  'ledger.passed': recordLedger,
  'ledger.missed': (state, { gateEpoch, to }) => recordLedger(state, { gateEpoch, ledgerSeq: to }),
  'stay.entered': enter,
  'stay.feeDue': advance,
  'stay.paid': (state, event) => {
    const stay = touch(state, event)
    if (stay !== undefined) stay.paidAt = event.paidAt
  },
  'stay.plateCorrected': (state, event) => {
    keep(state.retention, event)
    const stay = touch(state, event)
    if (stay === undefined || event.plate === undefined) return
    delete stay.review
    delete stay.gatePlate
    rename(state, stay, event.plate)
  },
  'stay.plateReviewed': (state, event) => {
    keep(state.retention, event)
    const stay = state.stays.get(event.stayId)
    if (stay === undefined) return
    const { plate, gatePlate } = event
    delete stay.review
    stay.lastFact = { ...stay.lastFact, reviewed: true }
    if (gatePlate !== undefined) stay.gatePlate = gatePlate
    rename(state, stay, plate)
  },
  'stay.exited': exit,
  'stay.released': (state, { gateEpoch, gateSeq, release, at }) => {
    advance(state, { gateSeq })
    state.foreign.set(`${gateEpoch} ${gateSeq}`, { gateEpoch, gateSeq, release, at })
  },
  'stay.exemptionHonoured': (state, { type: _type, v: _v, at: _at, ...fact }) => {
    const place = advance(state, fact)
    state.honoured.set(useKey(place), { ...fact, gateEpoch: place.gateEpoch })
    goneOn(state, fact.exitedAt).uses.push(useKey(place))
    const stay = state.stays.get(fact.stayId)
    // A gate may tell what it waived before the exit, where the bridge adds it, or after it.
    if (stay?.exitedAt !== undefined) Object.assign(stay, feesOf(fact))
  },
  'stay.exemptionDenied': (state, event) => {
    advance(state, event)
    const stay = state.stays.get(event.stayId)
    if (stay === undefined || (stay.denied?.size ?? 0) >= DENIED_MAX) return
    stay.denied ??= new Map()
    stay.denied.set(event.exemptionId, event.reason)
  },
}

/** Staff pass the same lanes and park in an area of their own: the spaces counted are the visitors'. */
const takesSpace = (carClass: CarClass): boolean => carClass !== 'staff'

/** Told again it changes nothing, under whatever number: where facts have none of their own, a repeat gets a new one. */
function enter(state: LotState, event: EventOf<'stay.entered'>): void {
  const { stayId, carClass, enteredAt, plate } = event
  const before = state.stays.get(stayId)
  keep(state.retention, event)
  if (before?.enteredAt === enteredAt) return void touch(state, event)
  const lastFact = advance(state, event)
  if (before !== undefined) unlist(state, before)
  if (takesSpace(carClass) && (before === undefined || before.exitedAt !== undefined)) state.insideTally += 1
  const read = plate === undefined ? {} : { plate }
  const review = event.unsure ? { review: reviewOf(event) } : {}
  const stay: Stay = { stayId, carClass, enteredAt, lastFact, ...read, ...review }
  state.stays.set(stayId, stay)
  list(state, stay)
}

const reviewOf = ({ laneId, confidence = 0, imageId, misfit }: EventOf<'stay.entered'>) => ({
  ...{ laneId, confidence },
  ...(imageId === undefined ? {} : { imageId }),
  ...(misfit === undefined ? {} : { misfit }),
})

/** An exit without its entry, or told again, changes nothing: there is no stay it could end. */
function exit(state: LotState, event: EventOf<'stay.exited'>): void {
  const stay = touch(state, event)
  keep(state.retention, event)
  if (stay === undefined || stay.exitedAt !== undefined) return
  const { exitedAt } = event
  Object.assign(stay, { exitedAt, ...feesOf(event) })
  if (takesSpace(stay.carClass)) state.insideTally -= 1
  goneOn(state, exitedAt).stayIds.push(stay.stayId)
}

const feesOf = ({
  feeBeforeFen,
  feeWaivedFen,
  feeAfterFen,
}: Omit<HonouredFact, 'gateEpoch'> | EventOf<'stay.exited'>) => ({
  ...{ feeBeforeFen, feeWaivedFen, feeAfterFen },
})

function advance(state: LotState, { gateSeq }: { gateSeq: number }): FactPlace {
  state.gateSeq = gateSeq
  return { gateEpoch: state.gateEpoch ?? '', gateSeq }
}

function recordLedger(state: LotState, { gateEpoch, ledgerSeq }: { gateEpoch: string; ledgerSeq: number }): void {
  state.ledger = { gateEpoch, ledgerSeq }
}

function touch(state: LotState, event: { stayId: string; gateSeq: number }): Stay | undefined {
  const lastFact = advance(state, event)
  const stay = state.stays.get(event.stayId)
  if (stay !== undefined) stay.lastFact = lastFact
  return stay
}

function goneOn(state: LotState, exitedAt: Instant) {
  const day = businessDayOf(exitedAt)
  const gone = state.gone.get(day) ?? { stayIds: [], uses: [] }
  state.gone.set(day, gone)
  return gone
}

/** Stays that ended, and what was honoured, are forgotten on the second business day after; the unreadable and phantoms after a week. */
function prune(state: LotState, today: BusinessDay): void {
  for (const [day, { stayIds, uses }] of state.gone) {
    if (nextDay(nextDay(day)) > today) continue
    for (const id of stayIds) forget(state, state.stays.get(id))
    for (const use of uses) state.honoured.delete(use)
    state.gone.delete(day)
  }
  for (const [place, { at }] of state.foreign)
    if (businessDayOf(addMs(at, FOREIGN_KEPT_DAYS * DAY_MS)) <= today) state.foreign.delete(place)
  for (const [exemptionId, { at }] of state.phantoms)
    if (businessDayOf(addMs(at, FOREIGN_KEPT_DAYS * DAY_MS)) <= today) state.phantoms.delete(exemptionId)
}

/** A gate that was reset may have given the name of an old stay to a new one, which is not over. */
function forget(state: LotState, stay: Stay | undefined): void {
  if (stay?.exitedAt === undefined) return
  unlist(state, stay)
  state.stays.delete(stay.stayId)
}

const folds: Listens<LotState> = own

/** What no screen hears begins no day: the screens could not follow. */
const OF_NO_SCREEN: ReadonlySet<Event['type']> = new Set([
  ...(['lot.opened', 'lot.leased', 'lot.gateReset'] as const),
  ...(['ledger.accepted', 'ledger.ended', 'ledger.passed', 'ledger.missed'] as const),
])

export function evolve<E extends Event>(state: LotState, event: E): void {
  keepWords(state.retention, event)
  const fold = folds[event.type] as ((state: LotState, event: E) => void) | undefined
  if (fold === undefined) return
  if (event.at >= state.dayEndsAt && !OF_NO_SCREEN.has(event.type)) {
    const today = businessDayOf(event.at)
    state.dayEndsAt = endOfBusinessDay(today)
    prune(state, today)
  }
  fold(state, event)
}
