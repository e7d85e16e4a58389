import { addMs, fen } from '@pingting/contract'
import { describe, expect, test } from 'vitest'
import { rowsOf } from '../../../../server/src/settlements/diary/day-rows.ts'
import { DAY, World } from '../../reactions/world.ts'
import { classesOf, diaryOf, OTHER, PLATE, TERMS, verdictsOf } from '../days.ts'

/** Granted for the car that is inside. */
function granted() {
  const world = new World()
  world.enter('s1', PLATE)
  const { exemptionId } = world.exemption(world.visit('A001', PLATE))!
  return { world, exemptionId }
}

describe('what was used at a payment', () => {
  test('[RB37] given a coupon that counts at the payment, when the car leaves ten minutes later, then it is that exit’s', async () => {
    const { world, exemptionId } = granted()
    world.pass(3600).honour('s1', exemptionId)
    world.pass(600).exit('s1')
    expect(await classesOf(diaryOf(world))).toEqual([`M0 ${exemptionId}`, 'M0 exit', 'M0 owed'].sort())
    const settled = (await verdictsOf(diaryOf(world))).flatMap(verdict => verdict.settled ?? [])
    expect(settled).toMatchObject([{ key: exemptionId, laneId: 'out', stayId: 's1' }])
  })

  test('[RB37] given a use and no entry that was told, when the car leaves later, then it is that exit’s', () => {
    const { world, exemptionId } = granted()
    world.pass(3600).honour('s1', exemptionId)
    world.pass(600).exit('s1')
    const lotEvents = world.lotEvents.filter(({ type }) => type !== 'stay.entered')
    const { exits } = rowsOf(diaryOf({ events: world.events, lotEvents } as World), DAY, TERMS)
    expect(exits).toMatchObject([{ exemptionId }])
  })

  test('[RB37] given an exit, when a use of its stay is told of more than 120 s after it, then it is not that exit’s', () => {
    const { world, exemptionId } = granted()
    const leftAt = world.now
    world.exit('s1')
    const exemptionAt = (ms: number) => {
      const other = { ...world, events: world.events, now: addMs(leftAt, ms), lotEvents: [...world.lotEvents] }
      const fees = { feeBeforeFen: fen(200), feeWaivedFen: fen(200), feeAfterFen: fen(0) }
      const use = { type: 'stay.exemptionHonoured', v: 1, at: other.now, gateSeq: 99, stayId: 's1', exemptionId }
      other.lotEvents.push({ ...use, minutesApplied: 60, exitedAt: other.now, ...fees } as never)
      return rowsOf(diaryOf(other as unknown as World), DAY, TERMS).exits[0]?.exemptionId
    }
    expect([exemptionAt(120_000), exemptionAt(120_001)]).toEqual([exemptionId, undefined])
  })
})

describe('a stay name that the gate gives again', () => {
  test('[RB37] given a use under a name, when another car has it later that day, then the use is still the first one’s', async () => {
    const { world, exemptionId } = granted()
    world.pass(600).honour('s1', exemptionId)
    world.exit('s1')
    world.pass(600).enter('s1', OTHER)
    world.pass(600)
    const paid = { feeBeforeFen: fen(200), feeWaivedFen: fen(0), feeAfterFen: fen(200) }
    world.gate({ kind: 'exited', stayId: 's1', laneId: 'out', exitedAt: world.now, minutes: 10, ...paid })
    const diary = diaryOf(world)
    expect((await classesOf(diary)).filter(one => one.startsWith('B'))).toEqual([])
    const exits = rowsOf(diary, DAY, TERMS).exits.map(({ key, exemptionId: used }) => [key, used])
    expect(exits).toEqual(
      expect.arrayContaining([
        [PLATE, exemptionId],
        [OTHER, undefined],
      ]),
    )
  })

  test('[RB37] given a grant, when the next car of that name uses it, then that is another plate’s use', async () => {
    const { world, exemptionId } = granted()
    world.pass(600)
    const paid = { feeBeforeFen: fen(200), feeWaivedFen: fen(0), feeAfterFen: fen(200) }
    world.gate({ kind: 'exited', stayId: 's1', laneId: 'out', exitedAt: world.now, minutes: 10, ...paid })
    world.pass(600).enter('s1', OTHER)
    world.pass(600).honour('s1', exemptionId)
    world.exit('s1')
    // The hall may say that it came in after the grant; in either way it is no clean use.
    expect(await classesOf(diaryOf(world))).toContain(`B7 ${exemptionId}`)
  })

  test('[RB37] given a payment and a corrected plate, then they are of the stay that was inside at that time', () => {
    const { world } = granted()
    world.pass(60).gate({ kind: 'paid', stayId: 's1', paidFen: fen(200), paidAt: world.now })
    const paidAt = world.now
    world.pass(60).exit('s1')
    world.pass(600).enter('s1', PLATE)
    world.gate({ kind: 'plateCorrected', stayId: 's1', plate: OTHER, correctedAt: world.now })
    world.pass(600).exit('s1')
    const rows = rowsOf(diaryOf(world), DAY, TERMS).exits.map(row => [row.key, row.paidAt])
    expect(rows).toEqual(
      expect.arrayContaining([
        [PLATE, paidAt],
        [OTHER, undefined],
      ]),
    )
  })
})
