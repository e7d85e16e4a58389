import { type Event, fen, type GateRecord, isRefusal, type LotCommand } from '@pingting/contract'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { evolve, initial, type LotState } from '../../../server/src/lots/state.ts'
import { foreignRows, lotFrame, lotHead, lotHeadForBridge, stayOf, stayRows } from '../../../server/src/lots/view.ts'
import { FREE, fakeId, LOT, NINE, throughJson, World } from '../reactions/world.ts'

const PLATE = '鲁F12345'
const entered = (gateSeq: number, stayId: string, plate?: string): GateRecord => ({
  ...{ kind: 'entered', gateSeq, stayId, carClass: 'casual', laneId: 'in', enteredAt: NINE },
  ...(plate === undefined ? {} : { plate }),
})
const exited = (gateSeq: number, stayId: string, exitedAt = NINE): GateRecord => ({
  ...{ kind: 'exited', gateSeq, stayId, laneId: 'out', exitedAt, minutes: 0, ...FREE },
})
const report = (records: GateRecord[], gateEpoch = 'g1', bridgeEpoch = 1, follows?: string): LotCommand => ({
  ...{ type: 'lot.report', commandId: fakeId('r'), bridgeEpoch, gateEpoch, records },
  ...(follows === undefined ? {} : { follows }),
})
const tell = (world: World, ...of: Parameters<typeof report>) => {
  const decision = world.toLot(report(...of))
  return isRefusal(decision) ? decision : decision.map(event => event.type)
}

describe('the bridge of a lot', () => {
  test('[LT1] each lease raises the fencing number, and the bridge before is refused from then on', () => {
    const world = new World()
    expect(tell(world, [])).toEqual(['lot.gateReset'])
    world.toLot({ type: 'lot.lease', commandId: fakeId('l2'), bridgeId: 'b2' })
    const link = { type: 'lot.link', commandId: fakeId('k'), bridgeEpoch: 1, usable: true } as const
    expect([tell(world, []), world.toLot(link)]).toEqual(Array(2).fill({ refused: 'lot.fenced', about: '2' }))
    expect(tell(world, [], 'g1', 2)).toEqual([])
    expect(tell(world, [], 'g1', 3)).toMatchObject({ refused: 'lot.fenced' })
  })

  test('[LT2] a link is lost and restored once, however often it is told', () => {
    const world = new World()
    const link = (usable: boolean) =>
      world.toLot({ type: 'lot.link', commandId: fakeId('k'), bridgeEpoch: 1, usable }) as Event[]
    expect([true, true, false, false].map(usable => link(usable).map(event => event.type))).toEqual([
      ...[['lot.linkRestored'], [], ['lot.linkLost'], []],
    ])
  })

  test('[LT13] a bridge that has fallen silent loses the link once, with that reason, and restores it when it speaks again', () => {
    const world = new World()
    const link = (usable: boolean) => world.toLot({ type: 'lot.link', commandId: fakeId('k'), bridgeEpoch: 1, usable })
    const silent = () => world.toLot({ type: 'lot.loseLink', commandId: fakeId('s'), reason: 'bridgeAway' })
    link(true)
    expect([silent(), silent()]).toMatchObject([[{ type: 'lot.linkLost', reason: 'bridgeAway' }], []])
    expect(lotHead(world.lot)).toMatchObject({ linkUsable: false, linkLoss: 'bridgeAway' })
    expect(link(false)).toMatchObject([{ type: 'lot.linkLost', reason: 'gateAway' }])
    expect([link(false), silent(), link(true)]).toMatchObject([
      [],
      [{ reason: 'bridgeAway' }],
      [{ type: 'lot.linkRestored' }],
    ])
    expect(lotHead(world.lot)).not.toHaveProperty('linkLoss')
  })

  test('[LT3] a lot is opened once, and before it nothing is taken', () => {
    const world = new World()
    const card = world.lot.card!
    expect(world.toLot({ type: 'lot.open', commandId: fakeId('o'), lot: card })).toMatchObject({
      refused: 'lot.exists',
    })
    world.lot = initial()
    const closed = [report([]), { type: 'lot.lease', commandId: fakeId('l'), bridgeId: 'b' } as const]
    expect(closed.map(command => world.toLot(command))).toEqual(Array(2).fill({ refused: 'lot.unknown' }))
  })
})

