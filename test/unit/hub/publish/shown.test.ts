import { expect, test } from 'vitest'
import { hallRules } from '../../../../server/src/domain.ts'
import { hallShown } from '../../../../server/src/hub/publish/shown.ts'
import { LOT, World } from '../../reactions/world.ts'

test('[AU20] a bridge that comes new is shown the exemptions of its own lot, and of no other', () => {
  // given a hall with an exemption of one lot
  const world = new World()
  world.enter('s1', '鲁F12345')
  const { exemptionId } = world.exemption(world.visit('A001', '鲁F12345'))!
  const state = { ...hallRules({} as never, 'h1').initial(), exemptions: world.exemptions }

  // when bridges of that lot and of another are shown what they may see
  const shown = (lotId: string) => hallShown(state, world.now, () => undefined).screen(`bridge:${lotId}`).exemptions

  // then
  expect(Object.keys(shown(LOT))).toEqual([exemptionId])
  expect(shown('west')).toEqual({})
})
