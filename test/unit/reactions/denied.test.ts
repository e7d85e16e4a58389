import { fen } from '@pingting/contract'
import { expect, test } from 'vitest'
import { BRIDGE, type Fact, fakeId, LOT, tally, World } from './world.ts'

const PLATE = '鲁F12345'

const granted = (world: World): string => {
  world.enter('s1', PLATE)
  const { exemptionId } = world.exemption(world.visit('A001', PLATE))!
  world.send({ type: 'exemption.confirm', bridgeEpoch: 1, exemptionId, gateEpoch: 'g1', ledgerSeq: 1 }, BRIDGE)
  return exemptionId
}
const denial = (world: World, exemptionId: string, reason = 'Superseded'): Fact => ({
  ...{ kind: 'denied', stayId: 's1', exemptionId, reason, deniedAt: world.now },
})
const leaving = (world: World): Fact => ({
  ...{ kind: 'exited', stayId: 's1', laneId: 'out-1', exitedAt: world.now, minutes: 90 },
  ...{ feeBeforeFen: fen(400), feeWaivedFen: fen(0), feeAfterFen: fen(400) },
})
const use = (world: World, exemptionId: string): Fact => ({
  ...{ kind: 'honoured', stayId: 's1', exemptionId, minutesApplied: 60, exitedAt: world.now },
  ...{ feeBeforeFen: fen(400), feeWaivedFen: fen(200), feeAfterFen: fen(200) },
})
const stateOf = (world: World, exemptionId: string) => {
  const { status, reason } = world.exemptions.exemptions.get(exemptionId)!
  return { status, reason }
}

test.each([
  ['before', [denial, leaving]],
  ['after', [leaving, denial]],
] as const)(
  '[EX29] what the barrier did not take is refused with its reason, be it told %s the exit',
  (_when, facts) => {
    const world = new World()
    const exemptionId = granted(world)
    world.gate(facts[0](world, exemptionId))
    expect(stateOf(world, exemptionId).status).toBe('confirmed')
    world.gate(facts[1](world, exemptionId))
    expect(stateOf(world, exemptionId)).toEqual({ status: 'refused', reason: 'STACK_REJECTED' })
    expect(world.exemptions.books).toMatchObject({ open: { count: 0 }, refused: { count: 1 } })
  },
)

test('[EX29] a car that was denied at one try and let out free at the next was honoured', () => {
  const world = new World()
  const exemptionId = granted(world)
  world.gate(denial(world, exemptionId, 'NotYetValid'))
  world.pass(30).gate(use(world, exemptionId), leaving(world))
  expect(stateOf(world, exemptionId).status).toBe('honoured')
  expect(tally(world.events, 'exemption.refused')).toBe(0)
})

test('[EX29] what a crash swallowed is asked at the next start, once; another lot’s exemption is nobody’s to deny', () => {
  const world = new World()
  const exemptionId = granted(world)
  const { exemptions } = world
  world.exemptions = { ...exemptions, exemptions: new Map() }
  world.gate(denial(world, exemptionId, 'a word of the vendor'), leaving(world))
  world.exemptions = exemptions
  const other = { ...exemptions.exemptions.get(exemptionId)!, lotId: `${LOT}-2` }
  exemptions.exemptions.set(fakeId('other'), { ...other, exemptionId: fakeId('other') })
  world.lot.stays.get('s1')!.denied!.set(fakeId('other'), 'Expired')
  world.restart()
  expect(stateOf(world, exemptionId)).toEqual({ status: 'refused', reason: 'INVALID' })
  expect(stateOf(world, fakeId('other')).status).toBe('confirmed')
  expect(world.restart()).toEqual([])
})

test('[EX36] what the car park has taken back itself is refused at once, and what it then asked for is owed', () => {
  const world = new World()
  const exemptionId = granted(world)
  world.gate(denial(world, exemptionId, 'Revoked'))
  expect(stateOf(world, exemptionId)).toEqual({ status: 'refused', reason: 'WITHDRAWN' })
  world.gate(leaving(world))
  expect(world.restart()).toEqual([])
  expect(tally(world.events, 'exemption.refused')).toBe(1)
})

test('[EX36] what the hall itself is taking back ends by the answer of the gate, whoever tells of it first', () => {
  const world = new World()
  const exemptionId = granted(world)
  world.exemptions.exemptions.get(exemptionId)!.revoking = true
  world.gate(denial(world, exemptionId, 'Revoked'))
  world.gate(leaving(world))
  expect(stateOf(world, exemptionId).status).toBe('confirmed')
})

test('[EX29] no gate fills the memory with denials of one car', () => {
  const world = new World()
  world.enter('s1', PLATE)
  for (let one = 0; one < 20; one += 1) world.gate(denial(world, fakeId(`exemption ${one}`)))
  expect(world.lot.stays.get('s1')!.denied!.size).toBe(8)
})

test('[LT24] what was waived is part of the exit, though the gate tells it after', () => {
  const world = new World()
  const exemptionId = granted(world)
  world.gate(leaving(world), use(world, exemptionId))
  expect(world.lot.stays.get('s1')).toMatchObject({ feeBeforeFen: 400, feeWaivedFen: 200, feeAfterFen: 200 })
})