describe('facts of the gate', () => {
  test('[LT4] are taken in the order of their numbers, those told again are dropped', () => {
    const world = new World()
    expect(tell(world, [entered(1, 's1'), entered(2, 's2')])).toEqual(['lot.gateReset', 'stay.entered', 'stay.entered'])
    expect(tell(world, [entered(1, 's1'), entered(2, 's2'), entered(3, 's3')])).toEqual(['stay.entered'])
    expect([world.lot.gateSeq, lotFrame(world.lot).insideTally]).toEqual([3, 3])
  })

  test.each([
    [[entered(2, 's2')], '0'],
    [[entered(1, 's1'), entered(3, 's3')], '0'],
  ])('[LT5] a gap refuses the whole report and names the last fact known', (records, about) => {
    const world = new World()
    expect(tell(world, records)).toMatchObject({ refused: 'lot.gap' })
    expect(world.lot.gateSeq).toBe(Number(about))
    tell(world, [entered(1, 's1')])
    expect(tell(world, [entered(3, 's3')])).toEqual({ refused: 'lot.gap', about: '1' })
  })

  test('[LT6] a gate with another epoch counts from the start, and the stays known remain', () => {
    const world = new World()
    tell(world, [entered(1, 's1', PLATE), entered(2, 's2')])
    expect(tell(world, [entered(1, 's9')], 'g2')).toEqual(['lot.gateReset', 'stay.entered'])
    expect(world.lot).toMatchObject({ gateEpoch: 'g2', gateSeq: 1 })
    expect(stayOf(world.lot, PLATE)?.stayId).toBe('s1')
  })

  test('[LT15] a report of an earlier ledger that comes late does not bring it back, and one that follows on does', () => {
    const world = new World()
    expect(tell(world, [], 'g1', 1, '')).toEqual(['lot.gateReset'])
    expect(tell(world, [], 'g1', 1, 'g1')).toEqual([])
    expect(tell(world, [entered(1, 's1')], 'g2', 1, 'g1')).toEqual(['lot.gateReset', 'stay.entered'])
    for (const late of ['', 'g1'])
      expect(tell(world, [], 'g1', 1, late)).toEqual({ refused: 'lot.other-epoch', about: 'g2' })
    expect(world.lot).toMatchObject({ gateEpoch: 'g2', gateSeq: 1 })
    expect(tell(world, [], 'g1', 1, 'g2')).toEqual(['lot.gateReset'])
  })

  test('[LT12] nobody could read are recorded by their number, shown for a week, and hold up nothing', () => {
    const world = new World()
    const unread: GateRecord = { kind: 'foreign', gateSeq: 2, rawType: 'BarrierRaised' }
    expect(tell(world, [entered(1, 's1'), unread, entered(3, 's2')])).toEqual([
      ...['lot.gateReset', 'stay.entered', 'lot.foreignRecorded', 'stay.entered'],
    ])
    expect(foreignRows(world.lot)).toEqual({
      'g1 2': { gateEpoch: 'g1', gateSeq: 2, rawType: 'BarrierRaised', at: NINE },
    })
    expect(tell(world, [unread])).toEqual([])
    world.pass(6 * 24 * 3600)
    tell(world, [entered(4, 's3')])
    expect(world.lot.foreign.size).toBe(1)
    world.pass(24 * 3600)
    tell(world, [{ kind: 'foreign', gateSeq: 5 }])
    expect(Object.keys(foreignRows(world.lot))).toEqual(['g1 5'])
  })

  test('[LT47] a barrier that was opened by hand is a fact of its stay, and shown for a week', () => {
    const world = new World()
    const released: GateRecord = { kind: 'released', gateSeq: 2, stayId: 's1', release: 'manual', releasedAt: NINE }
    expect(tell(world, [entered(1, 's1'), released])).toEqual(['lot.gateReset', 'stay.entered', 'stay.released'])
    expect(tell(world, [released])).toEqual([])
    expect(foreignRows(world.lot)).toEqual({ 'g1 2': { gateEpoch: 'g1', gateSeq: 2, release: 'manual', at: NINE } })
    expect(stayRows(world.lot)['s1']).not.toHaveProperty('exitedAt')
    world.pass(7 * 24 * 3600)
    tell(world, [entered(3, 's3')])
    expect(foreignRows(world.lot)).toEqual({})
  })

  test('[LT14] what the gate has dropped is written down as lost and shown for a week, and the facts after it are taken', () => {
    const world = new World()
    tell(world, [entered(1, 's1')])
    const after = { ...report([entered(8, 's8'), entered(9, 's9')]), oldestSeq: 8 } as LotCommand
    expect(world.toLot(after)).toMatchObject([
      { type: 'lot.factsLost', gateEpoch: 'g1', from: 2, to: 7 },
      { type: 'stay.entered', gateSeq: 8 },
      { type: 'stay.entered', gateSeq: 9 },
    ])
    expect(world.lot.gateSeq).toBe(9)
    expect(foreignRows(world.lot)).toEqual({ 'g1 2': { gateEpoch: 'g1', gateSeq: 2, lostTo: 7, at: NINE } })
    expect(world.toLot(after)).toEqual([])
    world.pass(7 * 24 * 3600)
    tell(world, [entered(10, 's10')])
    expect(foreignRows(world.lot)).toEqual({})
  })

  test('[LT14] a new hub on an old gate begins with what is lost; what the gate still has is a gap like any other', () => {
    const world = new World()
    const old = { ...report([]), oldestSeq: 8 } as LotCommand
    const gap = { ...report([entered(7, 's7')]), oldestSeq: 6 } as LotCommand
    expect(world.toLot(gap)).toEqual({ refused: 'lot.gap', about: '5' })
    expect((world.toLot(old) as Event[]).map(({ type }) => type)).toEqual(['lot.gateReset', 'lot.factsLost'])
    expect([world.lot.gateSeq, tell(world, [entered(10, 's10')])]).toEqual([7, { refused: 'lot.gap', about: '7' }])
  })

  test('[LT4] told in any cuts and repeats, the facts come to the same', () => {
    const facts = [entered(1, 's1', PLATE), entered(2, 's2'), exited(3, 's1'), entered(4, 's3', PLATE), exited(5, 's2')]
    const whole = new World()
    tell(whole, facts)
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(5), fc.nat(5)), { maxLength: 12 }), cuts => {
        const world = new World()
        for (const [from, to] of cuts) tell(world, facts.slice(Math.min(from, to), Math.max(from, to)))
        tell(world, facts)
        expect(world.lot).toEqual(whole.lot)
      }),
      { verbose: 1 },
    )
  })
})

