import {
  addMs,
  type BusinessDay,
  businessDayOf,
  type CarClass,
  DAY_MS,
  ERASED,
  type Event,
  type EventOf,
  type EventsNamed,
  endOfBusinessDay,
  type Fen,
  FOREIGN_KEPT_DAYS,
  type Folds,
  type ForeignRow,
  type Instant,
  type LinkLoss,
  type Listens,
  type LotCard,
  nextDay,
  parsePlate,
} from '@pingting/contract'
import { emptyRetention, erase, keep, type Retention } from './retention.ts'

export interface Stay {
  stayId: string
  /** As the camera read it or an attendant corrected it; absent when nobody could. */
  plate?: string
  carClass: CarClass
  enteredAt: Instant
  paidAt?: Instant
  exitedAt?: Instant
  feeBeforeFen?: Fen
  feeWaivedFen?: Fen
  feeAfterFen?: Fen
  /** The gate's last fact about this stay that bears on an entitlement. */
  lastFact: FactPlace
}

/** Names one fact of the gate for ever: its number counts within the gate's epoch. */
export interface FactPlace {
  gateEpoch: string
  gateSeq: number
}

type HonouredFact = Omit<EventOf<'stay.exemptionHonoured'>, 'type' | 'v' | 'at'> & { gateEpoch: string }

export interface LotState {
  card?: LotCard
  bridgeId?: string
  /** The fencing number of the bridge in office; 0 before the first. */
  bridgeEpoch: number
  gateEpoch?: string
  /** The last fact of the gate that is recorded. */
  gateSeq: number
  linkUsable: boolean
  /** Why it is not; absent before any bridge came. */
  linkLoss?: LinkLoss
  stays: Map<string, Stay>
  /** Stays by normalised plate, oldest first. */
  byPlate: Map<string, string[]>
  /** Visitors' cars inside. */
  insideTally: number
  /** What the gate let go free, by the place of the fact. */
  honoured: Map<string, HonouredFact>
  /** Facts nobody could read or fetch, by their place. */
  foreign: Map<string, ForeignRow>
  /** By the day of the exit: what to forget two days later. */
  gone: Map<BusinessDay, { stayIds: string[]; uses: string[] }>
  retention: Retention
  /** Since a restore, until an operator has signed off what the gate's ledger says. */
  restored?: { backupAt: Instant; ledgerRead: boolean }
  /** End of the business day of the last event: the first event after it prunes. */
  dayEndsAt: Instant
}

export const initial = (): LotState => ({
  ...{ bridgeEpoch: 0, gateSeq: 0, linkUsable: false, insideTally: 0, dayEndsAt: '' },
  ...{ stays: new Map(), byPlate: new Map(), honoured: new Map(), foreign: new Map(), gone: new Map() },
  retention: emptyRetention(),
})

/** Two uses of one exemption are two facts. */
export const useKey = ({ gateEpoch, gateSeq }: FactPlace): string => `${gateEpoch} ${gateSeq}`

/** Compared normalised; what is no plate of ours is compared as the gate sent it. */
export const plateKey = (plate: string): string => parsePlate(plate)?.normalised ?? plate

const own: Folds<LotState, EventsNamed<'lot' | 'stay'>> = {
  'lot.opened': (state, event) => {
    state.card = event.lot
  },
  'lot.leased': (state, event) => {
    state.bridgeId = event.bridgeId
    state.bridgeEpoch = event.bridgeEpoch
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
  'lot.signedOff': state => {
    delete state.restored
  },
  'lot.dayErased': ({ retention }, { businessDay }) => erase(retention, businessDay),
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
    unlist(state, stay)
    stay.plate = event.plate
    list(state, stay)
  },
  'stay.exited': exit,
  'stay.exemptionHonoured': (state, { type: _type, v: _v, at: _at, ...fact }) => {
    const place = advance(state, fact)
    state.honoured.set(useKey(place), { ...fact, gateEpoch: place.gateEpoch })
    goneOn(state, fact.exitedAt).uses.push(useKey(place))
  },
  'stay.exemptionDenied': advance,
}

/** Staff pass the same lanes and park in an area of their own: the spaces counted are the visitors'. */
const takesSpace = (carClass: CarClass): boolean => carClass !== 'staff'

