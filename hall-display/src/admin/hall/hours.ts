import type { HallHours } from '@pingting/contract/words/setup/hours'
import type { Span } from '@pingting/contract/words/setup/open-hours'

export const WEEK = [1, 2, 3, 4, 5, 6, 0] as const
export type Weekday = (typeof WEEK)[number]

/** Hours as somebody writes them: every day of the week has some, ticked or not. */
export interface HoursDraft {
  weekly: Readonly<Record<Weekday, Span & { isOpen: boolean }>>
  keepsHolidays: boolean
  days: readonly { day: string; hours?: Span }[]
}

const USUAL: Span = { from: '09:00', to: '17:00' }

/** As it is set; where nothing is, the usual working week. */
export function draftOf(hours: HallHours | undefined): HoursDraft {
  const of = (weekday: Weekday) => {
    const set = hours?.weekly.find(each => each.weekday === weekday)
    const isOpen = hours === undefined ? weekday >= 1 && weekday <= 5 : set !== undefined
    return { isOpen, from: set?.from ?? USUAL.from, to: set?.to ?? USUAL.to }
  }
  const weekly = { 0: of(0), 1: of(1), 2: of(2), 3: of(3), 4: of(4), 5: of(5), 6: of(6) }
  return {
    weekly,
    keepsHolidays: hours?.keepsHolidays ?? true,
    days: (hours?.days ?? []).map(({ day, hours }) => (hours === undefined ? { day } : { day, hours })),
  }
}

export const hoursOf = ({ weekly, keepsHolidays, days }: HoursDraft): HallHours => ({
  weekly: WEEK.filter(weekday => weekly[weekday].isOpen).map(weekday => {
    const { from, to } = weekly[weekday]
    return { weekday, from, to }
  }),
  keepsHolidays,
  days: [...days].sort((a, b) => (a.day < b.day ? -1 : 1)),
})

export const isBackwards = ({ from, to }: Span): boolean => from === '' || to === '' || from >= to

export const isRight = ({ weekly, days }: HoursDraft): boolean =>
  WEEK.every(weekday => !weekly[weekday].isOpen || !isBackwards(weekly[weekday])) &&
  days.every(({ hours }) => hours === undefined || !isBackwards(hours))
