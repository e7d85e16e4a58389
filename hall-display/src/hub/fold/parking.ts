import type { Fen } from '@pingting/contract/words/fen'
import type { AlarmRow } from '@pingting/contract/words/parking/alarms'
import {
  type ExemptionRow,
  type ExemptionStatus,
  FOREIGN_KEPT_DAYS,
  type ForeignRow,
  type LotHead,
  type MismatchRow,
  type StayRow,
  type TicketRow,
  type WithheldRow,
} from '@pingting/contract/words/screen'
import { addMs, businessDayOf, DAY_MS, nextDay } from '@pingting/contract/words/time'
import {
  amend,
  audienceKind,
  type Draft,
  defined,
  drop,
  type EventOfScreen,
  put,
  type ScreenFolds,
  strip,
  tells,
} from './draft.ts'
import { forgetPhantoms, phantomEnded, phantomFound, phantomReleased } from './phantoms.ts'

/** A page of one ticket, or a tablet before one visitor, keeps nothing of other tickets; the operator keeps all. */
const concerns = (draft: Draft, ticketId: string): boolean =>
  audienceKind(draft) === 'parking' || ticketId in draft.screen.tickets

/** The tablet is told that there is a plate, and not which. */
function granted(draft: Draft, e: EventOfScreen<'exemption.granted'>): void {
  if (!tells(e, 'exemptionId', 'ticketId', 'lotId', 'stayId', 'freeMinutes', 'notAfter')) return
  const { exemptionId, ticketId, lotId, stayId, plate = '', freeMinutes, notBefore, notAfter } = e
  if (!concerns(draft, ticketId)) return
  const row: ExemptionRow = {
    ...{ exemptionId, ticketId, lotId, stayId, plate, freeMinutes },
    status: 'granted',
    unknown: false,
    frozen: false,
    revoking: false,
    grantedAt: e.at,
    ...defined<ExemptionRow>({ notBefore }),
    notAfter,
  }
  put(draft, 'exemptions', exemptionId, row)
  drop(draft, 'withheld', ticketId)
}

/** The operator's copy of the event carries the plate, which the event itself does not have. */
function withheld(draft: Draft, e: EventOfScreen<'exemption.withheld'>): void {
  if (!tells(e, 'ticketId', 'reason') || !concerns(draft, e.ticketId)) return
  const { ticketId, reason, at, plate } = e
  put(draft, 'withheld', ticketId, { ticketId, reason, at, ...defined<WithheldRow>({ plate }) })
}

/** An end of an exemption takes the doubts of its open time with it. */
const end = (draft: Draft, id: string | undefined, status: ExemptionStatus, change: Partial<ExemptionRow>): void =>
  amend(draft, 'exemptions', id, { status, unknown: false, frozen: false, revoking: false, ...change })

const money = (e: { feeBeforeFen?: Fen; feeWaivedFen?: Fen; feeAfterFen?: Fen }) => ({
  feeBeforeFen: e.feeBeforeFen,
  feeWaivedFen: e.feeWaivedFen,
  feeAfterFen: e.feeAfterFen,
})

const honoured = (draft: Draft, e: EventOfScreen<'exemption.honoured'>): void =>
  end(draft, e.exemptionId, 'honoured', {
    endedAt: e.at,
    ...defined<ExemptionRow>({ minutesApplied: e.minutesApplied, ...money(e) }),
  })

/** What a person found at the gate: it is held, or as if it had never been sent. */
function settled(draft: Draft, { exemptionId, held }: EventOfScreen<'exemption.settled'>): void {
  const certain = { unknown: false, frozen: false }
  const sent = draft.screen.exemptions[exemptionId ?? '']?.sent === undefined ? {} : { sent: false }
  if (held === true) amend(draft, 'exemptions', exemptionId, { ...certain, status: 'confirmed' })
  else amend(draft, 'exemptions', exemptionId, { ...certain, ...sent, status: 'granted' })
}

function mismatched(draft: Draft, e: EventOfScreen<'exemption.mismatched'>): void {
  const place = ['lotId', 'stayId', 'gateEpoch', 'gateSeq', 'exitedAt'] as const
  if (!tells(e, 'exemptionId', 'mismatch', ...place, 'minutesApplied', 'feeWaivedFen')) return
  const { exemptionId, mismatch, lotId, stayId, gateEpoch, gateSeq, minutesApplied, feeWaivedFen, exitedAt, at } = e
  const amounts = { minutesApplied, feeWaivedFen }
  const row: MismatchRow = { exemptionId, mismatch, lotId, stayId, gateSeq, ...amounts, exitedAt, at }
  put(draft, 'mismatches', `${lotId} ${gateEpoch} ${gateSeq}`, row)
}

