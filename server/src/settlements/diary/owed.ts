import {
  addMs,
  type CarClass,
  DAY_MS,
  ERASED,
  type ExemptionPolicy,
  endOfBusinessDay,
  type GateReason,
  type Instant,
  later,
  msBetween,
  type WithheldReason,
} from '@pingting/contract'
import { TOLERANCE_MS } from '../matching/classify.ts'
import type { OwedRow } from '../matching/rows.ts'
import { type Diary, type Grant, plateKeyOf, type Stay, stayAt, type Visit } from './diary.ts'
import type { DayTerms } from './terms.ts'

/** What may still come true: the car comes, the service ends, a plate is named. */
const MAY_COME: readonly (WithheldReason | undefined)[] = [
  ...[undefined, 'NOT_SERVED' as const, 'NO_PLATE' as const, 'NOT_INSIDE' as const, 'PLATE_UNSURE' as const],
]

/** So it was when the hall was asked; whether it had been earned before is for the books. */
const OF_THE_MOMENT: readonly (WithheldReason | undefined)[] = [
  ...['NOT_SAME_DAY' as const, 'ALREADY_LEFT' as const, 'TOO_LATE' as const],
]

/** What only came too late says nothing against a reason that was final before. */
export const isOutweighed = (reason: WithheldReason, before: WithheldReason | undefined): boolean =>
  before !== undefined && OF_THE_MOMENT.includes(reason) && isFinal(before)

const isFinal = (reason: WithheldReason | undefined): boolean =>
  !MAY_COME.includes(reason) && !OF_THE_MOMENT.includes(reason)

/** The gate's own word against this car or this benefit. What only came too late, or was lost between us, is no such word. */
const FINAL_REFUSALS: readonly (GateReason | undefined)[] = [
  ...['ALREADY_PAID' as const, 'CLASS_EXCLUDED' as const, 'EXPIRED' as const, 'LIMITED' as const],
  'STACK_REJECTED',
]

const cameToNothing = ({ status, refusal }: Grant): boolean =>
  status === 'revoked' || status === 'writtenOff' || (status === 'refused' && FINAL_REFUSALS.includes(refusal))

/** A visit that earned something here: granted here, or not granted although its car stood here. */
export function owedRow(diary: Diary, visit: Visit, stays: ReadonlyMap<string, Stay[]>, terms: DayTerms): OwedRow[] {
  const { hallId, ticketId, serviceDay, completedAt, rated, plate, withheld, exemption } = visit
  if (completedAt === undefined || plate === undefined || plate.text === ERASED) return []
  const offer = terms.offerOf(hallId)
  const { freeMinutes, grantWithoutRating, excludedClasses = NOT_CASUAL } = offer
  const isRated = rated !== undefined && rated.unrewarded === undefined
  if (!isRated && grantWithoutRating !== true) return []
  if (exemption !== undefined && exemption.lotId !== diary.lotId) return []
  const grant = diary.granted.get(exemption?.exemptionId ?? '')
  if (grant !== undefined && cameToNothing(grant)) return []
  const notAfter = grant?.notAfter ?? endOfBusinessDay(serviceDay)
  const stay =
    grant === undefined
      ? stayOf(knownTo(withheld, stays.get(plate.text)), completedAt)
      : stayAt(diary, grant.stayId, grant.grantedAt)
  const isLimit = withheld?.reason === 'LIMIT_PLATE'
  const isAgainst = isFinal(withheld?.reason) && !(isLimit && isLifted(diary, visit, stay, offer))
  if (exemption === undefined && isAgainst) return []
  const isExcluded = stay === undefined || excludedClasses.includes(stay.carClass)
  if (exemption === undefined && isExcluded) return []
  const stayId = grant?.stayId ?? stay?.stayId
  const owedAt = [rated?.at ?? completedAt, completedAt, plate.at, stay?.enteredAt ?? completedAt].reduce(later)
  if (exemption === undefined && OF_THE_MOMENT.includes(withheld?.reason) && !wasInTime(owedAt, notAfter, stay))
    return []
  return [
    {
      ...{ key: plate.text, lotId: diary.lotId, businessDay: serviceDay, minutes: grant?.minutes ?? freeMinutes },
      // A rating that earned nothing, as one of another day, gives it no other name.
      evaluationId: isRated ? rated.evaluationId : terms.visitIdFor(hallId, ticketId),
      ...{ owedAt, notAfter },
      ...(stayId === undefined ? {} : { stayId }),
      ...(exemption === undefined ? {} : { exemptionId: exemption.exemptionId }),
    },
  ]
}

/**
 * Another exemption of this stay stood in the way, also one of another hall (EX37), and came to nothing while the car
 * stood here unpaid. Of every other cause of a limit, as what the plate had elsewhere, only the hall knows.
 */
function isLifted(diary: Diary, { serviceDay, plate }: Visit, stay: Stay | undefined, limits: Limits): boolean {
  const until = stay?.paidAt ?? stay?.exitedAt
  const isForNothing = ({ status, endedAt = '' }: Grant): boolean =>
    (status === 'refused' || status === 'revoked') && (until === undefined || endedAt <= until)
  const grants = [...diary.granted.values()]
  const ofStay = grants.filter(
    ({ stayId, grantedAt }) => stayId === stay?.stayId && stayAt(diary, stayId, grantedAt) === stay,
  )
  const ofDay = grants.filter(one => one.businessDay === serviceDay && plateKeyOf(one.plate) === plate?.text)
  const hadItsShare = ofDay.filter(one => !isForNothing(one)).length >= limits.perPlatePerDay
  return ofStay.length > 0 && ofStay.every(isForNothing) && !hadItsShare && limits.perPlatePerMonth === undefined
}

type Limits = Pick<ExemptionPolicy, 'perPlatePerDay' | 'perPlatePerMonth'>

/** Earned on its day, and before the car paid or left; what two clocks may differ by speaks for the hall's word. */
const wasInTime = (owedAt: Instant, notAfter: Instant, stay: Stay | undefined): boolean =>
  owedAt <= notAfter &&
  [stay?.paidAt, stay?.exitedAt].every(at => at === undefined || msBetween(owedAt, at) > TOLERANCE_MS)

/** 月卡车、工作人员车、贵宾车, where the policy does not say otherwise. */
const NOT_CASUAL: readonly CarClass[] = ['monthCard', 'staff', 'vip']

/** That it had left or paid was said of the stays of that moment; one that began later is another visit. */
const knownTo = (withheld: Visit['withheld'], stays: readonly Stay[] = []): readonly Stay[] =>
  withheld?.reason === 'ALREADY_LEFT' || withheld?.reason === 'TOO_LATE'
    ? stays.filter(({ enteredAt }) => enteredAt <= withheld.at)
    : stays

/** The car that stood here when its owner had been served, or came after that; one that came again had left before. */
function stayOf(stays: readonly Stay[], servedAt: string): Stay | undefined {
  const from = addMs(servedAt, -DAY_MS)
  const inTurn = [...stays].sort((one, other) => (one.enteredAt < other.enteredAt ? -1 : 1))
  return inTurn.findLast(({ enteredAt, exitedAt }, place) => {
    const overAt = exitedAt ?? inTurn[place + 1]?.enteredAt
    return enteredAt >= from && (overAt === undefined || overAt >= servedAt)
  })
}
