import { addMs, type Event, type FiledExit, fen, type Release } from '@pingting/contract'
import { describe, expect, test } from 'vitest'
import { DAY, World } from '../../reactions/world.ts'
import { diaryOf, PLATE, verdictsOf, visited } from '../days.ts'

const money = (before: number, waived: number, after: number) => ({
  ...{ feeBeforeFen: fen(before), feeWaivedFen: fen(waived), feeAfterFen: fen(after) },
})

/** A car that nobody granted anything, and how it left. */
function left(told: object, fees = money(400, 0, 400)): World {
  const world = new World()
  world.enter('s1', PLATE)
  world.pass(6000)
  const exit = { kind: 'exited', stayId: 's1', laneId: 'out', exitedAt: world.now, minutes: 100 } as const
  world.gate({ ...exit, ...fees, ...told })
  return world
}

const breaksOf = async (world: World, diary = diaryOf(world)) =>
  (await verdictsOf(diary)).filter(({ matchClass }) => matchClass.startsWith('B'))

describe('a barrier that a person opened', () => {
  test.each(['manual', 'tailgate'] as const)(
    '[RB38] given 400 fen due and nothing paid, when the barrier opened as %s, then it is B12 with what was let go',
    async (release: Release) => {
      const found = await breaksOf(left({ release, paidFen: fen(0) }))
      expect(found).toMatchObject([{ matchClass: 'B12', amountFen: 400, businessDay: DAY }])
    },
  )

  test('[RB38] given a part that was paid, or all of it, then B12 is of the rest', async () => {
    expect(await breaksOf(left({ release: 'manual', paidFen: fen(100) }))).toMatchObject([{ amountFen: 300 }])
    expect(await breaksOf(left({ release: 'manual', paidFen: fen(500) }))).toMatchObject([{ amountFen: 0 }])
  })

  test('[RB74] given that nobody tells what was paid, then all that was due is let off, and two persons settle it', async () => {
    const world = left({ release: 'manual' })
    expect(await breaksOf(world)).toMatchObject([{ matchClass: 'B12', amountFen: 400 }])
    // A payment that the gate told is one.
    const paid = new World()
    paid.enter('s1', PLATE)
    paid.gate({ kind: 'paid', stayId: 's1', paidFen: fen(400), paidAt: paid.pass(6000).now })
    const exit = { kind: 'exited', stayId: 's1', laneId: 'out', exitedAt: paid.pass(60).now, minutes: 101 } as const
    paid.gate({ ...exit, ...money(400, 0, 400), release: 'manual' })
    expect(await breaksOf(paid)).toMatchObject([{ matchClass: 'B12', amountFen: 0 }])
  })

  test('[RB74] given one that had earned his, then what nobody told as paid is not refunded; what the daily file knows is', async () => {
    const world = new World()
    world.enter('s1', PLATE)
    world.stayFails = true
    world.visit('A001', PLATE)
    world.pass(3600)
    world.stayFails = false
    const exit = { kind: 'exited', stayId: 's1', laneId: 'out', exitedAt: world.now, minutes: 63 } as const
    world.gate({ ...exit, ...money(400, 0, 400), release: 'manual' })
    expect(await breaksOf(world)).toMatchObject([{ matchClass: 'B12', amountFen: 400 }])
    const diary = diaryOf(world)
    const row = { transactionId: 't', stayId: 's1', laneId: 'out', exitedAt: exit.exitedAt, minutes: 0 }
    diary.filed.set(DAY, [{ ...row, ...money(400, 0, 400) }])
    const found = (await breaksOf(world, diary)).map(({ matchClass, amountFen }) => [matchClass, amountFen])
    expect(found).toEqual([
      ['B12', 0],
      ['B13', 400],
    ])
  })

  test.each(['paid', 'free', 'exemption'] as const)(
    '[RB38] given the barrier opened as %s, then it fits',
    async release => expect(await breaksOf(left({ release, paidFen: fen(400) }))).toEqual([]),
  )
})

