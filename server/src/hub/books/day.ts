import type { BusinessDay, ClosedShift, Instant, SettlementAdjustment } from '@pingting/contract'
import { rowsOf } from '../../settlements/diary/day-rows.ts'
import type { Diary, Grant } from '../../settlements/diary/diary.ts'
import type { DayTerms } from '../../settlements/diary/terms.ts'
import type { MatchRules, Verdict } from '../../settlements/matching/classify.ts'
import { draw, type Books as Voices } from '../../settlements/matching/draw.ts'
import { isBreak } from '../../settlements/matching/register.ts'
import { addAdjustment, noTotals, type Shifts, type Totals } from '../../settlements/matching/totals.ts'

/** What the car park's stream knows of a day. */
interface Beside {
  adjustments: readonly SettlementAdjustment[]
  shifts: readonly ClosedShift[]
}

/** The books of a day as they stand: every verdict but those of what fits and was not used, what was adjusted, what they sum up to,
 * and what its shifts came to when they ended. */
export interface DayBooks extends Beside {
  businessDay: BusinessDay
  drawnAt: Instant
  verdicts: DayVerdict[]
  totals: Totals
}

/** Of a break also who granted what it is about, as far as it was granted. */
export type DayVerdict = Verdict & Partial<Pick<Grant, 'counterId' | 'policyVersion'>>

/** Rows after which the hub goes on with its work. */
const BREATH_EVERY = 500

/** One pass over a day of a diary; the hub's work goes on in between. */
export async function drawDay(
  diary: Diary,
  businessDay: BusinessDay,
  terms: DayTerms,
  rules: MatchRules & { shifts: Shifts },
  beside: Beside,
): Promise<DayBooks> {
  const { granted, held, used, exits, owed, gaps } = rowsOf(diary, businessDay, terms)
  const voices: Voices = {
    ...{ granted: inBreaths(granted), held: inBreaths(held), used: inBreaths(used) },
    ...{ exits: inBreaths(exits), owed: inBreaths(owed), gaps: inBreaths(gaps) },
  }
  const [totals, verdicts] = [noTotals(), [] as DayVerdict[]]
  const lines = new Map<string, Credited>()
  for await (const verdict of draw(voices, rules, totals)) {
    const { key, settled } = verdict
    if (settled !== undefined) lines.set(key, { minutes: settled.minutes, amountFen: settled.feeWaivedFen })
    if (isBreak(verdict.matchClass) || settled !== undefined || verdict.matchClass === 'M1')
      verdicts.push(
        isBreak(verdict.matchClass) ? { ...verdict, ...grantOf(diary, verdict), ...creditOf(lines, verdict) } : verdict,
      )
  }
  for (const row of beside.adjustments) addAdjustment(totals, row, rules.shifts)
  return { businessDay, drawnAt: rules.now, verdicts, totals, ...beside }
}

type Credited = NonNullable<Verdict['credited']>

/** What is settled under the exemption of a break: by its own first use, or beside an exit that the file tells otherwise. */
function creditOf(
  lines: ReadonlyMap<string, Credited>,
  { key, exemptionId = key }: Verdict,
): Pick<Verdict, 'credited'> {
  const credited = lines.get(exemptionId)
  return credited === undefined ? {} : { credited }
}

function grantOf({ granted }: Diary, { key, exemptionId = key }: Verdict): Partial<DayVerdict> {
  const grant = granted.get(exemptionId)
  return grant === undefined ? {} : { counterId: grant.counterId, policyVersion: grant.policyVersion }
}

async function* inBreaths<R>(rows: readonly R[]): AsyncGenerator<R> {
  for (const [index, row] of rows.entries()) {
    if (index % BREATH_EVERY === BREATH_EVERY - 1) await new Promise(resolve => setImmediate(resolve))
    yield row
  }
}
