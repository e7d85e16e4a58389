import { businessDayOf, ERASED, type Event, type EventOf, type ExemptionStatus, type Listens } from '@pingting/contract'
import type { Fees } from '../matching/rows.ts'
import { type Diary, plateKeyOf, stayAt, type Visit } from './diary.ts'
import { isOutweighed } from './owed.ts'

type OfHall = Diary & { hallId: string }

const visitKey = ({ hallId }: OfHall, ticketId: string): string => `${hallId}|${ticketId}`

function amend(diary: OfHall, ticketId: string, change: (visit: Visit) => void): void {
  const visit = diary.visits.get(visitKey(diary, ticketId))
  if (visit !== undefined) change(visit)
}

const bound = (diary: OfHall, { ticketId, plate, at }: EventOf<'plate.bound' | 'plate.corrected'>): void =>
  amend(diary, ticketId, visit => {
    visit.plate = { text: plateKeyOf(plate), at }
  })

const ended =
  (status: ExemptionStatus) =>
  ({ granted }: OfHall, { exemptionId, at }: { exemptionId: string; at: string }): void => {
    const grant = granted.get(exemptionId)
    if (grant !== undefined) Object.assign(grant, { status, endedAt: at })
  }

function grant(diary: OfHall, event: EventOf<'exemption.granted'>): void {
  const { exemptionId, ticketId, lotId, evaluationId, counterId, stayId, freeMinutes, policyVersion } = event
  amend(diary, ticketId, visit => {
    visit.exemption = { exemptionId, lotId }
    delete visit.withheld
  })
  if (lotId !== diary.lotId) return
  diary.granted.set(exemptionId, {
    ...{ hallId: diary.hallId, ticketId, evaluationId, counterId, stayId, minutes: freeMinutes, policyVersion },
    ...{
      plate: event.gatePlate ?? event.plate,
      businessDay: event.businessDay,
      grantedAt: event.at,
      notAfter: event.notAfter,
    },
    status: 'granted',
  })
}

const ofHall = {
  'ticket.taken': (diary, { ticketId, businessDay }) => {
    const { hallId } = diary
    diary.visits.set(visitKey(diary, ticketId), { hallId, ticketId, serviceDay: businessDay })
  },
  'ticket.completed': (diary, { ticketId, at }) =>
    amend(diary, ticketId, visit => {
      visit.completedAt = at
    }),
  'ticket.undone': (diary, { ticketId, verb }) =>
    amend(diary, ticketId, visit => {
      if (verb === 'completed') delete visit.completedAt
    }),
  'evaluation.submitted': (diary, { ticketId, evaluationId, unrewarded, at }) => {
    const made = { at, ...(unrewarded === undefined ? {} : { unrewarded }) }
    diary.ratings.set(evaluationId, { hallId: diary.hallId, ticketId, ...made })
    amend(diary, ticketId, visit => {
      visit.rated = { evaluationId, ...made }
    })
  },
  'plate.bound': bound,
  'plate.corrected': bound,
  'exemption.granted': grant,
  'exemption.withheld': (diary, { ticketId, reason, at }) =>
    amend(diary, ticketId, visit => {
      if (!isOutweighed(reason, visit.withheld?.reason)) visit.withheld = { reason, at }
    }),
  'exemption.confirmed': ({ granted }, { exemptionId, gateEpoch, ledgerSeq }) => {
    const one = granted.get(exemptionId)
    if (one === undefined) return
    one.isConfirmed = true
    one.confirmedBy = { gateEpoch, ledgerSeq }
    if (one.status === 'granted') one.status = 'confirmed'
  },
  'exemption.refused': (diary, event) => {
    ended('refused')(diary, event)
    const one = diary.granted.get(event.exemptionId)
    if (one !== undefined) one.refusal = event.reason
  },
  'exemption.revoked': ended('revoked'),
  'exemption.expired': ended('expired'),
  'exemption.writtenOff': ended('writtenOff'),
  'exemption.honoured': (diary, event) => {
    ended('honoured')(diary, event)
    const { exemptionId, minutesApplied: minutes, feeBeforeFen, feeWaivedFen, feeAfterFen } = event
    const one = diary.granted.get(exemptionId)
    if (one !== undefined) one.booked = { minutes, feeBeforeFen, feeWaivedFen, feeAfterFen }
  },
} satisfies Listens<OfHall>

export const feesOf = ({ feeBeforeFen, feeWaivedFen, feeAfterFen }: Fees) => ({
  ...{ feeBeforeFen, feeWaivedFen, feeAfterFen },
})

/** By an attendant at the gate, or by a person here who saw the picture: of the car that came last. */
function putRight({ stays }: Diary, { stayId, plate }: EventOf<'stay.plateCorrected' | 'stay.plateReviewed'>): void {
  const stay = stays.get(stayId)?.at(-1)
  if (stay !== undefined && isRead(plate)) stay.plate = plate
}

