import {
  type AdjustmentKind,
  type BusinessDay,
  businessDayOf,
  type ClosedShift,
  type Event,
  type EventOf,
  type EventsNamed,
  type Fen,
  type Folds,
  fen,
  type Instant,
  type Listens,
  type MatchClass,
  type SettlementAdjustment,
  type SettlementSide,
  sumFen,
} from '@pingting/contract'
import { lateDaysOf } from './late.ts'
import { WHEREABOUTS, type Whereabouts, whereaboutsOf } from './matching/classify.ts'
import type { Sums } from './matching/sums.ts'
import { NO_FILE_BEFORE } from './papers/file.ts'

export interface Break extends Whereabouts {
  key: string
  matchClass: MatchClass
  businessDay: BusinessDay
  minutes: number
  amountFen: Fen
  isMisread?: true
  /** What of it stands in the settlement, and may be charged back. */
  credited?: Sums
  /** Of an exit that the daily file tells otherwise: how much more than the bridge, signed. */
  filedMore?: Sums
  /** What was adjusted of it, signed, although it fits by now: that is what this difference is about. */
  overbooked?: Sums
  openedAt: Instant
  /** The latest one. */
  adjustment?: Adjustment
  /** Opened by a person: hall and car park booked it alike, and this side says that it is wrong. */
  dispute?: { side: SettlementSide; evidence?: string }
  /** What was adjusted under this key so far, however often it was opened; signed. */
  booked?: Sums
  /** How it ended; what a person has ended is not opened again while its class stays the same. */
  closed?: EventOf<'break.closed'>['how']
}

export interface Adjustment {
  adjustmentId: string
  kind: AdjustmentKind
  minutes: number
  amountFen: Fen
  proposedBy: string
  approvedBy?: string
  /** Until the break is over. */
  reason?: string
  status: 'proposed' | 'approved' | 'rejected' | 'paid'
}

/** The latest version of a day's settlement. */
export interface Settlement {
  version: number
  sha256: string
  rowTally: number
  totalFen: Fen
  /** How many of its rows are adjustments. */
  adjustmentTally: number
  drawnAt: Instant
  signedBy: { [Side in SettlementSide]?: string }
  closedAt?: Instant
}

export interface SettlementState {
  breaks: Map<string, Break>
  days: Map<BusinessDay, Settlement>
  /** By the day to whose settlement they belong, in the order in which they were booked. */
  adjustments: Map<BusinessDay, SettlementAdjustment[]>
  /** Months are closed in their order: this one, and all before it. */
  closedThrough?: string
  /** By day and beginning. */
  shifts: Map<string, ClosedShift>
  /** The sum of each day's file, as the lot handed it in last. */
  files: Map<BusinessDay, { sha256: string; rowTally: number; totalFen: Fen; takenAt: Instant }>
  /** Of the settlement drawn last: the next one names it. */
  lastSha256: string
  /** Days of which something was told after their cut-off, and when it was last: so far their journals are read. */
  lateAt: Map<BusinessDay, Instant>
}

export const initial = (): SettlementState => ({
  ...{
    breaks: new Map(),
    days: new Map(),
    adjustments: new Map(),
    files: new Map(),
    lateAt: new Map(),
    shifts: new Map(),
  },
  lastSha256: NO_FILE_BEFORE,
})

function open(state: SettlementState, event: EventOf<'break.opened'>): void {
  const { key, matchClass, businessDay, minutes, amountFen, isMisread, at } = event
  const { booked } = state.breaks.get(key) ?? {}
  const more = {
    ...(isMisread === undefined ? {} : { isMisread }),
    ...besideOf(event),
    ...(booked === undefined ? {} : { booked }),
    ...whereaboutsOf(event),
  }
  state.breaks.set(key, { key, matchClass, businessDay, minutes, amountFen, ...more, openedAt: at })
}

