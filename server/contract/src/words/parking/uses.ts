import { type Fen, fen, sumFen } from '../fen.ts'
import type { BusinessDay } from '../time.ts'

/** What was granted and came to nothing: no free parking of anybody. */
export const NOT_HELD: ReadonlySet<string> = new Set(['refused', 'revoked', 'writtenOff'])

/** An exemption as history keeps it, as far as it is counted. */
export interface CountedUse {
  status: string
  freeMinutes: number
  /** Told by the gate when a car left with it. */
  minutesApplied?: number
  feeWaivedFen?: Fen
}

/** What free parking of a business day, that of the grant, came to. */
export interface DayUse {
  businessDay: BusinessDay
  granted: number
  grantedMinutes: number
  /** Of those granted, which a car has left with. */
  used: number
  usedMinutes: number
  waivedFen: Fen
}

export const noUse = (businessDay: BusinessDay): DayUse => ({
  ...{ businessDay, granted: 0, grantedMinutes: 0, used: 0, usedMinutes: 0, waivedFen: fen(0) },
})

/** In place: a day may have thousands. */
export function countUse(day: DayUse, { status, freeMinutes, minutesApplied = 0, feeWaivedFen }: CountedUse): void {
  if (NOT_HELD.has(status)) return
  day.granted += 1
  day.grantedMinutes += freeMinutes
  if (status !== 'honoured') return
  day.used += 1
  day.usedMinutes += minutesApplied
  if (feeWaivedFen !== undefined) day.waivedFen = sumFen([day.waivedFen, feeWaivedFen])
}