function enter({ stays }: Diary, { stayId, plate, carClass, enteredAt }: EventOf<'stay.entered'>): void {
  const named = stays.get(stayId) ?? []
  if (named.some(stay => stay.enteredAt === enteredAt)) return
  const all = [...named, { stayId, carClass, enteredAt, ...(isRead(plate) ? { plate } : {}) }]
  stays.set(
    stayId,
    all.sort((one, other) => (one.enteredAt < other.enteredAt ? -1 : 1)),
  )
}

const ofLot = {
  'lot.gateReset': (diary, { gateEpoch }) => {
    diary.gateEpoch = gateEpoch
  },
  'stay.entered': enter,
  'stay.plateCorrected': putRight,
  'stay.plateReviewed': putRight,
  'stay.paid': (diary, { stayId, paidAt, paidFen }) => {
    const stay = stayAt(diary, stayId, paidAt)
    if (stay === undefined) return
    stay.paidAt ??= paidAt
    stay.payments ??= new Map()
    stay.payments.set(paidAt, paidFen)
  },
  'stay.released': ({ released }, { stayId, releasedAt }) => void released.push({ stayId, releasedAt }),
  'stay.exited': (diary, event) => {
    const { stayId, laneId, plate, exitedAt, gateSeq, release, paidFen, sharedWaiver } = event
    const stay = stayAt(diary, stayId, exitedAt)
    if (stay !== undefined) stay.exitedAt ??= exitedAt
    diary.exits.push({
      ...{ transactionId: placeOf(diary, gateSeq), stayId, laneId, exitedAt, ...feesOf(event) },
      ...(isRead(plate) ? { plate } : {}),
      ...(release === undefined ? {} : { release }),
      ...(paidFen === undefined ? {} : { paidFen }),
      ...(sharedWaiver === undefined ? {} : { sharedWaiver }),
    })
  },
  'stay.exemptionHonoured': (diary, event) => {
    const { exemptionId, stayId, minutesApplied, exitedAt, gateSeq } = event
    const use = { key: exemptionId, transactionId: placeOf(diary, gateSeq), stayId, exitedAt, minutes: minutesApplied }
    diary.uses.push({ ...use, ...feesOf(event) })
  },
  'stay.exemptionDenied': ({ denied }, { exemptionId, deniedAt }) => {
    denied.set(exemptionId, deniedAt)
  },
  'lot.factsLost': (diary, { gateEpoch, from, to, at }) => {
    diary.gaps.push({ lotId: diary.lotId, businessDay: businessDayOf(at), gateEpoch, from, to })
  },
  'ledger.accepted': (diary, { gateEpoch, exemptionId, freeMinutes, acceptedAt, plate }) => {
    const { held } = diary
    ofLedger(diary, gateEpoch)
    held.set(exemptionId, { minutes: freeMinutes, heldAt: acceptedAt, ...(isRead(plate) ? { plate } : {}) })
  },
  'ledger.ended': (diary, { gateEpoch }) => ofLedger(diary, gateEpoch),
  'ledger.passed': (diary, { gateEpoch }) => ofLedger(diary, gateEpoch),
  'ledger.missed': (diary, { gateEpoch, from, to, at }) => {
    const { lotId } = diary
    ofLedger(diary, gateEpoch)
    diary.missed.push({ gateEpoch, from, to, at })
    diary.gaps.push({ lotId, businessDay: businessDayOf(at), gateEpoch: `${gateEpoch} ledger`, from, to })
  },
  'settlement.fileTaken': ({ filed }, { businessDay, exits }) => {
    filed.set(businessDay, exits)
  },
} satisfies Listens<Diary>

/** Events that the books are made of. */
export type Noted = keyof typeof ofHall | keyof typeof ofLot

/** What is missing of a ledger is asked no more once the gate has another. */
function ofLedger(diary: Diary, gateEpoch: string): void {
  diary.missed = diary.missed.filter(missed => missed.gateEpoch === gateEpoch)
}

const isRead = (plate: string | undefined): plate is string => plate !== undefined && plate !== ERASED

const placeOf = ({ gateEpoch }: Diary, gateSeq: number): string => `${gateEpoch}|${gateSeq}`

export function noteHall<E extends Event>(diary: Diary, hallId: string, event: E): void {
  const fold = (ofHall as Listens<OfHall>)[event.type] as ((diary: OfHall, event: E) => void) | undefined
  fold?.({ ...diary, hallId }, event)
}

export function noteLot<E extends Event>(diary: Diary, event: E): void {
  const fold = (ofLot as Listens<Diary>)[event.type] as ((diary: Diary, event: E) => void) | undefined
  fold?.(diary, event)
}
