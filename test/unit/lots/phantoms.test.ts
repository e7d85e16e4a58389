import { addMs, type LotCommand } from '@pingting/contract'
import { describe, expect, test } from 'vitest'
import { isTakenBack } from '../../../server/src/lots/phantoms.ts'
import { lotHead, lotHeadForBridge, lotHeadForOperator } from '../../../server/src/lots/view.ts'
import { BRIDGE, NINE, SYSTEM, staff, World } from '../reactions/world.ts'

const PHANTOM = '0b8f7c52-95d3-5a3c-8b93-8a5d6a3d1c11'
const OPERATOR = staff('operator', 'operator')
const [commandId, heldAt] = [PHANTOM, addMs(NINE, -3_600_000)]
const phantom = { exemptionId: PHANTOM, freeMinutes: 120, heldAt }
const find = (world: World, over: object = {}) =>
  world.toLot({ type: 'lot.findPhantoms', commandId, phantoms: [phantom], ...over } as LotCommand, SYSTEM)
const record = (world: World, outcome: string, bridgeEpoch = 1) =>
  world.toLot({ type: 'lot.recordPhantom', commandId, bridgeEpoch, exemptionId: PHANTOM, outcome } as LotCommand)
const takeBack = (world: World, actor = OPERATOR) =>
  world.toLot({ type: 'lot.takeBackPhantom', commandId, exemptionId: PHANTOM }, actor)

describe('what the gate holds and nobody granted', () => {
  test('[LT40] is found once, shown to operator and bridge alone, and is over when the gate has answered', () => {
    const world = new World()
    expect(find(world)).toEqual([{ type: 'lot.phantomFound', v: 1, at: NINE, ...phantom }])
    expect(find(world)).toEqual([])
    const shown = { [PHANTOM]: { ...phantom, at: NINE } }
    expect([lotHeadForOperator(world.lot)?.phantoms, lotHeadForBridge(world.lot)?.phantoms]).toEqual([shown, shown])
    expect(lotHead(world.lot)).not.toHaveProperty('phantoms')
    expect(isTakenBack(world.lot, PHANTOM)).toBe(true)

    expect(record(world, 'Revoked')).toMatchObject([{ type: 'lot.phantomEnded', outcome: 'Revoked' }])
    expect(record(world, 'AlreadyRevoked')).toEqual([])
    expect(isTakenBack(world.lot, PHANTOM)).toBe(false)
    expect(lotHeadForOperator(world.lot)?.phantoms?.[PHANTOM]?.outcome).toBe('Revoked')
    expect(find(world)).toEqual([])
  })

  test('[LT40] only the bridge in office says what became of it, and of nothing else', () => {
    const world = new World()
    expect(record(world, 'Revoked')).toEqual({ refused: 'phantom.unknown', about: PHANTOM })
    find(world)
    expect(record(world, 'Revoked', 0)).toEqual({ refused: 'lot.fenced', about: '1' })
    expect(record(world, 'Revoked', 2)).toHaveLength(1)
  })

  test('[LT41] waits for a person where the books say so, and is taken back once he has looked', () => {
    const world = new World()
    expect(takeBack(world)).toEqual({ refused: 'phantom.unknown', about: PHANTOM })
    expect(find(world, { waits: true })).toMatchObject([{ type: 'lot.phantomFound', waits: true }])
    expect(isTakenBack(world.lot, PHANTOM)).toBe(false)
    expect(takeBack(world, BRIDGE)).toEqual({ refused: 'access.denied' })
    expect(takeBack(world)).toMatchObject([{ type: 'lot.phantomReleased', staffId: 'operator' }])
    expect(isTakenBack(world.lot, PHANTOM)).toBe(true)
    expect(takeBack(world)).toEqual([])
  })

  test('[LT41] nothing is found before a restore is signed off, and what the gate took before that waits', () => {
    const world = new World()
    world.toLot({ type: 'lot.restore', commandId, backupId: commandId, backupAt: heldAt }, SYSTEM)
    expect(find(world)).toEqual({ refused: 'lot.awaits-sign-off' })
    world.lot.restored = { backupAt: heldAt, ledgerRead: true }
    world.toLot({ type: 'lot.signOff', commandId }, OPERATOR)
    const late = { ...phantom, exemptionId: commandId.replace('0b8f', '0b8e'), heldAt: addMs(NINE, 120_001) }
    const atOnce = { ...phantom, exemptionId: commandId.replace('0b8f', '0b8d'), heldAt: addMs(NINE, 120_000) }
    expect(find(world, { phantoms: [phantom, atOnce, late] })).toMatchObject([
      { exemptionId: PHANTOM, waits: true },
      { exemptionId: atOnce.exemptionId, waits: true },
      { exemptionId: late.exemptionId },
    ])
    expect(isTakenBack(world.lot, late.exemptionId)).toBe(true)
  })

  test('[LT40] is forgotten after a week', () => {
    const world = new World()
    find(world)
    world.pass(6 * 86_400)
    world.enter('s1', '鲁F12345')
    expect(world.lot.phantoms.size).toBe(1)
    world.pass(86_400)
    world.enter('s2', '鲁F54321')
    expect(world.lot.phantoms.size).toBe(0)
  })
})
