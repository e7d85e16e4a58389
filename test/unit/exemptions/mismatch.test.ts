import { addMs, type GateReason } from '@pingting/contract'
import { describe, expect, test } from 'vitest'
import { mismatchedOf, mismatchRows, plateTally } from '../../../server/src/exemptions/view.ts'
import { atStart } from '../../../server/src/reactions.ts'
import { BRIDGE, DAY, FREE, fakeId, LOT, staff, tally, typesOf, World } from '../reactions/world.ts'

const [PLATE, OTHER] = ['鲁F12345', '鲁F54321']
type Ending = 'refused' | 'revoked' | 'writtenOff' | 'expired'
const ENDINGS: readonly Ending[] = ['refused', 'revoked', 'writtenOff', 'expired']
const MIDNIGHT = '2026-11-23T16:00:00.000Z'

/** An exemption of stay s1 that has ended, and when it ended by the gate's clock. */
function ended(ending: Ending) {
  const world = new World()
  world.enter('s1', PLATE)
  const ticketId = world.visit('A001', PLATE)
  const { exemptionId } = world.exemption(ticketId)!
  const answer = { exemptionId, outcome: 'Revoked' } as const
  if (ending === 'refused')
    world.send({ type: 'exemption.refuse', bridgeEpoch: 1, exemptionId, reason: 'INVALID' as GateReason }, BRIDGE)
  if (ending === 'writtenOff') {
    world.send({ type: 'exemption.proposeWriteOff', exemptionId, reason: 'stuck' }, staff('o1', 'operator'))
    world.send({ type: 'exemption.approveWriteOff', exemptionId }, staff('o2', 'operator'))
  }
  if (ending === 'revoked' || ending === 'writtenOff')
    world.send({ type: 'exemption.recordRevocation', bridgeEpoch: 1, ...answer }, BRIDGE)
  const endedAt = ending === 'expired' ? addMs(MIDNIGHT, 120_000) : world.now
  if (ending === 'expired') {
    world.now = addMs(MIDNIGHT, 720_000)
    world.send({ type: 'exemption.expire', exemptionId })
  }
  const books = () => world.exemptions.books
  expect([world.exemption(ticketId)?.status, books()[ending].count]).toEqual([ending, 1])
  const usedAt = (exitedAt: string, minutesApplied = 60) =>
    world.gate({ kind: 'honoured', stayId: 's1', exemptionId, minutesApplied, ...FREE, exitedAt })
  return { world, ticketId, exemptionId, endedAt, books, usedAt }
}

describe.each(ENDINGS)('an exemption that was %s', ending => {
  test('[EX22] used within 5 s of its end by the gate’s clock is honoured, and moves from one book to the other', () => {
    const { world, ticketId, endedAt, books, usedAt } = ended(ending)
    usedAt(addMs(endedAt, 5_000))
    expect(world.exemption(ticketId)).toMatchObject({ status: 'honoured', minutesApplied: 60 })
    expect(world.commits.at(-1)![0]).toMatchObject({ type: 'exemption.honoured', endedAs: ending })
    const one = { count: 1, minutes: 120 }
    expect(books()).toMatchObject({ granted: one, honoured: one, [ending]: { count: 0, minutes: 0 } })
    expect([mismatchedOf(world.exemptions).count, plateTally(world.exemptions, DAY, PLATE)]).toEqual([0, 1])
    expect(world.exemptions.byStay.get(`${LOT}|s1`)).toBe(world.exemption(ticketId)?.exemptionId)
  })

  test('[EX23] used later is a mismatch: told once, counted beside the books, and the books stay', () => {
    const { world, ticketId, exemptionId, endedAt, books, usedAt } = ended(ending)
    const before = structuredClone(books())
    const exitedAt = addMs(endedAt, 5_001)
    const [asked] = usedAt(exitedAt)
    expect(world.events.at(-1)).toMatchObject({
      ...{ type: 'exemption.mismatched', mismatch: 'APPLIED_AFTER_END', endedAs: ending, lotId: LOT, gateEpoch: 'g1' },
    })
    expect([world.exemption(ticketId)?.status, books()]).toEqual([ending, before])
    expect(mismatchedOf(world.exemptions)).toEqual({ count: 1, minutes: 60 })
    expect(mismatchRows(world.exemptions)).toEqual({
      'east g1 2': {
        ...{ exemptionId, mismatch: 'APPLIED_AFTER_END', lotId: LOT, stayId: 's1', gateSeq: 2 },
        ...{ minutesApplied: 60, feeWaivedFen: 200, exitedAt, at: world.now },
      },
    })
    expect([world.restart(), world.send(asked!.command)]).toEqual([[], []])
    expect(tally(world.events, 'exemption.mismatched')).toBe(1)
  })
})

