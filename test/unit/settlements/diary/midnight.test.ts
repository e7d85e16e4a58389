import { type Event, fen } from '@pingting/contract'
import { describe, expect, test } from 'vitest'
import { rowsOf } from '../../../../server/src/settlements/diary/day-rows.ts'
import { isBreak } from '../../../../server/src/settlements/matching/register.ts'
import { BRIDGE, DAY, fakeId, World } from '../../reactions/world.ts'
import { diaryOf, OTHER, PLATE, TERMS, verdictsOf } from '../days.ts'
import { Desk } from '../desk.ts'

const NEXT = '2026-11-24'
const LATER = '2026-11-24T18:00:00.000Z'

/** Granted and held ten minutes before midnight. */
function lateVisit() {
  const world = new World()
  world.now = '2026-11-23T15:50:00.000Z'
  world.enter('s1', PLATE)
  const { exemptionId, freeMinutes } = world.exemption(world.visit('A001', PLATE))!
  const place = { gateEpoch: 'g1', ledgerSeq: 1 }
  world.send({ type: 'exemption.confirm', bridgeEpoch: 1, exemptionId, ...place }, BRIDGE)
  hold(world, exemptionId, freeMinutes)
  return { world, exemptionId }
}

function hold(world: World, exemptionId: string, freeMinutes = 120): void {
  const accepted = { type: 'ledger.accepted', v: 1, at: world.now, gateEpoch: 'g1', ledgerSeq: 1, exemptionId }
  world.lotEvents.push({ ...accepted, freeMinutes, acceptedAt: world.now, plate: PLATE } as Event)
}

const leave = (world: World, exemptionId: string, stayId = 's1'): World => {
  world.honour(stayId, exemptionId)
  world.exit(stayId)
  return world
}

/** Every key of a day with its class. */
const classes = async (world: World, day: string) =>
  (await verdictsOf(diaryOf(world), LATER, day))
    .map(({ key, matchClass }) => `${matchClass} ${key.split('|')[0]}`)
    .sort()

describe('a key belongs to one business day', () => {
  test('[RB28] given yesterday’s exemption, when the car leaves at 00:01, then all of it is of yesterday, with its lane', async () => {
    const { world, exemptionId } = lateVisit()
    world.now = '2026-11-23T16:01:00.000Z'
    leave(world, exemptionId)
    expect(await classes(world, DAY)).toEqual([`M0 ${exemptionId}`, 'M0 exit', 'M0 owed'].sort())
    expect(await classes(world, NEXT)).toEqual([])
    const settled = (await verdictsOf(diaryOf(world), LATER)).flatMap(verdict => verdict.settled ?? [])
    expect(settled).toMatchObject([{ key: exemptionId, businessDay: DAY, laneId: 'out' }])
    expect(rowsOf(diaryOf(world), DAY, TERMS).exits).toMatchObject([{ businessDay: DAY, exemptionId }])
  })

  test.each(['2026-11-23T16:11:00.000Z', '2026-11-23T16:20:00.000Z', '2026-11-24T02:00:00.000Z'])(
    '[RB28] given yesterday’s exemption, when it is used at %s, after its end, then that is B6 of yesterday',
    async now => {
      const { world, exemptionId } = lateVisit()
      world.now = '2026-11-23T16:10:30.000Z'
      world.send({ type: 'exemption.expire', exemptionId })
      world.now = now
      leave(world, exemptionId)
      expect(await classes(world, DAY)).toContain(`B6 ${exemptionId}`)
      expect(await classes(world, NEXT)).toEqual([])
    },
  )

  test('[RB28, RB93] given an exemption, when it is used two days after its grant, then that is B6 of the day of the use, under a key of its own', async () => {
    const { world, exemptionId } = lateVisit()
    world.now = '2026-11-25T02:00:00.000Z'
    leave(world, exemptionId)
    const late = (await verdictsOf(diaryOf(world), LATER, '2026-11-25')).filter(({ matchClass }) => matchClass === 'B6')
    expect(late).toMatchObject([{ key: `late|${exemptionId}|2026-11-25`, exemptionId, amountFen: 200 }])
    expect(await classes(world, DAY)).not.toContain(`B6 ${exemptionId}`)
  })

  test('[RB28] given a car that paid after midnight, then its exit is of the day on which it left', async () => {
    const { world } = lateVisit()
    world.now = '2026-11-23T16:20:00.000Z'
    const fees = { feeBeforeFen: fen(200), feeWaivedFen: fen(0), feeAfterFen: fen(200) }
    world.enter('s2', OTHER)
    world.gate({ kind: 'exited', stayId: 's2', laneId: 'out', exitedAt: world.now, minutes: 1, ...fees })
    expect(await classes(world, NEXT)).toEqual(['M0 exit'])
  })
})

describe('a phantom over midnight', () => {
  test('[RB6] given one held on one day and used on the next, when both days are passed again and again, then nothing is news', async () => {
    const world = new World()
    const key = fakeId('phantom')
    world.now = '2026-11-23T15:00:00.000Z'
    world.enter('s1', PLATE)
    hold(world, key)
    world.now = '2026-11-23T16:30:00.000Z'
    leave(world, key)
    const desk = new Desk()
    const pass = async (): Promise<string[]> => {
      const news: string[] = []
      for (const day of [DAY, NEXT]) {
        const breaks = (await verdictsOf(diaryOf(world), LATER, day)).filter(({ matchClass }) => isBreak(matchClass))
        news.push(...desk.find(...breaks.map(({ settled: _settled, ...found }) => found)))
      }
      return news
    }
    expect(await pass()).toEqual(['break.opened'])
    expect(desk.state.breaks.get(key)).toMatchObject({ matchClass: 'B4', businessDay: NEXT, amountFen: 200 })
    for (let again = 0; again < 3; again++) expect(await pass()).toEqual([])
  })

  test('[RB28] given one that is held and was never used, then it is of the day on which the gate took it', async () => {
    const world = new World()
    const key = fakeId('phantom')
    world.now = '2026-11-23T15:00:00.000Z'
    hold(world, key)
    expect([await classes(world, DAY), await classes(world, NEXT)]).toEqual([[`B4 ${key}`], []])
  })

  test('[RB28] given one used on both sides of midnight, then both uses are of the first day', async () => {
    const world = new World()
    const key = fakeId('phantom')
    world.now = '2026-11-23T15:59:00.000Z'
    world.enter('s1', PLATE)
    leave(world, key)
    world.now = '2026-11-23T16:01:00.000Z'
    world.enter('s2', OTHER)
    leave(world, key, 's2')
    const [verdict] = (await verdictsOf(diaryOf(world), LATER)).filter(one => one.key === key)
    expect(verdict).toMatchObject({ matchClass: 'B4', businessDay: DAY, amountFen: 400 })
    expect(await classes(world, NEXT)).toEqual([])
  })
})