/** Told again it changes nothing. */
function entered(draft: Draft, e: EventOfScreen<'stay.entered'>): void {
  if (!tells(e, 'stayId', 'carClass', 'enteredAt')) return
  const { stayId, carClass, enteredAt, plate, laneId = '', confidence = 0, imageId, unsure, misfit } = e
  if (draft.screen.stays[stayId]?.enteredAt === enteredAt) return
  const review = unsure
    ? { laneId, confidence, ...defined<NonNullable<StayRow['review']>>({ imageId, misfit }) }
    : undefined
  put(draft, 'stays', stayId, { stayId, carClass, enteredAt, ...defined<StayRow>({ plate, review }) })
}

/** What an attendant corrected at the gate nobody has to look at any more. */
function plateCorrected(draft: Draft, { stayId, plate }: EventOfScreen<'stay.plateCorrected'>): void {
  if (plate === undefined) return
  strip(draft, 'stays', stayId, ['review', 'gatePlate'])
  amend(draft, 'stays', stayId, { plate })
}

function plateReviewed(draft: Draft, { stayId, plate, gatePlate }: EventOfScreen<'stay.plateReviewed'>): void {
  if (plate === undefined) return
  strip(draft, 'stays', stayId, ['review'])
  amend(draft, 'stays', stayId, { plate, ...defined<StayRow>({ gatePlate }) })
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
  forgetPhantoms(draft, today)
}

/** Whatever the lot tells, what is over goes, be it over since this moment: an exit may be told days late. */
const atLot =
  <E extends { at: string }>(fold: (draft: Draft, e: E) => void = () => {}) =>
  (draft: Draft, e: E): void => {
    fold(draft, e)
    forgetGone(draft, e.at)
  }

function foreign(draft: Draft, e: EventOfScreen<'lot.foreignRecorded'>): void {
  if (!tells(e, 'gateEpoch', 'gateSeq')) return
  const { gateEpoch, gateSeq, rawType, at } = e
  put(draft, 'foreign', `${gateEpoch} ${gateSeq}`, { gateEpoch, gateSeq, at, ...defined<ForeignRow>({ rawType }) })
}

function released(draft: Draft, e: EventOfScreen<'stay.released'>): void {
  if (!tells(e, 'gateEpoch', 'gateSeq', 'release')) return
  const { gateEpoch, gateSeq, release, at } = e
  put(draft, 'foreign', `${gateEpoch} ${gateSeq}`, { gateEpoch, gateSeq, release, at })
}

function factsLost(draft: Draft, e: EventOfScreen<'lot.factsLost'>): void {
  if (!tells(e, 'gateEpoch', 'from', 'to')) return
  const { gateEpoch, from, to, at } = e
  put(draft, 'foreign', `${gateEpoch} ${from}`, { gateEpoch, gateSeq: from, lostTo: to, at })
}

/** An exit told again changes nothing. */
function exited(draft: Draft, e: EventOfScreen<'stay.exited'>): void {
  if (e.stayId === undefined || draft.screen.stays[e.stayId]?.exitedAt !== undefined) return
  amend(draft, 'stays', e.stayId, defined<StayRow>({ exitedAt: e.exitedAt, ...money(e) }))
}

/** A gate may tell what it waived after the exit. */
function honouredAt(draft: Draft, e: EventOfScreen<'stay.exemptionHonoured'>): void {
  if (e.stayId === undefined || draft.screen.stays[e.stayId]?.exitedAt === undefined) return
  amend(draft, 'stays', e.stayId, defined<StayRow>(money(e)))
}

/** A lot that was not opened when the screen was drawn has no head to change. */
function changeLot(draft: Draft, change: (lot: LotHead) => LotHead): void {
  const { lot } = draft.screen
  if (lot !== undefined) draft.screen = { ...draft.screen, lot: change(lot) }
}

const linkLost = (draft: Draft, { reason }: Partial<EventOfScreen<'lot.linkLost'>>): void =>
  changeLot(draft, ({ linkLoss: _before, ...lot }) => ({
    ...{ ...lot, linkUsable: false },
    ...defined<LotHead>({ linkLoss: reason }),
  }))

