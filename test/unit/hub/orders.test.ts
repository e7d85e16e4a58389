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

test('[LT42] of what nobody granted a revocation is signed while it is taken back, and nothing else ever', () => {
  const world = new World()
  world.enter('s1', PLATE)
  const granted = world.exemption(world.visit('A001', PLATE))!.exemptionId
  const exemptionId = '0b8f7c52-95d3-5a3c-8b93-8a5d6a3d1c11'
  const sign = (over: object) =>
    signerOf(world).sign(
      { op: 'revoke', lotId: LOT, key: exemptionId, bridgeEpoch: 1, exemptionId, ...over } as never,
      { kind: 'bridge', lotIds: [LOT] },
    )
  expect(sign({})).toEqual({ refused: 'exemption.unknown' })
  const row = { exemptionId, freeMinutes: 120, heldAt: world.now, at: world.now }
  world.lot.phantoms.set(exemptionId, { ...row, waits: true })
  expect(sign({})).toEqual({ refused: 'exemption.unknown' })
  world.lot.phantoms.set(exemptionId, row)
  expect(sign({})).toMatchObject({ mac: expect.stringMatching(/^[0-9a-f]{64}$/) })
  expect(sign({ op: 'grant', submitDeadline: world.now })).toEqual({ refused: 'exemption.unknown' })
  // What a hall has granted, here or at another car park, is its own to take back.
  world.lot.phantoms.set(granted, { ...row, exemptionId: granted })
  expect(sign({ exemptionId: granted })).toEqual({ refused: 'exemption.ended' })
  world.exemptions.exemptions.get(granted)!.lotId = 'west'
  expect(sign({ exemptionId: granted })).toEqual({ refused: 'exemption.unknown' })
  world.lot.phantoms.set(exemptionId, { ...row, outcome: 'Revoked' })
  expect(sign({})).toEqual({ refused: 'exemption.unknown' })
})

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
