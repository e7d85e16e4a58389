import { businessDayOf } from '@pingting/contract'
import { expect, test } from 'vitest'
import { hallRules } from '../../../server/src/domain.ts'
import { BRIDGE, fakeId, World } from '../reactions/world.ts'

test('[GT16] a hall asks its lot which bridge is in office, and takes the word of no other', () => {
  // given an exemption of a lot that was leased a second time
  const world = new World()
  world.enter('s1', '鲁F12345')
  const { exemptionId } = world.exemption(world.visit('A001', '鲁F12345'))!
  world.toLot({ type: 'lot.lease', commandId: fakeId('relieved'), bridgeId: 'b2' })
  const rules = hallRules(
    {
      ...{
        calendar: { holidays: [], workdays: [] },
        exemptionIdFor: fakeId,
        visitIdFor: fakeId,
        halls: () => [],
        failed: () => undefined,
      },
      lot: () => world.lot,
    },
    'h1',
  )
  const state = { ...rules.initial(), exemptions: world.exemptions }

  // when either bridge says that it rests with the operator
  const at = { at: world.now, businessDay: businessDayOf(world.now), actor: BRIDGE, idFor: fakeId }
  const told = (bridgeEpoch: number) =>
    rules.decide(state, { type: 'exemption.freeze', commandId: fakeId('told'), exemptionId, bridgeEpoch }, at as never)

  // then only the newer is heard
  expect(told(1)).toEqual({ refused: 'lot.fenced', about: '2' })
  expect(told(2)).toMatchObject([{ type: 'exemption.frozen', exemptionId }])
})
