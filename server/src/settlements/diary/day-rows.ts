import { type BusinessDay, businessDayOf, type Instant, msBetween, sumFen } from '@pingting/contract'
import { TOLERANCE_MS } from '../matching/classify.ts'
import type { BookedPlate, ExitRow, GapRow, GrantedRow, HeldRow, OwedRow, UsedRow } from '../matching/rows.ts'
import { type Departures, departuresOf } from './departures.ts'
import { type Diary, type Exit, type Grant, type Held, plateKeyOf, stayAt, type Use } from './diary.ts'
import { secondsOf } from './doubles.ts'
import { feesOf } from './note.ts'
import { owedRow } from './owed.ts'
import type { DayTerms } from './terms.ts'

/** Everything the voices say of one day, each in the order of its keys. */
export interface DayRows {
  granted: GrantedRow[]
  held: HeldRow[]
  used: UsedRow[]
  exits: ExitRow[]
  owed: OwedRow[]
  gaps: GapRow[]
}

export function rowsOf(diary: Diary, day: BusinessDay, terms: DayTerms): DayRows {
  const departures = departuresOf(diary)
  const { exits, uses, useAt, dayOfUse } = departures
  const seconds = secondsOf(diary, departures)
  const dayOfExit = (exit: Exit): BusinessDay => {
    const use = useAt(exit)
    return use === undefined ? businessDayOf(exit.exitedAt) : dayOfUse(use)
  }
  const staysByPlate = Map.groupBy([...diary.stays.values()].flat(), ({ plate }) => plateKeyOf(plate ?? ''))
  return {
    granted: inOrder(
      [...diary.granted].flatMap(([key, grant]) =>
        grant.businessDay === day ? [grantedRow(diary, key, grant, terms, seconds)] : [],
      ),
    ),
    held: inOrder([...diary.held].flatMap(([key, held]) => heldRow(diary, departures, key, held, day))),
    used: inOrder(uses.flatMap(use => (dayOfUse(use) === day ? usedRow(diary, departures, use, day) : []))),
    exits: inOrder(exits.flatMap(exit => (dayOfExit(exit) === day ? exitRow(diary, departures, exit, day) : []))),
    owed: inOrder(
      [...diary.visits.values()].flatMap(visit =>
        visit.serviceDay === day ? owedRow(diary, visit, staysByPlate, terms) : [],
      ),
    ),
    gaps: diary.gaps.filter(({ businessDay }) => businessDay === day),
  }
}

const inOrder = <R extends { key: string }>(rows: R[]): R[] =>
  rows.sort((one, other) => (one.key < other.key ? -1 : one.key > other.key ? 1 : 0))

const bookedPlate = (plate: string): BookedPlate => ({ index: plateKeyOf(plate), text: plateKeyOf(plate) })

function grantedRow(
  diary: Diary,
  key: string,
  grant: Grant,
  terms: DayTerms,
  seconds: ReadonlySet<string>,
): GrantedRow {
  const { lotId, denied } = diary
  const {
    hallId,
    ticketId,
    evaluationId: _evaluation,
    stayId: _,
    plate,
    isConfirmed,
    confirmedBy: _by,
    refusal: _refusal,
    ...row
  } = grant
  const policy = terms.policyOf(hallId, grant.policyVersion)
  const ratedAt = earnedAt(diary, grant, terms.visitIdFor(hallId, ticketId), policy)
  return {
    ...{ key, lotId, ...row, plate: bookedPlate(plate) },
    ...(isConfirmed || denied.has(key) ? { wasTaken: true } : {}),
    ...(policy === undefined ? {} : { policyMinutes: policy.freeMinutes }),
    ...(ratedAt === undefined ? {} : { ratedAt }),
    ...(mayBeMissed(diary, grant) ? { mayBeMissed: true } : {}),
    ...(seconds.has(key) ? { isSecond: true } : {}),
  }
}

/** By an evaluation of that visit which earns something, or by the visit alone where its policy asks for no more. */
function earnedAt(
  { visits, ratings }: Diary,
  { hallId, ticketId, evaluationId }: Grant,
  visitId: string,
  policy: ReturnType<DayTerms['policyOf']>,
): Instant | undefined {
  if (evaluationId === visitId)
    return policy === undefined || policy.grantWithoutRating === true
      ? visits.get(`${hallId}|${ticketId}`)?.completedAt
      : undefined
  const rating = ratings.get(evaluationId)
  const isOwn = rating?.hallId === hallId && rating.ticketId === ticketId
  return isOwn && rating.unrewarded === undefined ? rating.at : undefined
}

