import { type BusinessDay, businessDayOf, type Event, type Instant, nextDay } from '@pingting/contract'
import { lateOf } from '../late.ts'
import type { Diary } from './diary.ts'
import type { Noted } from './note.ts'

/**
 * Which days' verdicts an event of the diary changes, however late it is told: `named`, those it names, which the car
 * park's state notes by itself; of its `stay`, from entry to exit; of its `exemption`, that of the grant; of its `ticket`,
 * that of the visit; `none`, where it changes none that is over.
 */
export const reach: Readonly<Record<Noted, 'named' | 'stay' | 'exemption' | 'ticket' | 'none'>> = {
  'ticket.taken': 'none',
  'ticket.completed': 'ticket',
  'ticket.undone': 'ticket',
  // On another day than that of the visit it earns nothing any more.
  'evaluation.submitted': 'none',
  'plate.bound': 'ticket',
  'plate.corrected': 'ticket',
  'exemption.granted': 'ticket',
  'exemption.withheld': 'ticket',
  'exemption.confirmed': 'exemption',
  'exemption.refused': 'exemption',
  'exemption.revoked': 'exemption',
  'exemption.expired': 'exemption',
  'exemption.writtenOff': 'exemption',
  'exemption.honoured': 'exemption',
  // Names the facts that follow it.
  'lot.gateReset': 'none',
  'ledger.ended': 'none',
  'ledger.passed': 'none',
  'stay.entered': 'stay',
  'stay.plateCorrected': 'stay',
  'stay.plateReviewed': 'stay',
  'stay.paid': 'stay',
  'stay.exited': 'stay',
  'stay.released': 'stay',
  'stay.exemptionHonoured': 'named',
  'stay.exemptionDenied': 'named',
  // A gap is of the day on which it was told.
  'lot.factsLost': 'none',
  'ledger.missed': 'none',
  'ledger.accepted': 'named',
  'settlement.fileTaken': 'named',
}

/** Days whose cut-off had passed; where the grant is older than the diary, its exemption. */
export interface Reached {
  days: BusinessDay[]
  exemptionId?: string
}

/** What an event that the diary has noted changes of days that are over, beyond those it names itself. */
export function reachedBy(diary: Diary, event: Event): Reached {
  const { type, at, stayId, exemptionId, ticketId } = event as Event & {
    [Of in 'stayId' | 'exemptionId' | 'ticketId']?: string
  }
  switch (reach[type as Noted]) {
    case 'stay':
      return { days: lateOf(daysOfStay(diary, stayId ?? '', at), at) }
    case 'ticket':
      return { days: lateOf([dayOfTicket(ticketId ?? '')], at) }
    case 'exemption': {
      const grant = diary.granted.get(exemptionId ?? '')
      return grant === undefined
        ? { days: [], exemptionId: exemptionId ?? '' }
        : { days: lateOf([grant.businessDay], at) }
    }
    default:
      return { days: [] }
  }
}

function daysOfStay({ stays }: Diary, stayId: string, at: Instant): BusinessDay[] {
  const stay = stays.get(stayId)?.at(-1)
  if (stay === undefined) return []
  const last = businessDayOf(stay.exitedAt ?? at)
  const days: BusinessDay[] = []
  for (let day = businessDayOf(stay.enteredAt); day <= last; day = nextDay(day)) days.push(day)
  return days
}

/** Its number begins with it. */
const dayOfTicket = (ticketId: string): BusinessDay =>
  `${ticketId.slice(0, 4)}-${ticketId.slice(4, 6)}-${ticketId.slice(6, 8)}`
