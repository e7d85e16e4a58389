import { sumFen } from '@pingting/contract/words/fen'
import type { DayUse } from '@pingting/contract/words/parking/uses'

/** All of them together. */
export function wholeOf(uses: readonly DayUse[]): Omit<DayUse, 'businessDay'> {
  const sum = (of: (day: DayUse) => number): number => uses.reduce((whole, day) => whole + of(day), 0)
  return {
    granted: sum(day => day.granted),
    grantedMinutes: sum(day => day.grantedMinutes),
    used: sum(day => day.used),
    usedMinutes: sum(day => day.usedMinutes),
    waivedFen: sumFen(uses.map(day => day.waivedFen)),
  }
}
