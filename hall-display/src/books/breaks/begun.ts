import { type Fen, fen } from '@pingting/contract/words/fen'
import type { AdjustmentRow, BreakRow } from '@pingting/contract/words/screen'

type Kind = AdjustmentRow['kind']
/** Signed. */
export interface Sums {
  minutes: number
  amountFen: Fen
}
export type Begun = Pick<
  BreakRow,
  'key' | 'matchClass' | 'isMisread' | 'minutes' | 'amountFen' | 'credited' | 'filedMore' | 'overbooked' | 'booked'
>

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
export const isExemptionKey = (text: string): boolean => UUID.test(text)

/** Of an exit that only the daily file tells otherwise: what was used at it stands in the settlement, or nothing was used. */
export const isOfFile = ({
  key,
  matchClass,
  overbooked,
}: Pick<BreakRow, 'key' | 'matchClass' | 'overbooked'>): boolean =>
  matchClass === 'B9' && key.startsWith('exit|') && overbooked === undefined

/** Used or told more than once, and none of it fits: what it comes to is the sum of all of them, and one of them is right at most. */
export const isOfSeveral = ({
  key,
  matchClass,
  credited,
}: Pick<BreakRow, 'key' | 'matchClass' | 'credited'>): boolean =>
  (matchClass === 'B5' || matchClass === 'B11') && credited === undefined && isExemptionKey(key)

const NOTHING: Sums = { minutes: 0, amountFen: fen(0) }
const plus = (one: number, other: number): number => one + other
const each = (one: Sums, other: Sums, of: (one: number, other: number) => number): Sums => ({
  minutes: of(one.minutes, other.minutes),
  amountFen: fen(of(one.amountFen, other.amountFen)),
})
const less = (one: Sums, other: Sums): Sums => each(one, other, (all, part) => all - part)

/** The daily file has more or less of what was let off than the bridge told. */
const fileOdds = (row: Begun): Sums | undefined =>
  isOfFile(row) && row.filedMore !== undefined && row.filedMore.amountFen !== 0 ? row.filedMore : undefined

/**
 * A use that fits not is no line of the settlement: where it was rightly let off the car park is credited with it (misread,
 * by a clock that was wrong, of other sums), and else it bears it itself.
 */
function isRight(row: Begun): boolean {
  const { matchClass, isMisread } = row
  if (isOfFile(row)) return fileOdds(row) !== undefined
  // Told twice, and neither is in the settlement: one of them is right.
  const isOneRight = matchClass === 'B11' && isOfSeveral(row)
  return isMisread === true || matchClass === 'B7' || matchClass === 'B9' || isOneRight
}

/** What was adjusted of it before is to come to this: what it comes to, and nothing where it fits by now. */
const wholeOf = (row: Begun): Sums => (row.overbooked === undefined ? (fileOdds(row) ?? row) : NOTHING)

/** What nobody has adjusted yet (RB94), signed; negative where more was adjusted than it comes to by now. */
export const openOf = (row: Begun): Sums => less(wholeOf(row), row.booked ?? NOTHING)

/**
 * What an adjustment of this kind begins with, signed: with what is still open. Nothing more is charged back than the line
 * bears and was adjusted before; where it is right, only what is too much. How much of a payment is owed only the tariff
 * tells, so a refund begins with no amount; and of several of which one is right, a transfer begins with nothing at all.
 */
export function begunWith(kind: Kind, row: Begun): Partial<Sums> {
  const { credited = NOTHING, booked = NOTHING } = row
  const open = openOf(row)
  if (kind === 'refund') return { minutes: open.minutes }
  if (kind === 'transfer' && isOfSeveral(row)) return {}
  if (kind !== 'chargeBack') return open
  const isTooMuch = row.overbooked !== undefined || (isRight(row) && open.amountFen < 0)
  const wish = isTooMuch ? open : less(NOTHING, each(each(row, credited, Math.min), booked, plus))
  const most = less(NOTHING, each(credited, booked, plus))
  return each(each(wish, most, Math.max), NOTHING, Math.min)
}

/** All that is adjusted under a key stays within what it comes to (RB43). */
function isWithin(row: Begun, wish: Sums): boolean {
  const { minutes, amountFen } = each(row.booked ?? NOTHING, wish, plus)
  return Math.abs(minutes) <= row.minutes && Math.abs(amountFen) <= row.amountFen
}

type Why = 'isEmpty' | 'notNegative' | 'notPositive' | 'tooMuch' | 'notCredited'

/** Why the hub would not take what somebody has typed; it has the last word, since it knows the other keys of the exemption. */
export function whyNot(kind: Kind, wish: Sums, row: Begun): Why | undefined {
  const { minutes, amountFen } = wish
  if (kind === 'refund' && amountFen <= 0) return 'notPositive'
  if (kind === 'chargeBack' && (minutes > 0 || amountFen > 0)) return 'notNegative'
  // A line that is disputed may be right in its money.
  if (amountFen === 0 && (minutes === 0 || row.matchClass !== 'M0')) return 'isEmpty'
  if (!isWithin(row, wish)) return 'tooMuch'
  const { credited = NOTHING, booked = NOTHING } = row
  const whole = each(booked, wish, plus)
  const isBeyond = (of: keyof Sums): boolean => wish[of] < 0 && whole[of] < 0 && whole[of] < -credited[of]
  return isBeyond('minutes') || isBeyond('amountFen') ? 'notCredited' : undefined
}

/** What may be proposed of it; the first is what it mostly is. What the hub would refuse is not among them (RB95). */
export function kindsOf(row: Begun): [Kind, ...Kind[]] {
  const open = openOf(row)
  if (row.matchClass === 'B13') return open.amountFen > 0 ? ['refund', 'nothingDue'] : ['nothingDue']
  const taken = { ...open, ...begunWith('chargeBack', row) }
  const transfer: Kind[] = open.amountFen > 0 && whyNot('transfer', open, row) === undefined ? ['transfer'] : []
  const chargeBack: Kind[] = whyNot('chargeBack', taken, row) === undefined ? ['chargeBack'] : []
  const isOwed = row.overbooked !== undefined || isRight(row)
  const [first, ...others] = open.amountFen < 0 ? chargeBack : transfer
  return isOwed && first !== undefined
    ? [first, 'nothingDue', ...(open.amountFen < 0 ? others : chargeBack)]
    : ['nothingDue', ...transfer, ...chargeBack]
}
