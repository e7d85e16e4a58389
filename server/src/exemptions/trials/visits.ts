import {
  type BusinessDay,
  type CarClass,
  ERASED,
  type Event,
  type EventOf,
  type ExemptionStatus,
  type Instant,
  type Listens,
  parsePlate,
  type StayFact,
  takenAtOf,
  type UnrewardedReason,
  type WithheldReason,
} from '@pingting/contract'

/** A car's stay as the gate told it, and when the hub learned of each part: that is when it could decide by it. */
export interface PastStay {
  lotId: string
  stayId: string
  carClass: CarClass
  entered: Told
  /** Of several payments the last, and when the first was told. */
  paid?: Told
  exited?: Told
}
interface Told {
  at: Instant
  toldAt: Instant
}

/** A service that was completed or rated on one of the days, with all that its free parking hung on. */
export interface Visit {
  ticketId: string
  serviceDay: BusinessDay
  takenAt: Instant
  arrivals: readonly Instant[]
  servedAt?: Instant
  rated?: { at: Instant; unrewarded?: UnrewardedReason }
  /** The last one bound. */
  plate?: { text: string; at: Instant }
  /** Of that plate, by their entry. */
  stays: readonly PastStay[]
  /** What came of it in truth. */
  withheld?: WithheldReason
  exemption?: PastExemption
}

export interface PastExemption {
  lotId: string
  stayId: string
  freeMinutes: number
  status: ExemptionStatus
  minutesApplied?: number
  feeWaivedFen?: number
}

type Draft = Omit<Visit, 'stays' | 'arrivals'> & { arrivals: Instant[] }

/** What the journals of a hall and its lots have told so far. */
export interface Gathering {
  from: BusinessDay
  to: BusinessDay
  drafts: Map<string, Draft>
  exemptions: Map<string, PastExemption>
  stays: { stay: PastStay; plate?: string }[]
  /** By lot and name; a gate that was reset may give a name again. */
  latest: Map<string, Gathering['stays'][number]>
}

export const gathering = (from: BusinessDay, to: BusinessDay): Gathering => ({
  ...{ from, to, drafts: new Map(), exemptions: new Map(), stays: [], latest: new Map() },
})

const amend = (all: Gathering, ticketId: string, change: (draft: Draft) => void): void => {
  const draft = all.drafts.get(ticketId)
  if (draft !== undefined) change(draft)
}

function bind(all: Gathering, { ticketId, plate, at }: EventOf<'plate.bound' | 'plate.corrected'>): void {
  amend(all, ticketId, draft => {
    draft.plate = { text: plate, at }
  })
}

const end =
  (status: ExemptionStatus) =>
  ({ exemptions }: Gathering, { exemptionId }: { exemptionId: string }): void => {
    const exemption = exemptions.get(exemptionId)
    if (exemption !== undefined) exemption.status = status
  }

const ofHall: Listens<Gathering> = {
  'ticket.taken': ({ drafts, from, to }, event) => {
    const { ticketId, businessDay } = event
    if (businessDay < from || businessDay > to) return
    drafts.set(ticketId, { ticketId, serviceDay: businessDay, takenAt: takenAtOf(event), arrivals: [] })
  },
  'ticket.arrived': (all, { ticketId, at }) => amend(all, ticketId, draft => draft.arrivals.push(at)),
  'ticket.completed': (all, { ticketId, at }) =>
    amend(all, ticketId, draft => {
      draft.servedAt = at
    }),
  'ticket.undone': (all, { ticketId, verb }) =>
    amend(all, ticketId, draft => {
      if (verb === 'arrived') draft.arrivals.pop()
      if (verb === 'completed') delete draft.servedAt
    }),
  'evaluation.submitted': (all, { ticketId, at, unrewarded }) =>
    amend(all, ticketId, draft => {
      draft.rated = unrewarded === undefined ? { at } : { at, unrewarded }
    }),
  'plate.bound': bind,
  'plate.corrected': bind,
  'exemption.granted': (all, { exemptionId, ticketId, lotId, stayId, freeMinutes }) =>
    amend(all, ticketId, draft => {
      draft.exemption = { lotId, stayId, freeMinutes, status: 'granted' }
      all.exemptions.set(exemptionId, draft.exemption)
      delete draft.withheld
    }),
  'exemption.withheld': (all, { ticketId, reason }) =>
    amend(all, ticketId, draft => {
      draft.withheld = reason
    }),
  'exemption.refused': end('refused'),
  'exemption.revoked': end('revoked'),
  'exemption.expired': end('expired'),
  'exemption.writtenOff': end('writtenOff'),
  'exemption.honoured': ({ exemptions }, { exemptionId, minutesApplied, feeWaivedFen }) => {
    const exemption = exemptions.get(exemptionId)
    if (exemption !== undefined) Object.assign(exemption, { status: 'honoured', minutesApplied, feeWaivedFen })
  },
}

