import type { HallHours } from '@pingting/contract'
import { expect, test } from 'vitest'
import { isClosedFor, type Stock } from '../../../../hall-display/src/kiosk/offline/stock.ts'

const hours: HallHours = {
  weekly: [1, 2, 3, 4, 5].map(weekday => ({ weekday, from: '09:00', to: '17:00' })),
  ...{ keepsHolidays: true, days: [{ day: '2026-11-25' }] },
}
const stock = (of?: HallHours): Stock =>
  ({ hall: { services: [], ...(of === undefined ? {} : { hours: of }) } }) as unknown as Stock

test.each([
  ['at noon of a working day', '2026-11-24T04:00:00.000Z', false],
  ['before it opens', '2026-11-24T00:59:59.999Z', true],
  ['when it has closed', '2026-11-24T09:00:00.000Z', true],
  ['on a day of its own on which it is closed', '2026-11-25T04:00:00.000Z', true],
  ['on a published holiday', '2026-10-01T04:00:00.000Z', true],
])('[TK78] a kiosk without a hub goes by the hours it was told last: %s', (_when, at, closed) => {
  expect(isClosedFor(stock(hours), at)).toBe(closed)
  expect(isClosedFor(stock(), at)).toBe(false)
})