/** Its record may be among those of the ledger that nobody has. */
const mayBeMissed = ({ missed }: Diary, { grantedAt, confirmedBy }: Grant): boolean =>
  missed.some(
    ({ gateEpoch, from, at }) =>
      grantedAt <= at && (confirmedBy?.gateEpoch !== gateEpoch || confirmedBy.ledgerSeq >= from),
  )

/** Of the day of its grant; what nobody granted, of that of its first use, and until then of that on which the gate took it. */
function heldRow(
  { lotId, granted }: Diary,
  { firstUsedOn }: Departures,
  key: string,
  { minutes, heldAt, plate }: Held,
  day: BusinessDay,
): HeldRow[] {
  const grant = granted.get(key)
  const businessDay = grant?.businessDay ?? firstUsedOn(key) ?? businessDayOf(heldAt)
  const known = plate ?? grant?.plate
  if (businessDay !== day) return []
  return [{ key, lotId, businessDay, minutes, heldAt, plate: known === undefined ? NO_PLATE : bookedPlate(known) }]
}

const NO_PLATE: BookedPlate = { index: '' }

function usedRow(diary: Diary, { exitOf, firstUsedOn }: Departures, use: Use, businessDay: BusinessDay): UsedRow {
  const stay = stayAt(diary, use.stayId, use.exitedAt)
  const exit = exitOf(use)
  // Of a car whose entry nobody told the exit says which it was.
  const plate = isByGrantedCar(diary, use) ? undefined : (stay?.plate ?? exit?.plate)
  const ofKey = diary.granted.get(use.key)?.businessDay ?? firstUsedOn(use.key)
  // What an exemption is later than on the day after is a matter of that day, and its own books are not drawn for it.
  const own = { key: `late|${use.key}|${businessDay}`, exemptionId: use.key, isAfterEnd: diary.granted.has(use.key) }
  return {
    ...{ ...use, lotId: diary.lotId, businessDay, ...(ofKey === businessDay ? {} : own) },
    laneId: exit?.laneId ?? LANE_UNKNOWN,
    ...(stay === undefined ? {} : { enteredAt: stay.enteredAt }),
    ...(plate === undefined ? {} : { plate: bookedPlate(plate) }),
  }
}

/** Granted for this very stay, the car is the granted one, whatever an attendant has made of its plate since. */
function isByGrantedCar(diary: Diary, { key, stayId, exitedAt }: Use): boolean {
  const grant = diary.granted.get(key)
  return grant?.stayId === stayId && stayAt(diary, stayId, grant.grantedAt) === stayAt(diary, stayId, exitedAt)
}

/** Until the exit is told. */
const LANE_UNKNOWN = '-'

const isOfExit = ({ stayId, releasedAt }: Diary['released'][number], exit: Exit): boolean =>
  stayId === exit.stayId && Math.abs(msBetween(releasedAt, exit.exitedAt)) <= TOLERANCE_MS

function exitRow(diary: Diary, { useAt, isTold, filedOf }: Departures, exit: Exit, businessDay: BusinessDay): ExitRow {
  const stay = stayAt(diary, exit.stayId, exit.exitedAt)
  const use = useAt(exit)
  // What only the file says was used is judged under its key, and not once more as an exit that is told otherwise.
  const filed = use === undefined || isTold(use) ? filedOf(exit) : undefined
  const isApart = exit.release === undefined && diary.released.some(one => isOfExit(one, exit))
  const { release, plate: _plate, ...told } = exit
  const isByHand = isApart || release === 'manual' || release === 'tailgate'
  return {
    ...{ ...told, lotId: diary.lotId, businessDay, isByHand },
    // Who let it out by hand did not wait for what was due: what was paid is known by the payments.
    ...((isApart || (isByHand && stay?.payments !== undefined)) && exit.paidFen === undefined
      ? { paidFen: sumFen([...(stay?.payments?.values() ?? [])]) }
      : {}),
    key: stay?.plate === undefined ? `stay ${exit.stayId}` : plateKeyOf(stay.plate),
    ...(stay === undefined ? {} : { enteredAt: stay.enteredAt }),
    ...(stay?.paidAt === undefined ? {} : { paidAt: stay.paidAt }),
    ...(use === undefined ? {} : { exemptionId: use.key, usedMinutes: use.minutes, ...feesOf(use) }),
    ...(filed === undefined ? {} : { filed }),
  }
}