/** What stands beside a difference, in the settlement, the daily file or the adjustments. */
const BESIDE = ['credited', 'filedMore', 'overbooked'] as const
export type Beside = { [N in (typeof BESIDE)[number]]?: Sums | undefined }
export const besideOf = (said: Beside): { [N in keyof Beside]: Sums } =>
  Object.fromEntries(BESIDE.flatMap(name => (said[name] === undefined ? [] : [[name, said[name]]])))

/** Both sides booked it alike (M0), and one of them says otherwise. */
function dispute(state: SettlementState, { side, evidence, ...event }: EventOf<'break.disputed'>): void {
  open(state, { ...event, type: 'break.opened', matchClass: 'M0' })
  amend(state, event.key, one => {
    one.dispute = { side, ...(evidence === undefined ? {} : { evidence }) }
  })
}

const amend = (state: SettlementState, key: string, change: (one: Break) => void): void => {
  const one = state.breaks.get(key)
  if (one !== undefined) change(one)
}

const judged =
  (status: Adjustment['status']) =>
  (state: SettlementState, { key }: { key: string }): void =>
    amend(state, key, ({ adjustment }) => {
      if (adjustment !== undefined) adjustment.status = status
    })

/** Of the day of its break; what is booked when that month is closed is of the day on which it is booked. */
function book(state: SettlementState, one: Break, at: Instant): void {
  const { adjustment, booked = { minutes: 0, amountFen: fen(0) } } = one
  if (adjustment?.approvedBy === undefined) return
  const { key, matchClass, businessDay } = one
  const { adjustmentId, kind, minutes, amountFen, proposedBy, approvedBy } = adjustment
  const { dispute } = one
  one.booked = { minutes: booked.minutes + minutes, amountFen: sumFen([booked.amountFen, amountFen]) }
  const row: SettlementAdjustment = {
    ...{ kind: 'adjustment', adjustmentId, key, matchClass, businessDay, adjustment: kind, minutes, amountFen },
    ...{ proposedBy, approvedBy, hasReason: true, bookedAt: at, ...whereaboutsOf(one) },
    ...(dispute === undefined ? {} : { disputedBy: dispute.side }),
    ...(dispute?.evidence === undefined ? {} : { evidence: dispute.evidence }),
  }
  const day = isMonthClosed(state, businessDay) ? businessDayOf(at) : businessDay
  const rows = [...(state.adjustments.get(day) ?? []), row]
  state.adjustments.set(day, rows.sort(byBooking))
}

const byBooking = (one: SettlementAdjustment, other: SettlementAdjustment): number =>
  turnOf(one) < turnOf(other) ? -1 : 1
const turnOf = ({ bookedAt, adjustmentId }: SettlementAdjustment): string => `${bookedAt} ${adjustmentId}`

const nothing = (): void => {}

