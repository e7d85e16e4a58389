import { type Actor, isRefusal } from '@pingting/contract'
import type { Connection } from 'mongoose'
import { expect, test } from 'vitest'
import { Stories } from '../../../../server/src/hub/books/stories.ts'
import { openLimits } from '../../../../server/src/hub/process/limits.ts'

const PLATE = '鲁F12345'
const staff = (staffId: string) => ({ kind: 'staff', staffId, role: 'operator' }) as Extract<Actor, { kind: 'staff' }>

/** A car park where every plate was granted something, and what is written down of who asks. */
function given() {
  const looked = { tally: 0 }
  const lines: object[] = []
  const note = (level: string) => (fields: object, text: string) => lines.push({ level, ...fields, text })
  const stories = new Stories({
    connection: {} as Connection,
    journal: { after: () => [] as never },
    exemptions: {
      rows: {} as never,
      ofPlate: async () => {
        looked.tally += 1
        return []
      },
    },
    limits: openLimits(undefined),
    log: { info: note('info'), warn: note('warn') } as never,
    indexOf: plate => `index of ${plate}`,
  })
  const ask = async (staffId = 'op1', plate = PLATE) => {
    const told = await stories.ofPlate('p1', plate, staff(staffId))
    return isRefusal(told) ? told.refused : 'told'
  }
  return { ask, looked, lines }
}

test('[RB47] of one of the staff sixty look-ups by plate are looked at in ten minutes, plates and none alike, others count for themselves', async () => {
  // given
  const { ask, looked } = given()

  // when a list of them is gone through side by side, and before it some that are no plates
  for (let time = 0; time < 10; time += 1) expect(await ask('op1', 'no plate')).toBe('plate.malformed')
  const told = await Promise.all(Array.from({ length: 70 }, () => ask()))

  // then
  expect(told.filter(answer => answer === 'told')).toHaveLength(50)
  expect(told.filter(answer => answer === 'request.too-many')).toHaveLength(20)
  expect(looked.tally).toBe(50)
  expect(await ask('op1', 'no plate')).toBe('request.too-many')
  expect(await ask('op2')).toBe('told')
})

test('[RB47] each look-up leaves a line with who and where, the refused ones too, and none with the plate', async () => {
  // given
  const { ask, lines } = given()

  // when
  for (let time = 0; time < 61; time += 1) await ask()

  // then
  expect(lines).toHaveLength(61)
  expect(lines[0]).toMatchObject({ level: 'info', staffId: 'op1', lotId: 'p1' })
  expect(lines[60]).toMatchObject({ level: 'warn', staffId: 'op1', lotId: 'p1' })
  expect(JSON.stringify(lines).includes('12345')).toBe(false)
})