describe('a barrier that a person opened, told apart from the exit', () => {
  const release = (world: World, seconds = 0, stayId = 's1'): void => {
    world.pass(seconds)
    world.gate({ kind: 'released', stayId, release: 'manual', releasedAt: world.now })
  }
  const leave = (world: World): void => {
    const exit = { kind: 'exited', stayId: 's1', laneId: 'out', exitedAt: world.now, minutes: 100 } as const
    world.gate({ ...exit, ...money(400, 0, 400) })
  }
  const inside = (): World => {
    const world = new World()
    world.enter('s1', PLATE)
    world.pass(6000)
    return world
  }

  test.each([
    ['before', (world: World) => [release(world), leave(world)]],
    ['after', (world: World) => [leave(world), release(world, 120)]],
  ])('[PF24, RB38] given a release just %s the exit, then it is B12 with what nobody paid', async (_, happen) => {
    const world = inside()
    happen(world)
    expect(await breaksOf(world)).toMatchObject([{ matchClass: 'B12', amountFen: 400, stayId: 's1' }])
  })

  test('[PF24, RB38] given payments, each told twice, then B12 is of the rest', async () => {
    const world = inside()
    for (const paidFen of [fen(100), fen(200)]) {
      const paid = { kind: 'paid', stayId: 's1', paidFen, paidAt: world.now } as const
      world.gate(paid, paid)
      world.pass(60)
    }
    release(world)
    leave(world)
    expect(await breaksOf(world)).toMatchObject([{ matchClass: 'B12', amountFen: 100 }])
  })

  test('[PF24, RB38] given an exit without its entry, then it is B12 with what was due', async () => {
    const world = new World()
    release(world)
    leave(world)
    expect(await breaksOf(world)).toMatchObject([{ matchClass: 'B12', amountFen: 400 }])
  })

  test('[PF24, RB38] given a release of another stay, or of another moment, then the exit fits', async () => {
    const world = inside()
    release(world)
    world.pass(121)
    release(world, 0, 's2')
    leave(world)
    expect(await breaksOf(world)).toEqual([])
  })
})

describe('a waiver that may be of others', () => {
  test('[RB39] given a platform’s exit at which other merchants’ coupons count too, then it is no B12', async () => {
    expect(await breaksOf(left({ sharedWaiver: true }, money(400, 300, 100)))).toEqual([])
    expect(await breaksOf(left({}, money(400, 300, 100)))).toMatchObject([{ matchClass: 'B12', amountFen: 300 }])
  })

  test('[RB39] given something earned and not granted, when others waived a part, then what was paid is owed', async () => {
    const world = new World()
    world.enter('s1', PLATE)
    world.stayFails = true
    world.visit('A001', PLATE)
    world.pass(3600)
    const exit = { type: 'stay.exited', v: 1, at: world.now, gateSeq: 9, stayId: 's1', laneId: 'out', minutes: 63 }
    const told = { ...exit, exitedAt: world.now, ...money(400, 300, 100) }
    world.lotEvents.push({ ...told, sharedWaiver: true } as Event)
    expect(await breaksOf(world)).toMatchObject([{ matchClass: 'B13', amountFen: 100 }])
    // And nothing, where he paid nothing.
    const free = { events: world.events, lotEvents: [...world.lotEvents.slice(0, -1), { ...told, paidFen: fen(0) }] }
    expect((await breaksOf(free as World)).map(({ matchClass }) => matchClass)).toEqual(['B12'])
  })
})