const own: Folds<SettlementState, EventsNamed<'break' | 'adjustment' | 'settlement'>> = {
  'break.opened': open,
  'break.disputed': dispute,
  'break.reclassified': (state, { key, matchClass, businessDay, minutes, amountFen, isMisread, ...more }) =>
    amend(state, key, one => {
      for (const name of WHEREABOUTS) delete one[name]
      Object.assign(one, { matchClass, businessDay, minutes, amountFen }, whereaboutsOf(more))
      for (const name of ['isMisread', ...BESIDE] as const) delete one[name]
      Object.assign(one, isMisread && { isMisread }, besideOf(more))
      // What was proposed was about something else.
      if (one.adjustment?.status === 'proposed') delete one.adjustment
      delete one.dispute
    }),
  'break.closed': (state, { key, how }) =>
    amend(state, key, one => {
      one.closed = how
      delete one.adjustment?.reason
    }),
  'break.explained': nothing,
  'adjustment.proposed': (state, { key, adjustmentId, kind, minutes, amountFen, reason, staffId }) =>
    amend(state, key, one => {
      one.adjustment = { adjustmentId, kind, minutes, amountFen, proposedBy: staffId, reason, status: 'proposed' }
    }),
  'adjustment.approved': (state, { key, staffId, at }) =>
    amend(state, key, one => {
      const { adjustment } = one
      if (adjustment === undefined) return
      Object.assign(adjustment, { status: 'approved', approvedBy: staffId })
      // Money that goes to a citizen is booked when it has reached him.
      if (adjustment.kind !== 'refund') book(state, one, at)
    }),
  'adjustment.rejected': (state, event) => {
    judged('rejected')(state, event)
    // What passes saw while it waited they have not told.
    amend(state, event.key, one => void state.lateAt.set(one.businessDay, event.at))
  },
  'adjustment.paid': (state, event) => {
    judged('paid')(state, event)
    amend(state, event.key, one => book(state, one, event.at))
  },
  'settlement.lateNoted': ({ lateAt }, { businessDay, toldAt }) => void lateAt.set(businessDay, toldAt),
  'settlement.shiftClosed': ({ shifts }, { type: _type, v: _v, at: _at, ...closed }) =>
    void shifts.set(shiftKey(closed), closed),
  'settlement.drawn': (state, { businessDay, version, sha256, rowTally, totalFen, rows, at }) => {
    const adjustmentTally = rows.filter(({ kind }) => kind === 'adjustment').length
    const sums = { rowTally, totalFen, adjustmentTally }
    state.days.set(businessDay, { version, sha256, ...sums, drawnAt: at, signedBy: {} })
    state.lastSha256 = sha256
  },
  'settlement.signed': ({ days }, { businessDay, side, staffId }) => {
    const day = days.get(businessDay)
    if (day !== undefined) day.signedBy[side] = staffId
  },
  'settlement.closed': ({ days }, { businessDay, at }) => {
    const day = days.get(businessDay)
    if (day !== undefined) day.closedAt = at
  },
  'settlement.monthClosed': (state, { month }) => {
    state.closedThrough = month
    prune(state, `${month}-01`)
  },
  'settlement.fileTaken': ({ files }, { businessDay, sha256, exits, totalFen, at }) => {
    files.set(businessDay, { sha256, rowTally: exits.length, totalFen, takenAt: at })
  },
}

/** A shift is named by the day on which it begins, and when. */
export const shiftKey = ({ businessDay, begins }: Pick<ClosedShift, 'businessDay' | 'begins'>): string =>
  `${businessDay} ${begins}`

export const monthOf = (day: BusinessDay): string => day.slice(0, 7)

/** Months are closed in their order: nothing of them is drawn, taken or found any more. */
export const isMonthClosed = ({ closedThrough = '' }: SettlementState, day: BusinessDay): boolean =>
  monthOf(day) <= closedThrough

/** Something of it was adjusted since it was drawn: nobody signs it, and its month is not closed, until the next version. */
export const isOutdated = ({ adjustments }: SettlementState, day: BusinessDay, drawn: Settlement): boolean =>
  (adjustments.get(day)?.length ?? 0) !== drawn.adjustmentTally

function noteLate({ lateAt }: SettlementState, event: Event): void {
  for (const day of lateDaysOf(event)) lateAt.set(day, event.at)
}

/** Of the months before the one just closed nothing is asked any more, but of breaks that are still open. */
function prune({ breaks, days, adjustments, files, shifts, lateAt }: SettlementState, before: BusinessDay): void {
  for (const [key, { businessDay, closed }] of breaks)
    if (closed !== undefined && businessDay < before) breaks.delete(key)
  for (const rows of [days, adjustments, files, lateAt])
    for (const day of rows.keys()) if (day < before) rows.delete(day)
  for (const [name, { businessDay }] of shifts) if (businessDay < before) shifts.delete(name)
}

const folds: Listens<SettlementState> = own

export function evolve<E extends Event>(state: SettlementState, event: E): void {
  const fold = folds[event.type] as ((state: SettlementState, event: E) => void) | undefined
  fold?.(state, event)
  noteLate(state, event)
}
