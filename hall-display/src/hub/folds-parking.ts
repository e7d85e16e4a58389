import type { ExemptionRow, ExemptionStatus, StayRow } from '@pingting/contract/words/screen'
import { amend, type Draft, drop, type EventOfScreen, put, type ScreenFolds } from './draft.ts'

function granted(draft: Draft, e: EventOfScreen<'exemption.granted'>): void {
  const { exemptionId, ticketId } = e
  if (exemptionId === undefined || ticketId === undefined) return
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

function withheld(draft: Draft, e: EventOfScreen<'exemption.withheld'>): void {
  if (e.ticketId === undefined || e.reason === undefined) return
  const plate = draft.screen.tickets[e.ticketId]?.plate
  put(draft, 'withheld', e.ticketId, { ticketId: e.ticketId, reason: e.reason, at: e.at, ...(plate && { plate }) })
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

function entered(draft: Draft, e: EventOfScreen<'stay.entered'>): void {
  if (e.stayId === undefined) return
  const row: StayRow = { stayId: e.stayId, carClass: e.carClass ?? 'casual', enteredAt: e.enteredAt ?? e.at }
  put(draft, 'stays', e.stayId, e.plate === undefined ? row : { ...row, plate: e.plate })
}

function link(linkUsable: boolean) {
  return (draft: Draft): void => {
    if (draft.screen.lot !== undefined) draft.screen = { ...draft.screen, lot: { ...draft.screen.lot, linkUsable } }
  }
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
  'exemption.expired': (draft, e) => end(draft, e.exemptionId, 'expired', { endedAt: e.at }),
  'exemption.writtenOff': (draft, e) => end(draft, e.exemptionId, 'writtenOff', { endedAt: e.at }),
  'lot.linkLost': link(false),
  'lot.linkRestored': link(true),
  'stay.entered': entered,
  'stay.plateCorrected': (draft, e) => amend(draft, 'stays', e.stayId, defined<StayRow>({ plate: e.plate })),
  'stay.paid': (draft, e) => amend(draft, 'stays', e.stayId, defined<StayRow>({ paidAt: e.paidAt })),
  'stay.exited': (draft, e) =>
    amend(draft, 'stays', e.stayId, defined<StayRow>({ exitedAt: e.exitedAt, ...money(e) })),
}