const linkRestored = (draft: Draft): void =>
  changeLot(draft, ({ linkLoss: _before, ...lot }) => ({ ...lot, linkUsable: true }))

/** What the operator has to sign off after a restore, and that the gate's ledger was read for it. */
function restored(draft: Draft, e: EventOfScreen<'lot.restored'>): void {
  if (!tells(e, 'backupAt')) return
  const { backupAt } = e
  linkLost(draft, {})
  changeLot(draft, lot => ({ ...lot, awaitsSignOff: { backupAt, ledgerRead: false } }))
}

function ledgerRead(draft: Draft): void {
  const waiting = draft.screen.lot?.awaitsSignOff
  if (waiting !== undefined) changeLot(draft, lot => ({ ...lot, awaitsSignOff: { ...waiting, ledgerRead: true } }))
}

/** What is active now; without any there is no word of them, as in the hub. */
function changeAlarms(draft: Draft, change: (alarms: Record<string, AlarmRow>) => Record<string, AlarmRow>): void {
  changeLot(draft, ({ alarms: before = {}, ...lot }) => {
    const alarms = change(before)
    return Object.keys(alarms).length === 0 ? lot : { ...lot, alarms }
  })
}

function alarmRaised(draft: Draft, e: EventOfScreen<'lot.alarmRaised'>): void {
  if (!tells(e, 'conditionId', 'name', 'severity', 'text', 'activeSince')) return
  const { conditionId, name, source, severity, text, activeSince } = e
  const row: AlarmRow = { conditionId, name, ...defined<AlarmRow>({ source }), severity, text, activeSince }
  changeAlarms(draft, alarms => ({ ...alarms, [conditionId]: row }))
}

const alarmCleared = (draft: Draft, { conditionId }: EventOfScreen<'lot.alarmCleared'>): void =>
  changeAlarms(draft, alarms => Object.fromEntries(Object.entries(alarms).filter(([id]) => id !== conditionId)))

const deviceHealthChanged = (draft: Draft, { deviceHealth }: EventOfScreen<'lot.deviceHealthChanged'>): void =>
  changeLot(draft, ({ deviceHealth: _before, ...lot }) => ({ ...lot, ...defined<LotHead>({ deviceHealth }) }))

const signedOff = (draft: Draft): void => changeLot(draft, ({ awaitsSignOff: _, ...lot }) => lot)

/** To the operator a ticket that waits for its car is told with the plate it waits for. */
function plateKnown(draft: Draft, e: EventOfScreen<'plate.bound'> | EventOfScreen<'plate.corrected'>): void {
  const { ticketId = '', plate } = e
  amend(draft, 'tickets', ticketId, defined<TicketRow>({ plate }))
  const waits = audienceKind(draft) === 'parking' && draft.screen.withheld[ticketId]?.reason === 'NOT_INSIDE'
  if (waits) amend(draft, 'withheld', ticketId, defined<WithheldRow>({ plate }))
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
  'exemption.frozen': (draft, { exemptionId, unearned }) =>
    amend(draft, 'exemptions', exemptionId, { frozen: true, ...defined<ExemptionRow>({ unearned }) }),
  'exemption.sent': (draft, e) => amend(draft, 'exemptions', e.exemptionId, { sent: true }),
  'exemption.settled': settled,
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
  'lot.alarmRaised': atLot(alarmRaised),
  'lot.alarmCleared': atLot(alarmCleared),
  'lot.deviceHealthChanged': atLot(deviceHealthChanged),
  'lot.foreignRecorded': atLot(foreign),
  'lot.factsLost': atLot(factsLost),
  'lot.phantomFound': atLot(phantomFound),
  'lot.phantomReleased': atLot(phantomReleased),
  'lot.phantomEnded': atLot(phantomEnded),
  'lot.restored': atLot(restored),
  'lot.ledgerRead': atLot(ledgerRead),
  'lot.signedOff': atLot(signedOff),
  'lot.dayErased': atLot(),
  'stay.entered': atLot(entered),
  'stay.feeDue': atLot(),
  'stay.plateCorrected': atLot(plateCorrected),
  'stay.plateReviewed': atLot(plateReviewed),
  'stay.paid': atLot((draft, e) => amend(draft, 'stays', e.stayId, defined<StayRow>({ paidAt: e.paidAt }))),
  'stay.exited': atLot(exited),
  'stay.released': atLot(released),
  'stay.exemptionHonoured': atLot(honouredAt),
  'stay.exemptionDenied': atLot(),
}
