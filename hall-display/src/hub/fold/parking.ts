import {
  type ExemptionRow,
  type ExemptionStatus,
  FOREIGN_KEPT_DAYS,
  type LotHead,
  type MismatchRow,
  type StayRow,
} from '@pingting/contract/words/screen'
import { addMs, businessDayOf, DAY_MS, nextDay } from '@pingting/contract/words/time'
import { amend, audienceKind, type Draft, drop, type EventOfScreen, put, type ScreenFolds } from './draft.ts'

/** A page of one ticket, or a tablet before one visitor, keeps nothing of other tickets; the operator keeps all. */
const concerns = (draft: Draft, ticketId: string): boolean =>
  audienceKind(draft) === 'parking' || ticketId in draft.screen.tickets

function granted(draft: Draft, e: EventOfScreen<'exemption.granted'>): void {
  const { exemptionId, ticketId } = e
  if (exemptionId === undefined || ticketId === undefined || !concerns(draft, ticketId)) return
  const row: ExemptionRow = {
    exemptionId,
    ticketId,
    lotId: e.lotId ?? '',
    stayId: e.stayId ?? '',
    plate: e.plate ?? '',
    freeMinutes: e.freeMinutes ?? 0,
    status: 'granted',
    unknown: false,
    frozen: false,
    revoking: false,
    grantedAt: e.at,
    ...(e.notBefore !== undefined && { notBefore: e.notBefore }),
    notAfter: e.notAfter ?? e.at,
  }
  put(draft, 'exemptions', exemptionId, row)
  drop(draft, 'withheld', ticketId)
}

/** The operator's copy of the event carries the plate, which the event itself does not have. */
function withheld(draft: Draft, e: EventOfScreen<'exemption.withheld'>): void {
  const { ticketId, reason, at, plate } = e
  if (ticketId === undefined || reason === undefined || !concerns(draft, ticketId)) return
  put(draft, 'withheld', ticketId, { ticketId, reason, at, ...(plate !== undefined && { plate }) })
}

/** An end of an exemption takes the doubts of its open time with it. */
const end = (draft: Draft, id: string | undefined, status: ExemptionStatus, change: Partial<ExemptionRow>): void =>
  amend(draft, 'exemptions', id, { status, unknown: false, frozen: false, revoking: false, ...change })

const defined = <R extends object>(fields: { [K in keyof R]?: R[K] | undefined }): Partial<R> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<R>

const money = (e: { feeBeforeFen?: number; feeWaivedFen?: number; feeAfterFen?: number }) => ({
  feeBeforeFen: e.feeBeforeFen,
  feeWaivedFen: e.feeWaivedFen,
  feeAfterFen: e.feeAfterFen,
})

const honoured = (draft: Draft, e: EventOfScreen<'exemption.honoured'>): void =>
  end(draft, e.exemptionId, 'honoured', {
    endedAt: e.at,
    ...defined<ExemptionRow>({ minutesApplied: e.minutesApplied, ...money(e) }),
  })

function mismatched(draft: Draft, e: EventOfScreen<'exemption.mismatched'>): void {
  const { exemptionId, mismatch, lotId, stayId, gateEpoch, gateSeq, exitedAt, at } = e
  if (exemptionId === undefined || mismatch === undefined || lotId === undefined || stayId === undefined) return
  if (gateEpoch === undefined || gateSeq === undefined || exitedAt === undefined) return
  const amounts = { minutesApplied: e.minutesApplied ?? 0, feeWaivedFen: e.feeWaivedFen ?? 0 }
  const row: MismatchRow = { exemptionId, mismatch, lotId, stayId, gateSeq, ...amounts, exitedAt, at }
  put(draft, 'mismatches', `${lotId} ${gateEpoch} ${gateSeq}`, row)
}

function entered(draft: Draft, e: EventOfScreen<'stay.entered'>): void {
  if (e.stayId === undefined) return
  const row: StayRow = { stayId: e.stayId, carClass: e.carClass ?? 'casual', enteredAt: e.enteredAt ?? e.at }
  put(draft, 'stays', e.stayId, e.plate === undefined ? row : { ...row, plate: e.plate })
}

/** Stays that ended leave on the second business day after, the unreadable after a week, as in the hub. */
function forgetGone(draft: Draft, at: string): void {
  const today = businessDayOf(at)
  for (const { stayId, exitedAt } of Object.values(draft.screen.stays)) {
    if (exitedAt !== undefined && nextDay(nextDay(businessDayOf(exitedAt))) <= today) drop(draft, 'stays', stayId)
  }
  for (const [place, row] of Object.entries(draft.screen.foreign)) {
    if (businessDayOf(addMs(row.at, FOREIGN_KEPT_DAYS * DAY_MS)) <= today) drop(draft, 'foreign', place)
  }
}

/** Whatever the lot tells, what is over goes first: the hub's first event of a day does the same. */
const atLot =
  <E extends { at: string }>(fold: (draft: Draft, e: E) => void = () => {}) =>
  (draft: Draft, e: E): void => {
    forgetGone(draft, e.at)
    fold(draft, e)
  }

function foreign(draft: Draft, { gateEpoch, gateSeq, rawType, at }: EventOfScreen<'lot.foreignRecorded'>): void {
  if (gateEpoch === undefined || gateSeq === undefined) return
  const row = { gateEpoch, gateSeq, at }
  put(draft, 'foreign', `${gateEpoch} ${gateSeq}`, rawType === undefined ? row : { ...row, rawType })
}

