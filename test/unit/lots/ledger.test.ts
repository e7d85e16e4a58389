import { addMs, DAY_MS, type Event, isRefusal, type LedgerRecord, LotCommand, LotEvent } from '@pingting/contract'
import { expect, test } from 'vitest'
import { due } from '../../../server/src/lots/due.ts'
import { evolve } from '../../../server/src/lots/state.ts'
import { lotHeadForBridge } from '../../../server/src/lots/view.ts'
import { FREE, fakeId, NINE, World } from '../reactions/world.ts'

const PLATE = '鲁F12345'
const exemptionId = fakeId('exemption')
const accepted = (ledgerSeq: number, plate?: string): LedgerRecord => ({
  ...{ kind: 'accepted', ledgerSeq, exemptionId, freeMinutes: 120, acceptedAt: NINE },
  ...(plate === undefined ? {} : { plate }),
})
const ended = (ledgerSeq: number): LedgerRecord => ({
  ...{ kind: 'ended', ledgerSeq, exemptionId, end: 'consumed', endedAt: NINE, minutesUsed: 120 },
})
const other = (ledgerSeq: number): LedgerRecord => ({ kind: 'other', ledgerSeq })

interface Telling {
  gateEpoch?: string
  follows?: string
  bridgeEpoch?: number
  oldestSeq?: number
}
function tell(world: World, records: LedgerRecord[], telling: Telling = {}) {
  const command: LotCommand = {
    ...{ type: 'lot.recordLedger', commandId: fakeId('l'), bridgeEpoch: 1, gateEpoch: 'g1', ...telling, records },
  }
  return world.toLot(command)
}
const namesOf = (decision: ReturnType<typeof tell>) =>
  isRefusal(decision) ? decision : decision.map(({ type }) => type)
const placeOf = ({ lot }: World) => {
  const { ledgerEpoch, ledgerSeq, gateSeq } = lotHeadForBridge(lot)!
  return [ledgerEpoch, ledgerSeq, gateSeq]
}

test('[LT21] the ledger is recorded by its own numbers, once, and the facts keep theirs', () => {
  const world = new World()
  expect(placeOf(world)).toEqual([undefined, undefined, 0])
  expect(tell(world, [accepted(1, PLATE), ended(2)])).toEqual([
    { ...accepted(1, PLATE), kind: undefined, type: 'ledger.accepted', v: 1, at: NINE, gateEpoch: 'g1' },
    { ...ended(2), kind: undefined, type: 'ledger.ended', v: 1, at: NINE, gateEpoch: 'g1' },
  ])
  expect(tell(world, [accepted(1), ended(2)])).toEqual([])
  expect(tell(world, [accepted(4)])).toEqual({ refused: 'lot.gap', about: '2' })
  expect(namesOf(tell(world, [ended(2), ended(3)]))).toEqual(['ledger.ended'])
  expect(placeOf(world)).toEqual(['g1', 3, 0])
})

test('[LT21] records of no concern leave how far was read, and only where nothing after them says it', () => {
  const world = new World()
  expect(namesOf(tell(world, [other(1), other(2), accepted(3)]))).toEqual(['ledger.accepted'])
  expect(tell(world, [other(4), other(5)])).toMatchObject([{ type: 'ledger.passed', ledgerSeq: 5 }])
  expect(namesOf(tell(world, [other(5)]))).toEqual([])
  expect(placeOf(world)).toEqual(['g1', 5, 0])
})

test('[LT21] what was dropped or cannot be read is missed, and reading goes on after it', () => {
  const world = new World()
  const records: LedgerRecord[] = [accepted(4), { kind: 'unread', ledgerSeq: 5 }]
  expect(tell(world, records, { oldestSeq: 4 })).toMatchObject([
    ...[{ type: 'ledger.missed', from: 1, to: 3 }, { type: 'ledger.accepted' }],
    { type: 'ledger.missed', from: 5, to: 5 },
  ])
  expect(tell(world, [], { oldestSeq: 9 })).toMatchObject([{ type: 'ledger.missed', from: 6, to: 8 }])
  expect(placeOf(world)).toEqual(['g1', 8, 0])
})

test('[LT21] another epoch counts from 1, and a late copy from before it does not bring the old one back', () => {
  const world = new World()
  tell(world, [accepted(1), accepted(2)], { follows: '' })
  expect(tell(world, [accepted(2)], { gateEpoch: 'g2', follows: 'g1' })).toEqual({ refused: 'lot.gap', about: '0' })
  expect(namesOf(tell(world, [accepted(1)], { gateEpoch: 'g2', follows: 'g1' }))).toEqual(['ledger.accepted'])
  expect(tell(world, [accepted(1)], { follows: '' })).toEqual({ refused: 'lot.other-epoch', about: 'g2' })
  expect(placeOf(world)).toEqual(['g2', 1, 0])
})

test('[LT1, LT21] only the bridge in office tells the ledger', () => {
  expect(tell(new World(), [], { bridgeEpoch: 2 })).toEqual({ refused: 'lot.fenced', about: '1' })
})

test('[LT9] the ledger begins no day', () => {
  const world = new World()
  const { dayEndsAt } = world.lot
  const at = addMs(NINE, 9 * DAY_MS)
  evolve(world.lot, { type: 'ledger.passed', v: 1, at, gateEpoch: 'g1', ledgerSeq: 1 } as Event)
  expect(world.lot.dayEndsAt).toBe(dayEndsAt)
})

test('[LT22] the plate of an accepted exemption goes thirty days after its day, and a record without one keeps no key', () => {
  const world = new World()
  const later = addMs(NINE, 32 * DAY_MS)
  tell(world, [accepted(1)])
  expect(due(world.lot, later)).toEqual([])
  tell(world, [accepted(2, PLATE)])
  expect(due(world.lot, addMs(NINE, 29 * DAY_MS))).toEqual([])
  expect(due(world.lot, later).map(({ command }) => command.businessDay)).toEqual(['2026-11-23'])
})

test('[LT23] what a gate tells of an entry and an exit beyond the needed is recorded as told, and nothing is made up', () => {
  const world = new World()
  const entry = { kind: 'entered', stayId: 's', carClass: 'casual', laneId: 'in', enteredAt: NINE }
  const exit = { kind: 'exited', stayId: 's', laneId: 'out', exitedAt: NINE, minutes: 0, ...FREE }
  const told = [
    ...[
      { ...entry, gateSeq: 1 },
      { ...exit, gateSeq: 2 },
      { ...entry, gateSeq: 3, confidence: 71 },
    ],
    { ...exit, gateSeq: 4, release: 'paid', gateTxnId: 'T-9', paidFen: 200 },
  ]
  const command = { type: 'lot.report', commandId: fakeId('r'), bridgeEpoch: 1, gateEpoch: 'g1', records: told }
  const wish = LotCommand.parse({ ...command, commandId: crypto.randomUUID() })
  const [, ...events] = world.toLot(wish) as Event[]
  for (const event of events) expect(LotEvent.safeParse(event).success).toBe(true)
  expect(events.map(({ type: _type, v: _v, at: _at, ...fact }) => fact)).toEqual(
    told.map(({ kind: _kind, ...fact }) => fact),
  )
  const wrong = { ...command, commandId: crypto.randomUUID(), records: [{ ...entry, gateSeq: 1, confidence: 101 }] }
  expect(LotCommand.safeParse(wrong).success).toBe(false)
})
