import { type FiledExit, fen } from '@pingting/contract'
import { describe, expect, test } from 'vitest'
import { DAY, FREE, fakeId, World } from '../../reactions/world.ts'
import { diaryOf, OTHER, PLATE, verdictsOf } from '../days.ts'

const MONEY = { feeBeforeFen: fen(400), feeWaivedFen: fen(0), feeAfterFen: fen(400) }
const WAIVED = { feeBeforeFen: fen(400), feeWaivedFen: fen(400), feeAfterFen: fen(0) }
const breaksOf = async (world: World, diary = diaryOf(world)) =>
  (await verdictsOf(diary)).flatMap(({ key, matchClass, amountFen }) =>
    matchClass.startsWith('B') ? [`${matchClass} ${key} ${amountFen}`] : [],
  )

describe('a car of whose entry nobody told', () => {
  /** Granted to the car inside, and used by one whose entry was lost. */
  function usedBy(plate: string | undefined) {
    const world = new World()
    world.enter('s1', PLATE)
    const { exemptionId } = world.exemption(world.visit('A001', PLATE))!
    world.pass(600).honour('s9', exemptionId)
    const seen = plate === undefined ? {} : { plate }
    world.gate({ kind: 'exited', stayId: 's9', laneId: 'out', exitedAt: world.now, minutes: 60, ...FREE, ...seen })
    return { world, exemptionId }
  }

  test('[RB78] given its exit tells another plate, when it used an exemption, then that is B8', async () => {
    const { world, exemptionId } = usedBy(OTHER)
    expect(await breaksOf(world)).toEqual([`B8 ${exemptionId} 200`])
  })

  test.each([PLATE, undefined])('[RB78] given its exit tells %s, then nobody is accused', async plate =>
    expect(await breaksOf(usedBy(plate).world)).toEqual([]),
  )
})

describe('a use of which only the file tells, at an exit that the bridge told', () => {
  test.each([{}, { paidFen: fen(400) }])(
    '[RB79] given what was paid is told as %j, then it is one break, under its key',
    async paid => {
      const world = new World()
      world.enter('s1', PLATE)
      world.pass(5_400)
      const told = { stayId: 's1', laneId: 'out', exitedAt: world.now }
      world.gate({ kind: 'exited', ...told, minutes: 90, ...MONEY, ...paid })
      const diary = diaryOf(world)
      const key = fakeId('of nobody')
      const line: FiledExit = { transactionId: 't', ...told, key, minutes: 90, ...WAIVED }
      diary.filed.set(DAY, [line])
      expect(await breaksOf(world, diary)).toEqual([`B4 ${key} 400`])
    },
  )
})
