import { addMs, type Fen, fen } from '@pingting/contract'
import { describe, expect, test } from 'vitest'
import type { Grant } from '../../../../server/src/settlements/diary/diary.ts'
import { DAY, type Fact, World } from '../../reactions/world.ts'
import { classesOf, diaryOf, PLATE, TWO_AT_NIGHT, termsOf } from '../days.ts'

const MINUTE_MS = 60_000
const entered = (enteredAt: string, confidence = 98): Fact => ({
  ...{ kind: 'entered', stayId: 's1', carClass: 'casual', laneId: 'in', plate: PLATE, enteredAt, confidence },
})
const PAID = { feeBeforeFen: fen(400), feeWaivedFen: fen(0), feeAfterFen: fen(400) as Fen }
const exited = (exitedAt: string): Fact => ({
  ...{ kind: 'exited', stayId: 's1', laneId: 'out', exitedAt, minutes: 90, ...PAID },
})
const breaksOf = async (world: World): Promise<string[]> =>
  (await classesOf(diaryOf(world))).filter(one => one.startsWith('B'))

/** Rated, with a car of whose plate the camera was not sure. */
function unsure(): { world: World; ticketId: string } {
  const world = new World()
  world.gate(entered(world.now, 60))
  return { world, ticketId: world.visit('A001', PLATE) }
}

/** Past midnight the hall is asked once more, as every ten seconds, and it is too late. */
function midnight({ world, ticketId }: { world: World; ticketId: string }): World {
  world.now = '2026-11-23T16:20:00.000Z'
  world.crossed.clear()
  world.restart()
  expect(world.withheld(ticketId)).toBe('NOT_SAME_DAY')
  return world
}

describe('what the hall was asked for too late', () => {
  test('[RB75] given a car that paid while its plate waited for a person, when the day is over, then that is still owed', async () => {
    const { world, ticketId } = unsure()
    world.gate(exited(world.pass(3_600).now))
    expect(await breaksOf(world)).toEqual(['B13 owed'])
    expect(await breaksOf(midnight({ world, ticketId }))).toEqual(['B13 owed'])
  })

  test('[RB75] given a car inside at whose plate nobody looked, when the day is over, then it is still B1', async () => {
    expect(await breaksOf(midnight(unsure()))).toEqual(['B1 owed'])
  })

  test('[RB75] given a rating after the day, then nothing is owed', async () => {
    const world = new World()
    world.enter('s1', PLATE)
    const ticketId = world.serve(world.take('A001', PLATE))
    world.finish(ticketId)
    world.now = '2026-11-23T16:20:00.000Z'
    world.rate(ticketId)
    expect(world.withheld(ticketId)).toBe('NOT_SAME_DAY')
    expect(await breaksOf(world)).toEqual([])
  })

  test.each([
    [121, ['B13 owed']],
    [120, []],
    [-60, []],
  ])(
    '[RB75] given a car that left %i s after it was earned, when the hall hears of both at once, then it is %j',
    async (seconds, found) => {
      const world = new World()
      const ticketId = world.visit('A001', PLATE)
      const earnedAt = world.now
      world.pass(3_600).gate(entered(addMs(earnedAt, -90 * MINUTE_MS)), exited(addMs(earnedAt, seconds * 1_000)))
      expect(world.withheld(ticketId)).toBe('ALREADY_LEFT')
      expect(await breaksOf(world)).toEqual(found)
    },
  )

  test.each([
    [121, ['B13 owed']],
    [120, []],
  ])(
    '[RB75] given a car that paid ahead %i s after it was earned, when the hall hears of it later, then it is %j',
    async (seconds, found) => {
      const world = new World()
      const ticketId = world.visit('A001', PLATE)
      const paidAt = addMs(world.now, seconds * 1_000)
      const paid: Fact = { kind: 'paid', stayId: 's1', paidFen: fen(400), paidAt }
      world.pass(600).gate(entered(addMs(world.now, -90 * MINUTE_MS)), paid)
      expect(world.withheld(ticketId)).toBe('TOO_LATE')
      world.gate(exited(world.pass(60).now))
      expect(await breaksOf(world)).toEqual(found)
    },
  )

  test('[RB75] given a stay whose exit was lost, when its car comes again and leaves before it is earned, then nothing is owed', async () => {
    const world = new World()
    world.gate(entered(world.now))
    world.gateEpoch = 'g2'
    world.gateSeq = 0
    world.pass(600).gate({ ...entered(world.now), stayId: 's2' } as Fact)
    world.pass(600).gate({ ...exited(world.now), stayId: 's2' } as Fact)
    const ticketId = world.visit('A001', PLATE)
    expect(world.withheld(ticketId)).toBe('ALREADY_LEFT')
    expect(await breaksOf(world)).toEqual([])
  })

  test('[RB75] given a month card of which the hall hears when the day is over, then nothing is owed', async () => {
    const world = new World()
    const ticketId = world.visit('A001', PLATE)
    const enteredAt = world.pass(600).now
    world.now = '2026-11-23T16:20:00.000Z'
    world.gate({ ...entered(enteredAt), carClass: 'monthCard' } as Fact)
    expect(world.withheld(ticketId)).toBe('NOT_SAME_DAY')
    expect(await breaksOf(world)).toEqual([])
  })

  test('[RB75] given a car that had left before the rating, when it comes again, then that is another visit', async () => {
    const world = new World()
    world.gate(entered(world.now))
    const ticketId = world.serve(world.take('A001', PLATE))
    world.finish(ticketId)
    world.pass(60).gate(exited(world.now))
    world.pass(60).rate(ticketId)
    expect(world.withheld(ticketId)).toBe('ALREADY_LEFT')
    world.pass(5).gate({ ...entered(world.now), stayId: 's2' } as Fact)
    expect(await breaksOf(world)).toEqual([])
  })

  test('[RB75] given a limit, when it is asked about again after midnight, then it stands', async () => {
    const world = new World()
    world.enter('s1', PLATE)
    const first = world.visit('A001', PLATE)
    const second = world.visit('A002', PLATE)
    expect(world.withheld(second)).toBe('LIMIT_PLATE')
    const { exemptionId } = world.exemption(first)!
    world.gate(exited(world.pass(3_600).now))
    world.now = '2026-11-23T16:20:00.000Z'
    world.commit([{ type: 'exemption.revoked', v: 1, at: world.now, exemptionId }])
    expect(world.withheld(second)).toBe('NOT_SAME_DAY')
    expect(await breaksOf(world)).toEqual([])
  })
})

