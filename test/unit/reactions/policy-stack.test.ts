import { type ExemptionPolicy, isRefusal } from '@pingting/contract'
import { expect, test } from 'vitest'
import { card, fakeId, staff, World } from './world.ts'

const MANAGER = staff('manager', 'manager')
const [TOMORROW, LATER] = ['2026-11-24', '2026-11-26']

const adopt = (world: World, over: Partial<ExemptionPolicy>, effectiveFrom = TOMORROW) =>
  world.send({ type: 'policy.adopt', policy: { ...card().policy, version: 'p2', ...over }, effectiveFrom }, MANAGER)

test.each(['sum', 'replace'] as const)(
  '[PO12] a lot whose bridge told otherwise keeps the rule %s away, named',
  stackRule => {
    // given a bridge that tells what its gate can do
    const world = new World()
    world.toLot({ type: 'lot.lease', commandId: fakeId('told'), bridgeId: 'b2', stackRules: ['max', 'reject'] })

    // when and then
    expect(adopt(world, { stackRule })).toEqual({ refused: 'policy.stack-unable', about: '东区 East' })
    expect(isRefusal(adopt(world, { stackRule: 'reject' }))).toBe(false)
  },
)

test('[PO12] a lot that never told keeps none away, nor one whose bridge of now does not tell', () => {
  const world = new World()
  expect(isRefusal(adopt(world, { stackRule: 'sum' }))).toBe(false)
  world.toLot({ type: 'lot.lease', commandId: fakeId('told'), bridgeId: 'b2', stackRules: ['max'] })
  world.toLot({ type: 'lot.lease', commandId: fakeId('untold'), bridgeId: 'b3' })
  expect(isRefusal(adopt(world, { version: 'p3', stackRule: 'sum' }, LATER))).toBe(false)
})

test('[PO3] that a lot cannot do the rule is told last, after a day that is taken', () => {
  const world = new World()
  adopt(world, {})
  world.toLot({ type: 'lot.lease', commandId: fakeId('told'), bridgeId: 'b2', stackRules: ['max'] })
  expect(adopt(world, { version: 'p3', stackRule: 'sum' })).toMatchObject({ refused: 'policy.day-taken' })
})
