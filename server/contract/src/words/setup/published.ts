import type { Calendar } from '../calendar.ts'
import { type BusinessDay, nextDay } from '../time.ts'

const span = (first: BusinessDay, last: BusinessDay): BusinessDay[] =>
  first > last ? [] : [first, ...span(nextDay(first), last)]

/**
 * Holidays and 调休 workdays as the State Council publishes them each autumn for the next year. 2025 and 2026 are
 * whole; of 2019 only the National Day stands here, as the golden case of the rating window. A day outside the table
 * is judged by its weekday.
 */
export const publishedCalendar: Calendar = {
  holidays: [
    ...span('2019-10-01', '2019-10-07'),

    ...span('2025-01-01', '2025-01-01'),
    ...span('2025-01-28', '2025-02-04'),
    ...span('2025-04-04', '2025-04-06'),
    ...span('2025-05-01', '2025-05-05'),
    ...span('2025-05-31', '2025-06-02'),
    ...span('2025-10-01', '2025-10-08'),

    ...span('2026-01-01', '2026-01-03'),
    ...span('2026-02-15', '2026-02-23'),
    ...span('2026-04-04', '2026-04-06'),
    ...span('2026-05-01', '2026-05-05'),
    ...span('2026-06-19', '2026-06-21'),
    ...span('2026-09-25', '2026-09-27'),
    ...span('2026-10-01', '2026-10-07'),
  ],
  workdays: [
    ...['2019-09-29', '2019-10-12'],
    ...['2025-01-26', '2025-02-08', '2025-04-27', '2025-09-28', '2025-10-11'],
    ...['2026-01-04', '2026-02-14', '2026-02-28', '2026-05-09', '2026-09-20', '2026-10-10'],
  ],
}
