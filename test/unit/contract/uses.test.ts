import { type CountedUse, countUse, fen, noUse } from '@pingting/contract'
import { expect, test } from 'vitest'

const came = (...uses: CountedUse[]) => {
  const day = noUse('2026-11-23')
  for (const use of uses) countUse(day, use)
  return day
}

test('[RB34] a day counts what was granted and what a car left with, in count, minutes and fen', () => {
  const used = { status: 'honoured', freeMinutes: 120, minutesApplied: 100, feeWaivedFen: fen(400) }
  expect(
    came(used, { ...used, minutesApplied: 30, feeWaivedFen: fen(0) }, { status: 'expired', freeMinutes: 60 }),
  ).toEqual({
    ...{ businessDay: '2026-11-23', granted: 3, grantedMinutes: 300, used: 2, usedMinutes: 130, waivedFen: 400 },
  })
})

test.each(['refused', 'revoked', 'writtenOff'])('[RB34] what was %s is nobody’s free parking', status => {
  expect(came({ status, freeMinutes: 120 })).toEqual(noUse('2026-11-23'))
})

test('[RB34] what the gate told no money of is used all the same', () => {
  expect(came({ status: 'honoured', freeMinutes: 120 })).toMatchObject({ used: 1, usedMinutes: 0, waivedFen: 0 })
})
