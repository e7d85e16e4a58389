import { addMs, DAY_MS, type Event, fen, type GateRecord } from '@pingting/contract'
import { describe, expect, test } from 'vitest'
import { decide } from '../../../server/src/lots/decide.ts'
import { evolve, initial } from '../../../server/src/lots/state.ts'
import { lotFrame, lotHead, lotHeadForOperator, stayOf, stayRows } from '../../../server/src/lots/view.ts'
import { FREE, fakeId, NINE, SYSTEM, staff, World } from '../reactions/world.ts'

const PLATE = '鲁F12345'
const facts = { at: NINE, businessDay: '2026-11-23', actor: SYSTEM, idFor: (name: string) => name }
const commandId = fakeId('any')
const report = (world: World, gateEpoch: string, ...records: GateRecord[]) =>
  world.toLot({ type: 'lot.report', commandId, bridgeEpoch: 1, gateEpoch, records })

describe('a lot', () => {
  test('[LT3] before it is opened no link is lost and nothing is restored', () => {
    const lost = decide['lot.loseLink']({ type: 'lot.loseLink', commandId, reason: 'bridgeAway' }, initial(), facts)
    const restore = { type: 'lot.restore', commandId, backupId: 'b', backupAt: NINE } as const
    expect([lost, decide['lot.restore'](restore, initial(), facts)]).toEqual(Array(2).fill({ refused: 'lot.unknown' }))
  })

  test('[LT20] the sign-off is a person’s word', () => {
    const state = { ...initial(), restored: { backupAt: NINE, ledgerRead: true } }
    const told = decide['lot.signOff']({ type: 'lot.signOff', commandId }, state, facts)
    expect(told).toEqual({ refused: 'access.denied' })
  })

  test('[LT20] an operator signs off once, after a restore and not before the ledger was read to its end', () => {
    // given a lot, and one that was restored
    const world = new World()
    const signOff = () =>
      decide['lot.signOff']({ type: 'lot.signOff', commandId }, world.lot, { ...facts, actor: staff('o1', 'operator') })
    expect(signOff()).toEqual({ refused: 'lot.nothing-to-sign-off' })
    evolve(world.lot, { type: 'lot.restored', v: 1, at: NINE, backupId: 'b', backupAt: NINE, bridgeEpoch: 1_001 })
    // when its ledger is unread, and when it is read
    expect(signOff()).toEqual({ refused: 'lot.ledger-unread' })
    expect(lotHeadForOperator(world.lot)).toMatchObject({ awaitsSignOff: { backupAt: NINE, ledgerRead: false } })
    evolve(world.lot, { type: 'lot.ledgerRead', v: 1, at: NINE, gateEpoch: 'g1', gateSeq: 4 })
    // then the operator's word is taken, and only he was told of it
    expect(signOff()).toEqual([{ type: 'lot.signedOff', v: 1, at: NINE, staffId: 'o1' }])
    expect(lotHeadForOperator(world.lot)).toMatchObject({ awaitsSignOff: { ledgerRead: true } })
    expect(lotHead(world.lot)).not.toHaveProperty('awaitsSignOff')
    evolve(world.lot, { type: 'lot.signedOff', v: 1, at: NINE, staffId: 'o1' })
    expect(lotHeadForOperator(world.lot)).not.toHaveProperty('awaitsSignOff')
  })

  test('[LT8] a lot that is not opened yet has no space left, and none too few', () => {
    expect(lotFrame(initial())).toEqual({ kind: 'lot', insideTally: 0, spacesLeft: 0 })
  })

  test('[LT20] a ledger read to its end says nothing where nothing was restored', () => {
    const state = initial()
    evolve(state, { type: 'lot.ledgerRead', v: 1, at: NINE, gateEpoch: 'g1', gateSeq: 4 })
    expect(state.restored).toBeUndefined()
  })

  test('[LT13] a loss that gives no reason takes the reason before it away', () => {
    const world = new World()
    const lose = (reason?: 'gateAway'): Event =>
      ({ type: 'lot.linkLost', v: 1, at: NINE, ...(reason === undefined ? {} : { reason }) }) as Event
    evolve(world.lot, lose('gateAway'))
    expect(lotHead(world.lot)).toMatchObject({ linkUsable: false, linkLoss: 'gateAway' })
    evolve(world.lot, lose())
    expect(lotHead(world.lot)).not.toHaveProperty('linkLoss')
  })

  test('[LT8] staff take no visitor’s space, coming or going', () => {
    const world = new World()
    const car = { stayId: 's1', laneId: 'in', enteredAt: NINE } as const
    report(world, 'g1', { kind: 'entered', gateSeq: 1, ...car, carClass: 'staff' })
    expect(lotFrame(world.lot)).toMatchObject({ insideTally: 0, spacesLeft: 3 })
    const out = { stayId: 's1', laneId: 'out', exitedAt: NINE, minutes: 0, ...FREE } as const
    report(world, 'g1', { kind: 'exited', gateSeq: 2, ...out })
    expect(lotFrame(world.lot)).toMatchObject({ insideTally: 0, spacesLeft: 3 })
  })

  test('[LT8] an entry told again under another number leaves a stay paid, corrected and over', () => {
    // given a car that came, was corrected, paid and left
    const world = new World()
    const entry = { kind: 'entered', stayId: 's1', laneId: 'in', carClass: 'casual', enteredAt: NINE } as const
    report(world, 'g1', { ...entry, gateSeq: 1, plate: '鲁F11111' })
    report(world, 'g1', { kind: 'plateCorrected', gateSeq: 2, stayId: 's1', plate: PLATE, correctedAt: NINE })
    report(world, 'g1', { kind: 'paid', gateSeq: 3, stayId: 's1', paidFen: fen(100), paidAt: NINE })
    const inside = world.lot.stays.get('s1')!
    // when its entry is told again before and after it left
    report(world, 'g1', { ...entry, gateSeq: 4, plate: '鲁F11111' })
    expect(inside).toMatchObject({ plate: PLATE, paidAt: NINE, lastFact: { gateSeq: 4 } })
    const out = { stayId: 's1', laneId: 'out', exitedAt: NINE, minutes: 0, ...FREE } as const
    report(world, 'g1', { kind: 'exited', gateSeq: 5, ...out })
    report(world, 'g1', { ...entry, gateSeq: 6, plate: '鲁F11111' })
    // then it is gone, once
    expect(lotFrame(world.lot)).toMatchObject({ insideTally: 0, spacesLeft: 3 })
    expect(stayRows(world.lot)['s1']).toMatchObject({ exitedAt: NINE })
    expect(stayOf(world.lot, '鲁F11111')).toBeUndefined()
    expect(world.lot.gateSeq).toBe(6)
  })

  test('[LT9] a stay that a gate with a new memory named again is not forgotten with the old one', () => {
    // given a stay that is over
    const world = new World()
    const entry = { kind: 'entered', stayId: 's1', laneId: 'in', carClass: 'casual' } as const
    report(world, 'g1', { ...entry, gateSeq: 1, enteredAt: NINE })
    const out = { stayId: 's1', laneId: 'out', exitedAt: NINE, minutes: 0, ...FREE } as const
    report(world, 'g1', { kind: 'exited', gateSeq: 2, ...out })
    // when the gate begins anew, names another car's stay the same, and two days pass
    world.pass(60)
    report(world, 'g2', { ...entry, gateSeq: 1, enteredAt: world.now })
    world.pass((2 * DAY_MS) / 1_000)
    report(world, 'g2', { ...entry, gateSeq: 2, stayId: 's2', enteredAt: world.now })
    // then it is still there
    expect(stayRows(world.lot)['s1']).toMatchObject({ enteredAt: addMs(NINE, 60_000) })
  })
})