describe('the daily file against the bridge', () => {
  const filed = (world: World, over: Partial<FiledExit>): FiledExit => ({
    ...{ transactionId: 't', stayId: 's1', laneId: 'out', exitedAt: world.now, minutes: 60, ...money(200, 200, 0) },
    ...over,
  })
  const withFile = (world: World, ...rows: FiledExit[]) => {
    const diary = diaryOf(world)
    diary.filed.set(DAY, rows)
    return breaksOf(world, diary)
  }

  test.each<[string, Partial<FiledExit>, number, number]>([
    ['other money', money(99_900, 99_900, 0), 99_700, 0],
    ['a fen more', money(201, 201, 0), 1, 0],
    ['a fen paid', money(200, 199, 1), 1, 0],
    ['other minutes', { minutes: 999 }, 0, 939],
    ['fewer minutes', { minutes: 59 }, 0, 1],
  ])(
    '[RB41] given a use both tell, when the file says %s, then the exit is B9',
    async (_, over, amountFen, minutes) => {
      const world = new World()
      const key = visited(world)
      expect(await withFile(world, filed(world, { key }))).toEqual([])
      const found = await withFile(world, filed(world, { key, ...over }))
      expect(found).toMatchObject([{ matchClass: 'B9', businessDay: DAY, amountFen, minutes }])
      expect(found[0]?.key).toMatch(/^exit\|/)
    },
  )

  test('[RB41] given a use that the bridge told, when the file names another key or none, then the exit is B9 with what was waived', async () => {
    const world = new World()
    visited(world)
    const found = await withFile(world, filed(world, {}))
    expect(found).toMatchObject([{ matchClass: 'B9', amountFen: 200, minutes: 60 }])
    const other = filed(world, { key: '0b8f7c52-95d3-5a3c-8b93-8a5d6a3d1c11' })
    expect(await withFile(world, other)).toMatchObject([{ matchClass: 'B9', amountFen: 200, minutes: 60 }])
  })

  test('[RB41] given an exit without a use, when the file says that less was paid, then it is B9 of the difference', async () => {
    const world = left({})
    const same = { minutes: 0, ...money(400, 0, 400) }
    expect(await withFile(world, filed(world, same))).toEqual([])
    // What others waived may be in the one and not in the other: what counts is what was paid.
    expect(await withFile(world, filed(world, { minutes: 0, ...money(500, 100, 400) }))).toEqual([])
    const found = await withFile(world, filed(world, { minutes: 0, ...money(400, 0, 150) }))
    expect(found).toMatchObject([{ matchClass: 'B9', amountFen: 250, minutes: 0 }])
    // Paid is what the gate says was paid.
    const opened = left({ release: 'manual', paidFen: fen(0) })
    const paid = await withFile(opened, filed(opened, { minutes: 0, ...money(400, 0, 0) }))
    expect(paid).toMatchObject([{ matchClass: 'B12' }])
  })

  test('[RB64] given an exit that only the file tells, when others let it off there, then it is no B12, and who paid the rest of what he had earned is owed that', async () => {
    const world = new World()
    const alone = filed(world, { minutes: 0, ...money(400, 400, 0) })
    expect(await withFile(world, alone)).toEqual([])
    world.enter('s1', PLATE)
    world.visit('A001', PLATE)
    const rest = filed(world, { minutes: 0, ...money(400, 300, 100), exitedAt: addMs(world.now, 60_000) })
    expect(await withFile(world, rest)).toMatchObject([{ matchClass: 'B13', amountFen: 100 }])
  })

  test('[RB41] given a use that only the file tells, then it is B9 under its key, and no line of the settlement', async () => {
    const world = new World()
    world.enter('s1', PLATE)
    const { exemptionId: key } = world.exemption(world.visit('A001', PLATE))!
    world.pass(3600)
    const alone = filed(world, { key })
    world.now = '2026-11-23T16:15:00.000Z'
    world.send({ type: 'exemption.expire', exemptionId: key })
    const diary = diaryOf(world)
    diary.filed.set(DAY, [alone])
    const verdicts = await verdictsOf(diary)
    expect(verdicts.filter(({ matchClass }) => matchClass.startsWith('B'))).toMatchObject([
      { key, matchClass: 'B9', amountFen: 200, minutes: 60 },
    ])
    expect(verdicts.flatMap(({ settled }) => settled ?? [])).toEqual([])
  })

  test('[RB41] given a stay name that was given twice a day, then each row of the file is laid beside its own exit', async () => {
    const world = new World()
    const key = visited(world)
    const first = filed(world, { key })
    world.pass(600).enter('s1', PLATE)
    world.pass(600)
    const exit = { kind: 'exited', stayId: 's1', laneId: 'out', exitedAt: world.now, minutes: 10 } as const
    world.gate({ ...exit, ...money(200, 0, 200) })
    const second = filed(world, { minutes: 0, ...money(200, 0, 200) })
    expect(await withFile(world, first, second)).toEqual([])
  })
})
