import { expect, test } from 'vitest'
import type { Hub } from '../../../server/src/hub/dispatch.ts'
import { openOrders } from '../../../server/src/hub/orders.ts'
import { openSigner } from '../../../server/src/hub/signer.ts'
import { LOT, World } from '../reactions/world.ts'

const PLATE = '鲁F12345'

/** The states of a hub without the hub: who signs only reads them. */
const signerOf = (world: World) => {
  const hub = {
    stream: () => ({ peek: () => world.lot }),
    states: () => [{ state: { exemptions: world.exemptions } }],
  }
  return openOrders(hub as unknown as Hub, openSigner(Buffer.alloc(32, 7)), undefined as never, undefined as never)
}

test('[GT33] the hub signs nothing of which the lot has recorded a use, booked by the hall or not yet', () => {
  const world = new World()
  world.enter('s1', PLATE)
  const exemptionId = world.exemption(world.visit('A001', PLATE))!.exemptionId
  const wish = {
    op: 'grant',
    lotId: LOT,
    exemptionId,
    bridgeEpoch: 1,
    submitDeadline: '2026-11-23T02:00:00.000Z',
  } as const
  const bridge = { kind: 'bridge' as const, lotIds: [LOT] }
  expect(signerOf(world).sign(wish, bridge)).toMatchObject({ order: { key: exemptionId } })
  world.cross = asked => asked
  world.honour('s1', exemptionId)
  expect(world.exemptions.exemptions.get(exemptionId)).toMatchObject({ status: 'granted' })
  expect(signerOf(world).sign(wish, bridge)).toEqual({ refused: 'exemption.ended' })
})
