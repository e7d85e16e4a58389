import { fen } from '@pingting/contract'
import { describe, expect, test } from 'vitest'
import { drawDay } from '../../../../server/src/hub/books/day.ts'
import { booksColumns } from '../../../../server/src/settlements/papers/columns.ts'
import { sheetText } from '../../../../server/src/settlements/papers/sheet.ts'
import { fakeId, World } from '../../reactions/world.ts'
import { diaryOf, PLATE, TERMS, TWO_AT_NIGHT, verdictsOf, visited } from '../days.ts'
import { DAY } from '../desk.ts'

const breaksOf = async (world: World) =>
  (await verdictsOf(diaryOf(world))).filter(({ matchClass }) => matchClass.startsWith('B'))

describe('a break says where it happened', () => {
  test('[RB42] given a use that nobody granted, then its stay, lane and time are told, and stand in the sheet', async () => {
    const world = new World()
    world.enter('s1', PLATE)
    const key = fakeId('phantom')
    world.honour('s1', key)
    world.exit('s1')
    const [found] = await breaksOf(world)
    expect(found).toMatchObject({ key, matchClass: 'B4', stayId: 's1', laneId: 'out', exitedAt: world.now })
    const sheet = sheetText(booksColumns, [found!])
    expect(sheet.split('\r\n')[1]).toContain(`,out,s1,${world.now},`)
  })

  test('[RB42] given a second use, then the place is that of the second', async () => {
    const world = new World()
    const key = visited(world)
    world.enter('s2', PLATE)
    world.pass(60).honour('s2', key)
    world.exit('s2')
    const found = (await breaksOf(world)).find(one => one.key === key)
    expect(found).toMatchObject({ matchClass: 'B5', stayId: 's2', exitedAt: world.now })
  })

  test('[RB42] given an exit by hand, and what was earned and paid for, then both tell the exit, and the one what was granted for it', async () => {
    const world = new World()
    world.enter('s1', PLATE)
    const { exemptionId } = world.exemption(world.visit('A001', PLATE))!
    world.pass(3600)
    const exit = { kind: 'exited', stayId: 's1', laneId: 'out', exitedAt: world.now, minutes: 63 } as const
    const fees = { feeBeforeFen: fen(400), feeWaivedFen: fen(0), feeAfterFen: fen(400) }
    world.gate({ ...exit, ...fees, release: 'manual', paidFen: fen(100) })
    const where = { stayId: 's1', laneId: 'out', exitedAt: world.now }
    const found = await breaksOf(world)
    expect(found).toEqual([
      expect.objectContaining({ matchClass: 'B12', ...where }),
      expect.objectContaining({ matchClass: 'B13', ...where, exemptionId }),
    ])
  })

  test('[RB49] given a break of what was granted, then counter and policy are told, of a phantom neither', async () => {
    const world = new World()
    const key = visited(world)
    const phantom = fakeId('phantom')
    for (const [stayId, used] of [
      ['s2', key],
      ['s3', phantom],
    ] as const) {
      world.enter(stayId)
      world.pass(60).honour(stayId, used)
      world.exit(stayId)
    }
    const rules = { now: TWO_AT_NIGHT, isLedgerTold: false, shifts: ['00:00'] as const }
    const { verdicts } = await drawDay(diaryOf(world), DAY, TERMS, rules, { adjustments: [], shifts: [] })
    const found = new Map(verdicts.map(one => [one.key, one]))
    expect(found.get(key)).toMatchObject({ matchClass: 'B5', counterId: '1', policyVersion: expect.any(String) })
    expect(found.get(phantom)).toMatchObject({ matchClass: 'B4', stayId: 's3' })
    expect(found.get(phantom)).not.toHaveProperty('counterId')
  })

  test('[RB42] given what was earned and a car that is still inside, then its stay is told', async () => {
    const world = new World()
    world.enter('s1', PLATE)
    world.stayFails = true
    world.visit('A001', PLATE)
    const [found] = await breaksOf(world)
    expect(found).toMatchObject({ matchClass: 'B1', stayId: 's1' })
    expect(found).not.toHaveProperty('laneId')
  })

  test('[RB42] given what fits, then nothing is told beside the line of the settlement', async () => {
    const world = new World()
    visited(world)
    for (const verdict of await verdictsOf(diaryOf(world))) expect(verdict).not.toHaveProperty('stayId')
  })
})
