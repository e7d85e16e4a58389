import { addMs, type Event, type Fen, fen, type GateReason } from '@pingting/contract'
import { describe, expect, test } from 'vitest'
import { rowsOf } from '../../../../server/src/settlements/diary/day-rows.ts'
import { BRIDGE, DAY, World } from '../../reactions/world.ts'
import { classesOf, diaryOf, PLATE, TERMS } from '../days.ts'
import { person } from '../desk.ts'

/** Granted for the car that is inside. */
function granted() {
  const world = new World()
  world.enter('s1', PLATE)
  const { exemptionId, freeMinutes } = world.exemption(world.visit('A001', PLATE))!
  return { world, exemptionId, freeMinutes }
}

/** The gate took it, and the hall heard so. */
function held(isConfirmed = true) {
  const { world, exemptionId, freeMinutes } = granted()
  const place = { gateEpoch: 'g1', ledgerSeq: 1 }
  if (isConfirmed) world.send({ type: 'exemption.confirm', bridgeEpoch: 1, exemptionId, ...place }, BRIDGE)
  const accepted = { type: 'ledger.accepted', v: 1, at: world.now, ...place, exemptionId, freeMinutes, plate: PLATE }
  world.lotEvents.push({ ...accepted, acceptedAt: world.now } as Event)
  return { world, exemptionId }
}

function payAndLeave(world: World): void {
  const paid = { feeBeforeFen: fen(400), feeWaivedFen: fen(0), feeAfterFen: fen(400) as Fen }
  world.gate({ kind: 'exited', stayId: 's1', laneId: 'out', exitedAt: world.now, minutes: 90, ...paid })
}

const deny = (world: World, exemptionId: string, reason: string): void =>
  void world.gate({ kind: 'denied', stayId: 's1', exemptionId, reason, deniedAt: world.now })

const refuse = (world: World, exemptionId: string, reason: GateReason) =>
  world.send({ type: 'exemption.refuse', bridgeEpoch: 1, exemptionId, reason }, BRIDGE)

describe('what the gate held and the hall then ended as refused', () => {
  test.each(['AlreadyPaid', 'ClassExcluded', 'Superseded'])(
    '[RB35] given an exemption the gate held, when an exit denies it as %s, then it is no phantom and nothing is owed',
    async reason => {
      const { world, exemptionId } = held()
      world.pass(600)
      deny(world, exemptionId, reason)
      payAndLeave(world)
      expect(world.exemptions.exemptions.get(exemptionId)).toMatchObject({ status: 'refused' })
      const classes = await classesOf(diaryOf(world))
      expect(classes).toContain(`M0 ${exemptionId}`)
      expect(classes.filter(one => one.startsWith('B'))).toEqual([])
    },
  )

  test('[RB35] given a denial of what the hall had not heard confirmed, then it is no phantom either', async () => {
    const { world, exemptionId } = held(false)
    world.pass(600)
    deny(world, exemptionId, 'AlreadyPaid')
    payAndLeave(world)
    expect(await classesOf(diaryOf(world))).toContain(`M0 ${exemptionId}`)
  })

  test('[RB35] given no denial and no confirmation, when the gate holds what it had refused, then it is B4', async () => {
    const { world, exemptionId } = held(false)
    refuse(world, exemptionId, 'INVALID')
    expect(await classesOf(diaryOf(world))).toContain(`B4 ${exemptionId}`)
  })

  test.each([
    [120_000, 'M0'],
    [120_001, 'B4'],
  ])('[RB35] given a denial, when the gate takes it anew %i ms after the refusal, then it is %s', async (ms, found) => {
    const { world, exemptionId } = held()
    world.pass(600)
    deny(world, exemptionId, 'AlreadyPaid')
    payAndLeave(world)
    const anew = { type: 'ledger.accepted', v: 1, at: world.now, gateEpoch: 'g1', ledgerSeq: 2, exemptionId }
    world.lotEvents.push({ ...anew, freeMinutes: 120, acceptedAt: addMs(world.now, ms), plate: PLATE } as Event)
    expect(await classesOf(diaryOf(world))).toContain(`${found} ${exemptionId}`)
  })
})

describe('what is owed for a grant that came to nothing', () => {
  test('[RB36] given a write-off by two persons, when the car then pays, then nothing is owed', async () => {
    const { world, exemptionId } = held()
    world.send({ type: 'exemption.proposeWriteOff', exemptionId, reason: '误发' }, person('anna'))
    world.send({ type: 'exemption.approveWriteOff', exemptionId }, person('bo'))
    world.send({ type: 'exemption.recordRevocation', exemptionId, outcome: 'Revoked', bridgeEpoch: 1 }, BRIDGE)
    world.pass(600)
    payAndLeave(world)
    expect(world.exemptions.exemptions.get(exemptionId)).toMatchObject({ status: 'writtenOff' })
    expect((await classesOf(diaryOf(world))).filter(one => one.startsWith('B'))).toEqual([])
  })

  test('[RB36] given a grant that was taken back, then nothing is owed', () => {
    const { world, exemptionId } = granted()
    const revoked = { type: 'exemption.revoked', v: 1, at: world.now, exemptionId } as Event
    const diary = diaryOf({ events: [...world.events, revoked], lotEvents: world.lotEvents } as World)
    expect(rowsOf(diary, DAY, TERMS).owed).toEqual([])
  })

  test.each([
    ['ALREADY_PAID', false],
    ['CLASS_EXCLUDED', false],
    ['EXPIRED', false],
    ['LIMITED', false],
    ['STACK_REJECTED', false],
    ['ALREADY_LEFT', true],
    ['DEADLINE_PASSED', true],
    ['STORE_FULL', true],
    ['BAD_MAC', true],
    ['FENCED_EPOCH', true],
    ['INVALID', true],
  ] as const)(
    '[RB36] given a grant refused as %s, when its car pays after it was earned, then that it is owed is %s',
    async (reason, isOwed) => {
      const { world, exemptionId } = granted()
      world.pass(600)
      payAndLeave(world)
      refuse(world, exemptionId, reason)
      const classes = await classesOf(diaryOf(world))
      expect(classes.includes('B13 owed')).toBe(isOwed)
    },
  )
})
