import type { MatchRules, Verdict } from '../../../server/src/settlements/matching/classify.ts'
import { type Books, draw } from '../../../server/src/settlements/matching/draw.ts'
import { noTotals, type Shifts, type Totals } from '../../../server/src/settlements/matching/totals.ts'
import { type Moment, NOW, type Rows } from './visits.ts'

export const SHIFTS: Shifts = ['07:30', '12:00', '17:30']

export const rulesAt = (moment: Moment): MatchRules & { shifts: Shifts } => ({
  ...{ now: NOW[moment], isLedgerTold: true, shifts: SHIFTS },
})

/** A source that tells its rows in chunks of so many, with a wait before each. */
export async function* inChunks<R>(rows: readonly R[], size: number): AsyncGenerator<R> {
  for (let from = 0; from < rows.length; from += size) {
    await Promise.resolve()
    yield* rows.slice(from, from + size)
  }
}

export const booksOf = (rows: Rows, chunk = 64): Books => ({
  granted: inChunks(rows.granted, chunk),
  held: inChunks(rows.held, chunk),
  used: inChunks(rows.used, chunk),
  exits: inChunks(rows.exits, chunk),
  owed: inChunks(rows.owed, chunk),
  gaps: inChunks(rows.gaps, chunk),
})

export interface Drawn {
  verdicts: Verdict[]
  totals: Totals
}

export async function drawn(books: Books, rules: MatchRules & { shifts: Shifts }): Promise<Drawn> {
  const totals = noTotals()
  const verdicts: Verdict[] = []
  for await (const verdict of draw(books, rules, totals)) verdicts.push(verdict)
  return { verdicts, totals }
}
