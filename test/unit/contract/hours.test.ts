import { type HallHours, hoursOn, isWithin, publishedCalendar } from '@pingting/contract'
import { describe, expect, it } from 'vitest'

const span = (weekday: number, from = '09:00', to = '17:00') => ({ weekday, from, to })
const hours = (change: Partial<HallHours> = {}): HallHours => ({
  ...{ weekly: [span(1), span(2), span(3), span(4), span(5, '09:00', '16:00')], keepsHolidays: true, days: [] },
  ...change,
})
const on = (day: string, of = hours()) => hoursOn(of, day, publishedCalendar)

describe('[HL53] the hours of a day', () => {
  it('are those of its day of the week, and none on one that has none', () => {
    expect(on('2026-11-27')).toMatchObject({ from: '09:00', to: '16:00' })
    expect(on('2026-11-28')).toBeUndefined()
  })

  it('are none on a published holiday, where the hall keeps it', () => {
    // 2026-10-01 is a Thursday
    expect(on('2026-10-01')).toBeUndefined()
    expect(on('2026-10-01', hours({ keepsHolidays: false }))).toMatchObject({ from: '09:00' })
  })

  it('are on a moved working day those of its own weekday, else those of Monday', () => {
    // 2026-10-10 is a Saturday
    expect(on('2026-10-10')).toMatchObject({ from: '09:00', to: '17:00' })
    expect(on('2026-10-10', hours({ weekly: [span(1), span(6, '10:00', '12:00')] }))).toMatchObject({ from: '10:00' })
    expect(on('2026-10-10', hours({ keepsHolidays: false }))).toBeUndefined()
  })

  it('are what a single day says, before all else', () => {
    const days = [{ day: '2026-11-27' }, { day: '2026-10-01', hours: { from: '10:00', to: '11:00' } }]
    expect(on('2026-11-27', hours({ days }))).toBeUndefined()
    expect(on('2026-10-01', hours({ days }))).toEqual({ from: '10:00', to: '11:00' })
  })

  it('begin with their first minute and end before their last', () => {
    const at = (clock: string) => isWithin(hours(), `2026-11-23T${clock}.000Z`, publishedCalendar)
    expect([at('00:59:59'), at('01:00:00'), at('08:59:59'), at('09:00:00')]).toEqual([false, true, true, false])
    expect(isWithin(undefined, '2026-11-28T01:00:00.000Z', publishedCalendar)).toBe(true)
  })
})