describe('stays', () => {
  test('[LT7] are found by the normalised plate, the latest one, over or not', () => {
    const world = new World()
    world.enter('s1', '鲁f·12345')
    expect(stayOf(world.lot, PLATE)).toEqual({ stayId: 's1', lotId: LOT, carClass: 'casual', enteredAt: NINE })
    world.exit('s1')
    expect(stayOf(world.lot, PLATE)).toMatchObject({ stayId: 's1', exitedAt: NINE })
    world.pass(60).enter('s2', PLATE)
    expect(stayOf(world.lot, PLATE)?.stayId).toBe('s2')
    expect(stayRows(world.lot)).toMatchObject({ s1: { plate: '鲁f·12345', feeWaivedFen: 200 }, s2: { plate: PLATE } })
    expect(stayRows(world.lot)['s2']).not.toHaveProperty('lastFact')
  })

  test('[LT7] what is no plate of ours is compared as the gate sent it; without a plate there is nothing to find', () => {
    const world = new World()
    world.enter('s1', '无牌车001')
    world.enter('s2')
    expect(stayOf(world.lot, '无牌车001')?.stayId).toBe('s1')
    expect(stayOf(world.lot, PLATE)).toBeUndefined()
    world.gate({ kind: 'plateCorrected', stayId: 's2', plate: PLATE, correctedAt: NINE })
    world.gate({ kind: 'plateCorrected', stayId: 's1', correctedAt: NINE })
    expect([stayOf(world.lot, PLATE)?.stayId, stayOf(world.lot, '无牌车001')?.stayId]).toEqual(['s2', 's1'])
  })

  test('[LT8] the spaces left are never below nothing, and an exit told twice or without an entry counts once or not', () => {
    const world = new World()
    for (const id of ['s1', 's2', 's3', 's4']) world.enter(id)
    expect(lotFrame(world.lot)).toEqual({ kind: 'lot', insideTally: 4, spacesLeft: 0 })
    for (const id of ['s1', 's1', 's2', 'unheard']) world.exit(id)
    expect(lotFrame(world.lot)).toEqual({ kind: 'lot', insideTally: 2, spacesLeft: 1 })
    world.enter('s3')
    expect(lotFrame(world.lot).insideTally).toBe(2)
  })

  test('[PO13] what its gate can do is among its figures, from the lease of the bridge that tells it to that of one that does not', () => {
    const world = new World()
    const lease = (over: object = {}) =>
      world.toLot({ type: 'lot.lease', commandId: fakeId('again'), bridgeId: 'b2', ...over } as LotCommand)
    lease({ stackRules: ['max', 'reject'] })
    expect(lotFrame(world.lot).stackRules).toEqual(['max', 'reject'])
    lease()
    expect(lotFrame(world.lot)).not.toHaveProperty('stackRules')
  })

  test('[LT9] that ended, and what was honoured, are forgotten on the second business day after', () => {
    const world = new World()
    world.enter('s1', PLATE)
    const ticketId = world.visit('A001', PLATE)
    world.honour('s1', world.exemption(ticketId)!.exemptionId)
    world.exit('s1')
    world.enter('inside', '鲁F54321')
    const known = () => [world.lot.stays.has('s1'), world.lot.honoured.size, stayOf(world.lot, PLATE) !== undefined]
    world.pass(24 * 3600).gate({ kind: 'feeDue', stayId: 'inside', dueFen: fen(100), dueAt: world.now })
    expect(known()).toEqual([true, 1, true])
    world
      .pass(24 * 3600)
      .gate({ kind: 'denied', stayId: 'inside', exemptionId: fakeId('x'), reason: 'EXPIRED', deniedAt: NINE })
    expect(known()).toEqual([false, 0, false])
    expect([world.lot.stays.has('inside'), world.lot.gone.size]).toEqual([true, 0])
  })

  test('[LT9] a lease begins no day of the screens, which do not hear of it', () => {
    const world = new World()
    world.enter('s1', PLATE)
    world.exit('s1')
    world.pass(9 * 24 * 3600).toLot({ type: 'lot.lease', commandId: fakeId('days later'), bridgeId: 'b2' })
    expect(Object.keys(stayRows(world.lot))).toEqual(['s1'])
    world.toLot({ type: 'lot.link', commandId: fakeId('linked'), bridgeEpoch: 2, usable: true })
    expect(stayRows(world.lot)).toEqual({})
  })

  test('[LT9] an exit that is told on the second business day after or later takes the stay off the screen', () => {
    const world = new World()
    world.enter('s1', PLATE)
    world.enter('inside', '鲁F54321')
    const leftAt = world.now
    world.pass(24 * 3600).gate({ kind: 'feeDue', stayId: 'inside', dueFen: fen(100), dueAt: world.now })
    expect(Object.keys(stayRows(world.lot))).toEqual(['s1', 'inside'])
    world.pass(24 * 3600).gate({ kind: 'exited', stayId: 's1', laneId: 'out', exitedAt: leftAt, minutes: 0, ...FREE })
    expect(Object.keys(stayRows(world.lot))).toEqual(['inside'])
  })
})

