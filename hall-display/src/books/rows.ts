import type { BreakRow, ClosingRow, Screen } from '@pingting/contract/words/screen'
import { isExemptionKey, isOfFile, isOfSeveral } from './breaks/begun.ts'

export type Tone = 'new' | 'amber' | 'red' | 'blocks'
/** A break older than that is late, and one older than a day very late. */
const AMBER_MS = 15 * 60_000
const RED_MS = 24 * 3_600_000
/** One that stands open for longer keeps its month from being closed; the hub has the last word. */
const BLOCKS_MS = 4 * RED_MS

export interface ShownBreak extends BreakRow {
  ageMs: number
  tone: Tone
}

/** The longest open first. */
export function shownBreaks(breaks: Screen['breaks'], nowMs: number): ShownBreak[] {
  return Object.values(breaks)
    .map(row => {
      const ageMs = Math.max(0, nowMs - Date.parse(row.openedAt))
      return { ...row, ageMs, tone: toneOf(ageMs) }
    })
    .sort((one, other) => other.ageMs - one.ageMs || (one.key < other.key ? -1 : 1))
}

function toneOf(ageMs: number): Tone {
  if (ageMs > BLOCKS_MS) return 'blocks'
  return ageMs >= RED_MS ? 'red' : ageMs >= AMBER_MS ? 'amber' : 'new'
}

/** The exemption whose story tells more of a break; nothing where none is known. */
export const storyOf = ({ key, exemptionId }: Pick<BreakRow, 'key' | 'exemptionId'>): string | undefined =>
  exemptionId ?? (isExemptionKey(key) ? key : undefined)

/** What somebody looks for among differences: a class, and words that stand somewhere in it. */
export interface Sought {
  matchClass: string
  text: string
}
export const NOTHING_SOUGHT: Sought = { matchClass: '', text: '' }

/** @param said what stands on the row; each word must be there, whatever its case */
export function isSought({ matchClass, text }: Sought, row: { matchClass: string }, said: readonly unknown[]): boolean {
  if (matchClass !== '' && row.matchClass !== matchClass) return false
  const all = said.join(' ').toLowerCase()
  return text
    .toLowerCase()
    .split(/\s+/)
    .every(word => all.includes(word))
}

/** How many there are of each class, in the order of the classes. */
export function byClass(rows: readonly { matchClass: string }[]): [matchClass: string, tally: number][] {
  const tallies = new Map<string, number>()
  for (const { matchClass } of rows) tallies.set(matchClass, (tallies.get(matchClass) ?? 0) + 1)
  return [...tallies].sort(([one], [other]) => Number(one.slice(1)) - Number(other.slice(1)))
}

export type Act = 'explain' | 'adjust' | 'refund' | 'decide' | 'pay'

/** What a desk wants to know first: how many are late, and how many wait for somebody. */
export function glanceOf(rows: readonly ShownBreak[]) {
  const late = (tone: Tone): number => rows.filter(row => row.tone === tone).length
  const waits = (act: Act): number => rows.filter(row => actOf(row) === act).length
  return {
    ...{ lateAmber: late('amber'), lateRed: late('red'), lateBlocks: late('blocks') },
    ...{ toDecide: waits('decide'), toPay: waits('pay') },
  }
}

/** What can be done next; the hub has the same rule and the last word. */
export function actOf({ matchClass, amountFen, adjustment }: BreakRow): Act {
  if (adjustment?.status === 'proposed') return 'decide'
  if (adjustment?.status === 'approved') return 'pay'
  if (amountFen === 0) return 'explain'
  return matchClass === 'B13' ? 'refund' : 'adjust'
}

/** What the list of advice says of it: what stands in the settlement makes another case of it. */
export function adviceOf(row: Pick<BreakRow, 'key' | 'matchClass' | 'dispute' | 'credited' | 'overbooked'>): string {
  if (row.overbooked !== undefined) return 'B9booked'
  if (isOfFile(row)) return 'B9file'
  if (isOfSeveral(row)) return `${row.matchClass}none`
  return nameOfBreak(row)
}

/** What the list of names says of it: a use that fits (M0) stands among breaks only where somebody disputes it. */
export const nameOfBreak = ({ matchClass, dispute }: Pick<BreakRow, 'matchClass' | 'dispute'>): string =>
  dispute === undefined ? matchClass : 'disputed'

/** Whose books a role keeps; an admin speaks for either. */
export const sideOf = (role: string): 'hall' | 'lot' | 'either' =>
  role === 'manager' ? 'hall' : role === 'operator' ? 'lot' : 'either'

/** Disputes of a day that wait for their answer: nobody signs before. */
export const disputesOf = (breaks: Screen['breaks'], day: string): number =>
  Object.values(breaks).filter(row => row.dispute !== undefined && row.businessDay === day).length

/** Where closing goes on: the first day that was drawn and is not closed, else today. */
export const dayToClose = (closings: Screen['closings'], today: string): string =>
  Object.entries(closings)
    .filter(([, { closedAt }]) => closedAt === undefined)
    .map(([day]) => day)
    .sort()[0] ?? today

/** Months before this one of which every day is closed. */
export function monthsToClose(closings: Readonly<Record<string, ClosingRow>>, today: string): string[] {
  const months = new Set(Object.keys(closings).map(day => day.slice(0, 7)))
  return [...months]
    .filter(month => month < today.slice(0, 7))
    .filter(month =>
      Object.entries(closings).every(([day, row]) => !day.startsWith(month) || row.closedAt !== undefined),
    )
    .sort()
}

interface AdjustedRow {
  key: string
  businessDay: string
  minutes: number
  amountFen: number
}

/**
 * Keys that were adjusted and fit by now, since something was told later: what was adjusted still counts, until a dispute
 * takes it back. Of another day's difference this day's books say nothing.
 * @param verdicts of the day; what fits and was not used is not among them
 */
export function fitByNow(
  day: string,
  adjustments: readonly AdjustedRow[],
  verdicts: readonly { key: string; matchClass: string }[],
): ReadonlySet<string> {
  const unfit = new Set(verdicts.flatMap(({ key, matchClass }) => (matchClass === 'M0' ? [] : key)))
  const byKey = Map.groupBy(
    adjustments.filter(({ key, businessDay }) => businessDay === day && !unfit.has(key)),
    ({ key }) => key,
  )
  const sum = (rows: readonly AdjustedRow[], field: 'minutes' | 'amountFen'): number =>
    rows.reduce((whole, row) => whole + row[field], 0)
  return new Set([...byKey].flatMap(([key, rows]) => (sum(rows, 'minutes') || sum(rows, 'amountFen') ? key : [])))
}
