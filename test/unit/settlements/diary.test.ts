import { type Event, type Fen, fen } from '@pingting/contract'
import { describe, expect, test } from 'vitest'
import { rowsOf } from '../../../server/src/settlements/diary/day-rows.ts'
import { BRIDGE, DAY, fakeId, NINE, World } from '../reactions/world.ts'
import { classesOf, diaryOf, OTHER, PLATE, TERMS, TWO_AT_NIGHT, termsOf, verdictsOf, visited } from './days.ts'

describe('the books of a day, from its journals', () => {
  test('[RB27] of people who came, rated and drove out are clean, and each use is a line of the settlement', async () => {
    const world = new World()
    const [one, two] = [visited(world), visited(world, 'A002', OTHER, 's2')]
    const verdicts = await verdictsOf(diaryOf(world))
    expect(new Set(verdicts.map(({ matchClass }) => matchClass))).toEqual(new Set(['M0']))
    const settled = verdicts.flatMap(({ settled }) => settled ?? [])
    expect(settled.map(({ key }) => key).sort()).toEqual([one, two].sort())
    expect(settled[0]).toMatchObject({ laneId: 'out', counterId: '1', feeWaivedFen: 200, businessDay: DAY })
  })

  test('[RB27] while it goes on what is under way is no break', async () => {
    const world = new World()
    world.enter('s1', PLATE)
    const { exemptionId } = world.exemption(world.visit('A001', PLATE))!
    world.enter('s2', OTHER)
    const diary = diaryOf(world)
    expect(await classesOf(diary, world.now)).toEqual([`M0 owed`, `M1 ${exemptionId}`].sort())
  })

  test('[RB27] used before the exit is told, its lane is not known yet', () => {
    const world = new World()
    world.enter('s1', PLATE)
    const { exemptionId } = world.exemption(world.visit('A001', PLATE))!
    world.honour('s1', exemptionId)
    expect(rowsOf(diaryOf(world), DAY, TERMS).used).toMatchObject([{ key: exemptionId, laneId: '-' }])
  })

  test('[RB27] what was used without a grant, twice, and after it was taken back, is told as it is', async () => {
    const world = new World()
    const used = visited(world)
    world.honour('s1', used)
    const phantom = fakeId('phantom')
    world.honour('s9', phantom)
    world.enter('s2', OTHER)
    const { exemptionId: refused } = world.exemption(world.visit('A002', OTHER))!
    world.send({ type: 'exemption.refuse', bridgeEpoch: 1, exemptionId: refused, reason: 'INVALID' }, BRIDGE)
    world.pass(60).honour('s2', refused)
    const classes = await classesOf(diaryOf(world))
    expect(classes).toEqual(expect.arrayContaining([`B11 ${used}`, `B4 ${phantom}`, `B6 ${refused}`]))
  })

  test('[RB27] who rated in time and paid in full all the same is owed that', async () => {
    const world = new World()
    world.enter('s1', PLATE)
    world.stayFails = true
    world.visit('A001', PLATE)
    world.stayFails = false
    const paid = { feeBeforeFen: fen(400), feeWaivedFen: fen(0), feeAfterFen: fen(400) as Fen }
    world.pass(3600)
    const fact = { kind: 'exited', stayId: 's1', laneId: 'out', exitedAt: world.now, minutes: 63, ...paid } as const
    world.lotEvents.push({ type: 'stay.exited', v: 1, at: world.now, gateSeq: 9, ...fact, kind: undefined } as never)
    const verdicts = await verdictsOf(diaryOf(world))
    expect(verdicts.filter(({ matchClass }) => matchClass !== 'M0')).toMatchObject([
      { matchClass: 'B13', amountFen: 400, minutes: 120 },
    ])
  })

  test('[RB27] who rated, has a car inside and is granted nothing is found', async () => {
    const world = new World()
    world.enter('s1', PLATE)
    world.stayFails = true
    world.visit('A001', PLATE)
    const diary = diaryOf(world)
    expect(await classesOf(diary, world.now)).toEqual(['M1 owed'])
    expect(await classesOf(diary)).toEqual(['B1 owed'])
  })

  test('[RB27] nothing is owed for a final reason, without a plate, a rating or a service, and to a car that is not here', async () => {
    const world = new World()
    world.enter('s1', PLATE)
    world.finish(world.serve(world.take('A001', PLATE)))
    world.visit('A002')
    world.rate(world.serve(world.take('A003', PLATE)))
    const fast = world.serve(world.take('A004', OTHER))
    world.rate(fast, 5, undefined, { formOpenMs: 1 })
    world.finish(fast)
    const undone = world.serve(world.take('A005', PLATE))
    world.finish(undone)
    world.undo('completed', undone, 'serving')
    world.visit('A006', '鲁F99999')
    const events = world.events.filter(({ type }) => type !== 'exemption.granted')
    const diary = diaryOf({ events, lotEvents: world.lotEvents } as World)
    expect(rowsOf(diary, DAY, TERMS).owed).toEqual([])
    const limited: Event = {
      type: 'exemption.withheld',
      v: 1,
      at: NINE,
      ticketId: '20261123-A003',
      evaluationId: fakeId('e'),
      reason: 'LIMIT_PLATE',
    }
    world.finish('20261123-A003')
    const later = diaryOf({
      events: [...world.events, limited].filter(({ type }) => type !== 'exemption.granted'),
      lotEvents: world.lotEvents,
    } as World)
    expect(rowsOf(later, DAY, TERMS).owed).toEqual([])
  })

  test('[RB27] where no rating is asked for, the service itself stands behind it', async () => {
    const world = new World({ grantWithoutRating: true })
    world.enter('s1', PLATE)
    const ticketId = world.serve(world.take('A001', PLATE))
    world.finish(ticketId)
    const { exemptionId } = world.exemption(ticketId)!
    world.pass(60).honour('s1', exemptionId)
    world.exit('s1')
    const terms = termsOf({ grantWithoutRating: true })
    const verdicts = await verdictsOf(diaryOf(world), TWO_AT_NIGHT, DAY, terms)
    expect(verdicts.map(({ matchClass }) => matchClass)).toEqual(['M0', 'M0', 'M0'])
    expect(verdicts[0]).toMatchObject({ key: exemptionId, settled: { key: exemptionId } })
  })

  test('[RB54] where no rating is asked for, one that is made on another day gives what is owed no other name', () => {
    const world = new World({ grantWithoutRating: true })
    world.enter('s1', PLATE)
    const ticketId = world.serve(world.take('A001', PLATE))
    world.finish(ticketId)
    const terms = termsOf({ grantWithoutRating: true })
    const owed = () => rowsOf(diaryOf(world), DAY, terms).owed.map(({ evaluationId }) => evaluationId)
    const before = owed()
    expect(before).toHaveLength(1)
    const late = {
      type: 'evaluation.submitted',
      v: 1,
      at: '2026-11-25T01:00:00.000Z',
      ticketId,
      evaluationId: ticketId,
    }
    world.commits.push([{ ...late, unrewarded: 'NOT_SAME_DAY' } as never])
    expect(owed()).toEqual(before)
  })

  test('[RB27] an exemption of which no evaluation is known is no clean one', async () => {
    const world = new World()
    const used = visited(world)
    const events = world.events.filter(({ type }) => type !== 'evaluation.submitted')
    expect(await classesOf(diaryOf({ events, lotEvents: world.lotEvents } as World))).toContain(`B2 ${used}`)
  })

  test('[RB27] a car that an attendant put right after the grant is the granted one; another car is not', async () => {
    const world = new World()
    world.enter('s1', PLATE)
    const { exemptionId } = world.exemption(world.visit('A001', PLATE))!
    world.gate({ kind: 'plateCorrected', stayId: 's1', plate: OTHER, correctedAt: world.now })
    world.pass(60).honour('s1', exemptionId)
    world.exit('s1')
    expect(await classesOf(diaryOf(world))).not.toContain(`B8 ${exemptionId}`)
    const stranger = new World()
    stranger.enter('s1', PLATE)
    const granted = stranger.exemption(stranger.visit('A001', PLATE))!.exemptionId
    stranger.enter('s2', '鲁F12346')
    stranger.pass(60).honour('s2', granted)
    const [verdict] = (await verdictsOf(diaryOf(stranger))).filter(({ key }) => key === granted)
    expect(verdict).toMatchObject({ matchClass: 'B8', isMisread: true })
  })
})