describe('what was limited by another exemption that came to nothing', () => {
  test.each([
    ['refused', -60, ['B13 owed']],
    ['revoked', -60, ['B13 owed']],
    ['revoked', 60, []],
    ['expired', -60, []],
  ] as const)(
    '[RB89] given another hall’s exemption that stood in the way, when it is %s %i s after the car left, then that is %j',
    async (status, seconds, found) => {
      const world = new World()
      world.enter('s1', PLATE)
      const ticketId = world.visit('A001', PLATE)
      const at = world.now
      const exitedAt = world.pass(3_600).now
      world.gate(exited(exitedAt))
      const diary = diaryOf(world)
      const [key, grant] = [...diary.granted][0]!
      const visit = diary.visits.get(`h1|${ticketId}`)!
      // The grant is another hall's, which stood in the way of this one.
      delete visit.exemption
      visit.withheld = { reason: 'LIMIT_PLATE', at }
      const ended = { status, endedAt: addMs(exitedAt, seconds * 1_000) }
      diary.granted.set(key, { ...grant, hallId: 'h2', ticketId: 'x', ...ended })
      expect((await classesOf(diary)).filter(one => /^B\d+ owed$/.test(one))).toEqual(found)
    },
  )

  test('[RB89] given what a plate had elsewhere, or of another stay, or that its month is counted, then the limit stands', async () => {
    const world = new World()
    world.enter('s1', PLATE)
    const first = world.visit('A001', PLATE)
    const second = world.visit('A002', PLATE)
    expect(world.withheld(second)).toBe('LIMIT_PLATE')
    const diary = diaryOf(world)
    const [key, grant] = [...diary.granted].find(([, { ticketId }]) => ticketId === first)!
    const owed = async (limits: object, ...granted: Grant[]) => {
      diary.granted = new Map(granted.map((one, n) => [n === 0 ? key : `other ${n}`, one]))
      return (await classesOf(diary, TWO_AT_NIGHT, DAY, termsOf(limits))).includes('B1 owed')
    }
    const refused: Grant = { ...grant, status: 'refused', endedAt: world.now }
    const ofOtherStay: Grant = { ...grant, stayId: 's0' }
    expect([await owed({}, refused), await owed({}, grant), await owed({})]).toEqual([true, false, false])
    expect([await owed({}, ofOtherStay), await owed({}, refused, ofOtherStay)]).toEqual([false, false])
    expect(await owed({ perPlatePerDay: 2 }, refused, ofOtherStay)).toBe(true)
    expect(await owed({ perPlatePerMonth: 9 }, refused)).toBe(false)
  })
})