test('[LT10] the head of a lot is public; fencing number and place in the gate’s events are the bridge’s', () => {
  const world = new World()
  expect(lotHeadForBridge(world.lot)).toEqual({ ...lotHead(world.lot), hallIds: ['h1'], bridgeEpoch: 1, gateSeq: 0 })
  tell(world, [entered(1, 's1')])
  expect(lotHead(world.lot)).toEqual({ lotId: LOT, name: '东区', nameEn: 'East', spaces: 3, linkUsable: false })
  expect(lotHeadForBridge(world.lot)).toMatchObject({ gateEpoch: 'g1', gateSeq: 1 })
  expect([lotHead(initial()), lotHeadForBridge(initial())]).toEqual([undefined, undefined])
})

test('[JR] a lot that went through JSON goes on like one that did not, and erased plates are found by nobody', () => {
  const events: Event[] = [
    { type: 'stay.entered', v: 1, at: NINE, ...bare(entered(1, 's1', 'erased')) },
    { type: 'stay.plateCorrected', v: 1, at: NINE, gateSeq: 2, stayId: 's1', plate: 'erased', correctedAt: NINE },
    { type: 'stay.exited', v: 1, at: NINE, ...bare(exited(3, 's1')), plate: 'erased' },
  ]
  const [kept, restored]: LotState[] = [initial(), initial()]
  let other = restored!
  for (const event of events) {
    evolve(kept!, event)
    other = throughJson(other)
    evolve(other, event)
  }
  expect(other).toEqual(kept)
  expect([stayOf(kept!, 'erased'), kept!.byPlate.size]).toEqual([undefined, 0])
})

function bare<R extends GateRecord>({ kind: _kind, ...fact }: R) {
  return fact as never as Omit<Extract<Event, { type: 'stay.entered' }>, 'type' | 'v' | 'at'> &
    Omit<Extract<Event, { type: 'stay.exited' }>, 'type' | 'v' | 'at'>
}