function enter(state: LotState, event: EventOf<'stay.entered'>): void {
  const lastFact = advance(state, event)
  keep(state.retention, event)
  const { stayId, carClass, enteredAt, plate } = event
  const before = state.stays.get(stayId)
  if (before !== undefined) unlist(state, before)
  if (takesSpace(carClass) && (before === undefined || before.exitedAt !== undefined)) state.insideTally += 1
  const stay: Stay = { stayId, carClass, enteredAt, lastFact, ...(plate === undefined ? {} : { plate }) }
  state.stays.set(stayId, stay)
  list(state, stay)
}

/** An exit without its entry, or told again, changes nothing: there is no stay it could end. */
function exit(state: LotState, event: EventOf<'stay.exited'>): void {
  const stay = touch(state, event)
  keep(state.retention, event)
  if (stay === undefined || stay.exitedAt !== undefined) return
  const { exitedAt, feeBeforeFen, feeWaivedFen, feeAfterFen } = event
  Object.assign(stay, { exitedAt, feeBeforeFen, feeWaivedFen, feeAfterFen })
  if (takesSpace(stay.carClass)) state.insideTally -= 1
  goneOn(state, exitedAt).stayIds.push(stay.stayId)
}

function advance(state: LotState, { gateSeq }: { gateSeq: number }): FactPlace {
  state.gateSeq = gateSeq
  return { gateEpoch: state.gateEpoch ?? '', gateSeq }
}

function touch(state: LotState, event: { stayId: string; gateSeq: number }): Stay | undefined {
  const lastFact = advance(state, event)
  const stay = state.stays.get(event.stayId)
  if (stay !== undefined) stay.lastFact = lastFact
  return stay
}

function list(state: LotState, { stayId, plate }: Stay): void {
  if (plate === undefined || plate === ERASED) return
  const key = plateKey(plate)
  const ids = state.byPlate.get(key)
  if (ids === undefined) state.byPlate.set(key, [stayId])
  else ids.push(stayId)
}

function unlist(state: LotState, { stayId, plate }: Stay): void {
  if (plate === undefined) return
  const key = plateKey(plate)
  const left = (state.byPlate.get(key) ?? []).filter(id => id !== stayId)
  if (left.length === 0) state.byPlate.delete(key)
  else state.byPlate.set(key, left)
}

function goneOn(state: LotState, exitedAt: Instant) {
  const day = businessDayOf(exitedAt)
  const gone = state.gone.get(day) ?? { stayIds: [], uses: [] }
  state.gone.set(day, gone)
  return gone
}

/** Stays that ended, and what was honoured, are forgotten on the second business day after; the unreadable after a week. */
function prune(state: LotState, today: BusinessDay): void {
  for (const [day, { stayIds, uses }] of state.gone) {
    if (nextDay(nextDay(day)) > today) continue
    for (const id of stayIds) forget(state, state.stays.get(id))
    for (const use of uses) state.honoured.delete(use)
    state.gone.delete(day)
  }
  for (const [place, { at }] of state.foreign)
    if (businessDayOf(addMs(at, FOREIGN_KEPT_DAYS * DAY_MS)) <= today) state.foreign.delete(place)
}

/** A gate that was reset may have given the name of an old stay to a new one, which is not over. */
function forget(state: LotState, stay: Stay | undefined): void {
  if (stay?.exitedAt === undefined) return
  unlist(state, stay)
  state.stays.delete(stay.stayId)
}

const folds: Listens<LotState> = own

/** What the bridge alone hears begins no day: the screens could not follow. */
const OF_THE_BRIDGE: ReadonlySet<Event['type']> = new Set(['lot.opened', 'lot.leased', 'lot.gateReset'])

export function evolve<E extends Event>(state: LotState, event: E): void {
  const fold = folds[event.type] as ((state: LotState, event: E) => void) | undefined
  if (fold === undefined) return
  if (event.at >= state.dayEndsAt && !OF_THE_BRIDGE.has(event.type)) {
    const today = businessDayOf(event.at)
    state.dayEndsAt = endOfBusinessDay(today)
    prune(state, today)
  }
  fold(state, event)
}