type PlatePutRight = EventOf<'stay.plateCorrected' | 'stay.plateReviewed'>
function putRight(all: Gathering & { lotId: string }, { stayId, plate }: PlatePutRight): void {
  const row = all.latest.get(`${all.lotId}|${stayId}`)
  if (row !== undefined && plate !== undefined) row.plate = plate
}

const ofLot: Listens<Gathering & { lotId: string }> = {
  'stay.entered': (all, { stayId, carClass, enteredAt, at, plate }) => {
    if (all.latest.get(`${all.lotId}|${stayId}`)?.stay.entered.at === enteredAt) return
    const stay: PastStay = { lotId: all.lotId, stayId, carClass, entered: { at: enteredAt, toldAt: at } }
    const row = plate === undefined ? { stay } : { stay, plate }
    all.stays.push(row)
    all.latest.set(`${all.lotId}|${stayId}`, row)
  },
  'stay.plateCorrected': putRight,
  'stay.plateReviewed': putRight,
  'stay.paid': (all, { stayId, paidAt, at }) => {
    const row = all.latest.get(`${all.lotId}|${stayId}`)
    if (row !== undefined) row.stay.paid = { at: paidAt, toldAt: row.stay.paid?.toldAt ?? at }
  },
  'stay.exited': (all, { stayId, exitedAt, at }) => {
    const row = all.latest.get(`${all.lotId}|${stayId}`)
    if (row !== undefined && row.stay.exited === undefined) row.stay.exited = { at: exitedAt, toldAt: at }
  },
}

export function gatherHall<E extends Event>(all: Gathering, event: E): void {
  const fold = ofHall[event.type] as ((all: Gathering, event: E) => void) | undefined
  fold?.(all, event)
}

export function gatherLot<E extends Event>(all: Gathering, lotId: string, event: E): void {
  const fold = ofLot[event.type] as ((all: Gathering & { lotId: string }, event: E) => void) | undefined
  fold?.({ ...all, lotId }, event)
}

/** The services that came to something; who left or was missed is no visit. */
export function visitsOf({ drafts, stays }: Gathering): Visit[] {
  const byPlate = new Map<string, PastStay[]>()
  for (const { stay, plate } of stays) {
    if (plate === undefined || plate === ERASED) continue
    const key = parsePlate(plate)?.normalised ?? plate
    byPlate.set(key, [...(byPlate.get(key) ?? []), stay])
  }
  return [...drafts.values()]
    .filter(({ servedAt, rated }) => servedAt !== undefined || rated !== undefined)
    .map(draft => ({ ...draft, stays: byPlate.get(draft.plate?.text ?? '') ?? [] }))
}

/** Of each lot the latest of these stays, as it was known at a moment. */
export function staysKnownAt(stays: readonly PastStay[], now: Instant): StayFact[] {
  const latest = new Map<string, PastStay>()
  for (const stay of stays) {
    const before = latest.get(stay.lotId)
    const isLater = before === undefined || stay.entered.at >= before.entered.at
    if (stay.entered.toldAt <= now && isLater) latest.set(stay.lotId, stay)
  }
  return [...latest.values()].map(({ lotId, stayId, carClass, entered, paid, exited }) => ({
    ...{ lotId, stayId, carClass, enteredAt: entered.at },
    ...(paid !== undefined && paid.toldAt <= now ? { paidAt: paid.at } : {}),
    ...(exited !== undefined && exited.toldAt <= now ? { exitedAt: exited.at } : {}),
  }))
}
