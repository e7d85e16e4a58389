import { z } from 'zod'
import { Day } from '../../scalars.ts'

const Clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)
/** Local times; the later one is no longer within. */
const span = { from: Clock, to: Clock }

/**
 * When a hall gives numbers at its kiosks: hours by day of the week, whether the published holidays are kept, and single
 * days that are otherwise.
 */
export const HallHours = z.strictObject({
  /** 0 is Sunday; a day of the week that is not here is closed. */
  weekly: z.array(z.strictObject({ weekday: z.int().min(0).max(6), ...span })).max(7),
  /** Closed on the published holidays; a moved working day (调休) has its own hours, else those of a Monday. */
  keepsHolidays: z.boolean(),
  /** What goes before both: closed that day, or other hours. */
  days: z.array(z.strictObject({ day: Day, hours: z.strictObject(span).optional() })).max(120),
})
export type HallHours = z.infer<typeof HallHours>

/** The day of the week, day or hours that make the whole contradict itself; a schema cannot see across its parts. */
export function flawOfHours({ weekly, days }: HallHours): string | undefined {
  const names = [...weekly.map(({ weekday }) => String(weekday)), ...days.map(({ day }) => day)]
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  const spans = [...weekly, ...days.flatMap(({ hours }) => hours ?? [])]
  const backwards = spans.find(({ from, to }) => from >= to)
  return twice ?? (backwards && `${backwards.from}-${backwards.to}`)
}