describe('a use at the gate', () => {
  test('[EX23] a second one of the same exemption is a mismatch; the same exit told under another number is none', () => {
    const world = new World()
    world.enter('s1', PLATE)
    const { exemptionId } = world.exemption(world.visit('A001', PLATE))!
    world.honour('s1', exemptionId)
    world.honour('s1', exemptionId)
    expect(mismatchRows(world.exemptions)).toEqual({})
    world.pass(60).honour('s2', exemptionId)
    world.honour('s2', exemptionId)
    expect(Object.values(mismatchRows(world.exemptions))).toMatchObject([{ mismatch: 'APPLIED_TWICE', stayId: 's2' }])
    expect(world.exemptions.books.honoured.count).toBe(1)
  })

  test('[EX23] of an exemption no hall has granted is told to the first hall of the lot, once all could be asked', () => {
    const world = new World()
    const elsewhere = new World()
    world.lot.card!.hallIds.push('h2')
    expect(world.honour('s1', fakeId('nobody'))).toEqual([])
    const both = [world, elsewhere].map(({ exemptions }, i) => ({ hallId: `h${i + 1}`, exemptions }))
    const asked = atStart(world.lot, both.reverse())
    expect(asked).toMatchObject([
      { hallId: 'h1', command: { type: 'exemption.honour', exemptionId: fakeId('nobody') } },
    ])
    expect(typesOf(world.send(asked[0]!.command))).toEqual(['exemption.mismatched'])
    expect(Object.values(mismatchRows(world.exemptions))).toMatchObject([{ mismatch: 'APPLIED_NOT_GRANTED' }])
    expect(atStart(world.lot, both)).toEqual([])
  })

  test('[EX23] mismatches are shown for a week, and counted for ever', () => {
    const world = new World()
    world.honour('s1', fakeId('nobody'))
    const close = (businessDay: string) => world.commit([{ type: 'hall.dayClosed', v: 1, at: world.now, businessDay }])
    close('2026-11-30')
    expect(world.exemptions.mismatches.size).toBe(1)
    close('2026-12-02')
    expect([world.exemptions.mismatches.size, mismatchedOf(world.exemptions).count]).toEqual([0, 1])
  })

  test('[EX22] of the first plate, told after the second was granted, takes the second back', () => {
    const world = new World()
    world.enter('s1', PLATE)
    world.enter('s2', OTHER)
    const ticketId = world.visit('A001', PLATE)
    const first = world.exemption(ticketId)!.exemptionId
    world.bind(ticketId, OTHER!)
    world.send({ type: 'exemption.recordRevocation', bridgeEpoch: 1, exemptionId: first, outcome: 'Revoked' }, BRIDGE)
    const second = world.exemption(ticketId)!.exemptionId
    world.honour('s1', first)
    expect(typesOf(world.commits.at(-1)!)).toEqual(['exemption.honoured', 'exemption.revocationRequested'])
    expect(world.exemption(ticketId)).toMatchObject({ exemptionId: second, revoking: true })
  })
})
