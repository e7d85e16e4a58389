import { addMs, type EventOf } from '@pingting/contract'
import { describe, expect, test } from 'vitest'
import type { Diary } from '../../../../server/src/settlements/diary/diary.ts'
import { noteHall } from '../../../../server/src/settlements/diary/note.ts'
import { LOT, World } from '../../reactions/world.ts'
import { diaryOf, PLATE, verdictsOf } from '../days.ts'

const QUARTER_MS = 15 * 60_000

/** Two halls of one lot have both granted for the stay of one car, since neither knew of the other. */
function granted() {
  const [first, second] = [new World(), new World()]
  const ids = [first, second].map((world, hall) => {
    // Ids are made of how much was sent.
    world.sent = 100 * hall
    world.enter('s1', PLATE)
    world.pass(hall)
    return world.exemption(world.visit(`A00${hall + 1}`, PLATE))!.exemptionId
  }) as [string, string]
  const diary = (): Diary => {
    const diary = diaryOf(first)
    for (const event of second.events) noteHall(diary, 'h2', event)
    return diary
  }
  const told = async (now: string) =>
    (await verdictsOf(diary(), now)).flatMap(({ key, matchClass, minutes, amountFen }) =>
      ids.includes(key) ? [[ids.indexOf(key), matchClass, minutes, Number(amountFen)]] : [],
    )
  return { first, second, ids, told: async (now: string) => (await told(now)).sort() }
}

describe('a stay for which two halls have granted', () => {
  test('[RB57] the later one is B5 after a quarter of an hour, the first one is not', async () => {
    const { second, ids, told } = granted()
    const { grantedAt } = second.exemptions.exemptions.get(ids[1])!
    expect(await told(addMs(grantedAt, QUARTER_MS))).toEqual([
      [0, 'M1', 120, 0],
      [1, 'M1', 120, 0],
    ])
    expect(await told(addMs(grantedAt, QUARTER_MS + 1))).toEqual([
      [0, 'M1', 120, 0],
      [1, 'B5', 120, 0],
    ])
  })

  test('[RB57] of two that were used the later one is B5 at once, with what it freed', async () => {
    const { first, second, ids, told } = granted()
    first.pass(600).honour('s1', ids[0])
    first.honour('s1', ids[1], 30)
    const use = first.lotEvents.findLast(
      ({ type }) => type === 'stay.exemptionHonoured',
    ) as EventOf<'stay.exemptionHonoured'>
    second.commit([{ ...use, type: 'exemption.honoured', lotId: LOT, gateEpoch: 'g1' }])
    first.exit('s1')
    expect(await told(first.now)).toEqual([
      [0, 'M0', 60, 200],
      [1, 'B5', 30, 200],
    ])
  })

  test('[RB57] the one that was used stands before the one that was not, and what came to nothing is no second', async () => {
    const { first, second, ids, told } = granted()
    first.now = addMs(second.now, 600_000)
    first.honour('s1', ids[1])
    first.exit('s1')
    const late = addMs(first.now, QUARTER_MS + 1)
    expect((await told(late)).map(([hall, found]) => [hall, found])).toEqual([
      [0, 'B5'],
      [1, 'B9'],
    ])
    first.commit([{ type: 'exemption.revoked', v: 1, at: first.now, exemptionId: ids[0] }])
    expect((await told(late)).map(([hall, found]) => [hall, found])).toEqual([
      [0, 'M0'],
      [1, 'B9'],
    ])
  })

  test('[RB57] a stay name that the gate gives again is another stay', async () => {
    const world = new World({ perPlatePerDay: 2 })
    world.enter('s1', PLATE)
    world.visit('A001', PLATE)
    const other = new World({ perPlatePerDay: 2 })
    other.sent = 100
    other.now = addMs(world.now, 3_600_000)
    other.enter('s1', PLATE)
    other.visit('A002', PLATE)
    world.exit('s1')
    world.now = other.now
    world.gate({
      kind: 'entered',
      stayId: 's1',
      carClass: 'casual',
      laneId: 'in',
      enteredAt: addMs(other.now, -600_000),
      plate: PLATE,
    })
    const diary = diaryOf(world)
    for (const event of other.events) noteHall(diary, 'h2', event)
    const classes = (await verdictsOf(diary, addMs(other.now, QUARTER_MS + 1))).map(({ matchClass }) => matchClass)
    expect(classes).not.toContain('B5')
  })
})