function factsLost(draft: Draft, { gateEpoch, from, to, at }: EventOfScreen<'lot.factsLost'>): void {
  if (gateEpoch === undefined || from === undefined || to === undefined) return
  put(draft, 'foreign', `${gateEpoch} ${from}`, { gateEpoch, gateSeq: from, lostTo: to, at })
}

/** An exit told again changes nothing. */
function exited(draft: Draft, e: EventOfScreen<'stay.exited'>): void {
  if (e.stayId === undefined || draft.screen.stays[e.stayId]?.exitedAt !== undefined) return
  amend(draft, 'stays', e.stayId, defined<StayRow>({ exitedAt: e.exitedAt, ...money(e) }))
}

function linkLost(draft: Draft, { reason }: Partial<EventOfScreen<'lot.linkLost'>>): void {
  if (draft.screen.lot === undefined) return
  const { linkLoss: _before, ...lot } = draft.screen.lot
  draft.screen = {
    ...draft.screen,
    lot: { ...lot, linkUsable: false, ...(reason !== undefined && { linkLoss: reason }) },
  }
}

function amendLot(draft: Draft, change: Partial<LotHead>): void {
  if (draft.screen.lot !== undefined) draft.screen = { ...draft.screen, lot: { ...draft.screen.lot, ...change } }
}

/** What the operator has to sign off after a restore, and that the gate's ledger was read for it. */
function restored(draft: Draft, { backupAt = '' }: EventOfScreen<'lot.restored'>): void {
  linkLost(draft, {})
  amendLot(draft, { awaitsSignOff: { backupAt, ledgerRead: false } })
}

function ledgerRead(draft: Draft): void {
  const waiting = draft.screen.lot?.awaitsSignOff
  if (waiting !== undefined) amendLot(draft, { awaitsSignOff: { ...waiting, ledgerRead: true } })
}

function signedOff(draft: Draft): void {
  if (draft.screen.lot === undefined) return
  const { awaitsSignOff: _, ...lot } = draft.screen.lot
  draft.screen = { ...draft.screen, lot }
}

function linkRestored(draft: Draft): void {
  if (draft.screen.lot === undefined) return
  const { linkLoss: _before, ...lot } = draft.screen.lot
  draft.screen = { ...draft.screen, lot: { ...lot, linkUsable: true } }
}

const plateKnown = (draft: Draft, e: EventOfScreen<'plate.bound'> | EventOfScreen<'plate.corrected'>): void => {
  if (e.plate === undefined) return
  amend(draft, 'tickets', e.ticketId, { plate: e.plate })
}

export const parkingFolds: ScreenFolds = {
  'plate.bound': plateKnown,
  'plate.corrected': plateKnown,
  'exemption.granted': granted,
  'exemption.withheld': withheld,
  'exemption.confirmed': (draft, e) =>
    amend(draft, 'exemptions', e.exemptionId, { status: 'confirmed', unknown: false, confirmedAt: e.at }),
  'exemption.refused': (draft, e) =>
    end(draft, e.exemptionId, 'refused', { endedAt: e.at, ...defined<ExemptionRow>({ reason: e.reason }) }),
  'exemption.doubted': (draft, e) => amend(draft, 'exemptions', e.exemptionId, { unknown: true }),
  'exemption.frozen': (draft, e) => amend(draft, 'exemptions', e.exemptionId, { frozen: true }),
  'exemption.revocationRequested': (draft, e) => amend(draft, 'exemptions', e.exemptionId, { revoking: true }),
  'exemption.revoked': (draft, e) => end(draft, e.exemptionId, 'revoked', { endedAt: e.at }),
  'exemption.honoured': honoured,
  'exemption.mismatched': mismatched,
  'exemption.expired': (draft, e) => end(draft, e.exemptionId, 'expired', { endedAt: e.at }),
  'exemption.writeOffProposed': (draft, e) => amend(draft, 'exemptions', e.exemptionId, { writeOff: 'proposed' }),
  'exemption.writeOffApproved': (draft, e) => amend(draft, 'exemptions', e.exemptionId, { writeOff: 'approved' }),
  'exemption.writeOffLapsed': (draft, e) => amend(draft, 'exemptions', e.exemptionId, { writeOff: 'lapsed' }),
  'exemption.writtenOff': (draft, e) => end(draft, e.exemptionId, 'writtenOff', { endedAt: e.at }),
  'lot.linkLost': atLot(linkLost),
  'lot.linkRestored': atLot(linkRestored),
  'lot.foreignRecorded': atLot(foreign),
  'lot.factsLost': atLot(factsLost),
  'lot.restored': atLot(restored),
  'lot.ledgerRead': atLot(ledgerRead),
  'lot.signedOff': atLot(signedOff),
  'lot.dayErased': atLot(),
  'stay.entered': atLot(entered),
  'stay.feeDue': atLot(),
  'stay.plateCorrected': atLot((draft, e) => amend(draft, 'stays', e.stayId, defined<StayRow>({ plate: e.plate }))),
  'stay.paid': atLot((draft, e) => amend(draft, 'stays', e.stayId, defined<StayRow>({ paidAt: e.paidAt }))),
  'stay.exited': atLot(exited),
  'stay.exemptionHonoured': atLot(),
  'stay.exemptionDenied': atLot(),
}
