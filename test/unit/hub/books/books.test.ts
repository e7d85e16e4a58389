import { type Command, type Event, fen, type Instant, isRefusal, refuse, type SettlementLine } from '@pingting/contract'
import { beforeEach, expect, test } from 'vitest'
import { lotRules } from '../../../../server/src/domain.ts'
import { Books } from '../../../../server/src/hub/books/books.ts'
import { fakeId } from '../../reactions/world.ts'

const [LOT, DAY] = ['east', '2026-11-23']
let events: Event[]
let isOwned: boolean
let read: number
let refused: ReturnType<typeof refuse> | undefined
let now: Instant
const lot = lotRules.initial()
const rows = new Map<string, object>()
let settlements: Map<string, { rows: SettlementLine[] }>
let logged: string[]

/** One car park whose journal is an array; what is decided about its books is played into it. */
function openBooks(): Books {
  const stream = { peek: () => lot, owned: true }
  const facts = { actor: { kind: 'system', part: 'books' }, idFor: fakeId } as const
  const hub = {
    stream: (kind: string) => (kind === 'lot' ? stream : undefined),
    owned: () => (isOwned ? [{ id: LOT, stream }] : []),
    now: () => now,
    submit: (_: string, command: Command) => {
      if (refused !== undefined) return Promise.resolve(refused)
      const decided = lotRules.decide(lot, command as never, { ...facts, at: now, businessDay: DAY } as never)
      if (!isRefusal(decided)) play(...decided)
      return Promise.resolve(isRefusal(decided) ? decided : { seq: 1, events: decided })
    },
  }
  const journal = {
    async *after(_: string, head: { seq: number }) {
      for (const [index, event] of events.entries())
        if (index >= head.seq)
          yield { commit: { at: event.at, events: [event] }, stored: { seq: index + 1, hash: 'a', at: event.at } }
    },
  }
  const connection = {
    collection: () => ({
      findOne: ({ seq = events.length }: { seq?: number }) => {
        read += 1
        return Promise.resolve({ seq, hash: 'a', at: events[seq - 1]!.at })
      },
    }),
  }
  const papers = {
    drawn: (_: string, day: string, version: number) => Promise.resolve(settlements.get(`${day}|${version}`)),
    filed: () => Promise.resolve([]),
  }
  const exemptions = {
    rows: { findOne: ({ _id }: { _id: string }) => ({ lean: () => Promise.resolve(rows.get(_id)) }) },
  }
  return new Books({
    hub,
    journal,
    connection,
    papers,
    exemptions,
    log: { warn: (_: object, text: string) => logged.push(text) },
  } as never)
}
const play = (...some: Event[]): void => {
  for (const event of some) {
    lotRules.evolve(lot, event)
    if (event.type === 'settlement.drawn')
      settlements.set(`${event.businessDay}|${event.version}`, { lotId: LOT, ...event } as never)
  }
  events.push(...some)
}

beforeEach(() => {
  ;[events, isOwned, read, refused, now] = [[], true, 0, undefined, '2026-11-25T00:00:00.000Z']
  ;[settlements, logged] = [new Map(), []]
  Object.assign(lot, lotRules.initial())
  const at = `${DAY}T05:00:00.000Z`
  const card = { lotId: LOT, name: '东区', nameEn: 'East', spaces: 3, hallIds: [] }
  const fees = { feeBeforeFen: fen(200), feeWaivedFen: fen(200), feeAfterFen: fen(0) }
  const exit = { stayId: 's1', laneId: 'out', exitedAt: at, minutes: 60, gateSeq: 1, gateEpoch: 'g1', ...fees }
  play(
    { type: 'lot.opened', v: 1, at, lot: card } as Event,
    { type: 'stay.exited', v: 1, at, ...exit } as unknown as Event,
  )
})

test('[RB30] whoever asks for the books of a day reads why the car park’s stream does not take them', async () => {
  const books = openBooks()
  refused = refuse('hub.closing' as never)
  expect(await books.settle(LOT, DAY)).toEqual(refused)
  refused = undefined
  expect(await books.settle(LOT, DAY)).toMatchObject({ verdicts: [{ matchClass: 'B12' }] })
  expect(lot.settlements.breaks.size).toBe(1)
  expect([...lot.settlements.days.keys()]).toEqual([DAY])
})

test('[RB45] whoever looks at a day of a closed month reads that it is closed, and what stood open goes on', async () => {
  const books = openBooks()
  await books.settle(LOT, DAY)
  lot.settlements.closedThrough = '2026-11'
  const exit = events.find(({ type }) => type === 'stay.exited')!
  events.splice(events.indexOf(exit), 1)
  expect(await books.settle(LOT, DAY)).toEqual(refuse('settlement.month-closed', '2026-11'))
  expect([...lot.settlements.breaks.values()]).toMatchObject([{ closed: 'fits' }])
  expect(await books.ofDay(LOT, DAY)).toMatchObject({ verdicts: [] })
})

test('[RB73] the journal tells of a break where it stands', async () => {
  const books = openBooks()
  await books.settle(LOT, DAY)
  const where = { stayId: 's1', laneId: 'out', exitedAt: `${DAY}T05:00:00.000Z` }
  expect(events.find(({ type }) => type === 'break.opened')).toMatchObject(where)
  expect([...lot.settlements.breaks.values()]).toMatchObject([where])
})

test('[RB44] what was read of a car park that another hub owns now is forgotten', async () => {
  const books = openBooks()
  await books.tick()
  const first = read
  await books.ofDay(LOT, '2026-11-25')
  expect(read).toBe(first)
  isOwned = false
  await books.tick()
  await books.ofDay(LOT, '2026-11-25')
  expect(read).toBeGreaterThan(first)
})

const EXIT = `exit|${LOT}|s1|out|${DAY}T05:00:00.000Z`
const adjustment = { key: EXIT, adjustmentId: fakeId('adjustment') }
function adjust(): void {
  const wish = { ...adjustment, kind: 'transfer', minutes: 0, amountFen: fen(150), reason: 'x', staffId: 'anna' }
  play(
    { type: 'adjustment.proposed', v: 1, at: now, ...wish } as Event,
    { type: 'adjustment.approved', v: 1, at: now, ...adjustment, staffId: 'bo' } as Event,
    { type: 'break.closed', v: 1, at: now, key: EXIT, how: 'adjusted' },
  )
}
const versions = () => [...settlements].map(([name, { rows }]) => [name, rows.map(({ kind }) => kind)])

test('[RB49, RB51] what is adjusted is in the next version of its day by itself, and a second pass changes nothing', async () => {
  const books = openBooks()
  await books.settle(LOT, DAY)
  expect(versions()).toEqual([[`${DAY}|1`, []]])
  adjust()
  await books.tick()
  expect(versions()).toContainEqual([`${DAY}|2`, ['adjustment']])
  const told = events.length
  expect(await books.settle(LOT, DAY)).toMatchObject({
    adjustments: [{ ...adjustment, laneId: 'out', amountFen: 150 }],
    totals: { settled: { count: 0 }, adjusted: { sum: { count: 1 } }, whole: { amountFen: 150 } },
  })
  expect(events.length).toBe(told)
  expect(await books.paper(LOT, DAY, 2)).toContain('"totalFen":150')
})

test('[RB51] a day that cannot be looked at anew is adjusted all the same: its uses as they were drawn last', async () => {
  const books = openBooks()
  await books.settle(LOT, DAY)
  adjust()
  lot.retention.erased.set(DAY, true)
  expect(await books.settle(LOT, DAY)).toEqual(refuse('settlement.day-erased', DAY))
  expect(versions()).toEqual([
    [`${DAY}|1`, []],
    [`${DAY}|2`, ['adjustment']],
  ])
  await books.settle(LOT, DAY)
  expect(settlements.size).toBe(2)
})

test('[RB54] what a hall did of a day long over is noted in the car park’s stream, and that day passed again', async () => {
  // given a grant of Monday that is written off on Friday, of which no diary of today knows any more
  now = '2026-11-27T01:00:00.000Z'
  const [exemptionId, other] = [fakeId('grant'), fakeId('grant elsewhere')]
  rows.set(exemptionId, { lotId: LOT, businessDay: DAY })
  rows.set(other, { lotId: 'west', businessDay: '2026-11-24' })
  const books = openBooks()
  for (const one of [exemptionId, other, fakeId('nobody’s')])
    play({
      type: 'exemption.writtenOff',
      v: 1,
      at: '2026-11-27T00:30:00.000Z',
      exemptionId: one,
      staffId: 'bo',
    } as Event)
  lot.card!.hallIds = ['h1']

  // when its books are passed, then it is noted once
  await books.tick()
  const noted = () => events.filter(({ type }) => type === 'settlement.lateNoted')
  expect(noted()).toMatchObject([{ businessDay: DAY, toldAt: '2026-11-27T00:30:00.000Z' }])
  expect(lot.settlements.lateAt.get(DAY)).toBe('2026-11-27T00:30:00.000Z')
  await openBooks().tick()
  expect(noted()).toHaveLength(1)
})

/** Of a car that was let off and left in the afternoon of that day. */
function used(day: string): Event[] {
  const [exemptionId, evaluationId, at] = [fakeId(`grant ${day}`), fakeId(`rating ${day}`), `${day}T04:00:00.000Z`]
  const head = { v: 1, at }
  const place = { exemptionId, lotId: LOT, stayId: day, laneId: 'out', exitedAt: `${day}T06:00:00.000Z` }
  const fees = { feeBeforeFen: fen(200), feeWaivedFen: fen(200), feeAfterFen: fen(0) }
  const use = { ...place, ...fees, minutesApplied: 60, gateSeq: 7, gateEpoch: 'g1' }
  const grant = {
    ticketId: `${day.replaceAll('-', '')}-A001`,
    evaluationId,
    counterId: '1',
    plate: '鲁F12345',
    revision: 0,
  }
  const terms = { freeMinutes: 120, policyVersion: 'p1', businessDay: day, notAfter: `${day}T15:59:59.999Z` }
  return [
    { type: 'evaluation.submitted', ...head, ticketId: grant.ticketId, evaluationId },
    { type: 'exemption.granted', ...head, ...place, ...grant, ...terms },
    { type: 'exemption.honoured', ...head, ...use },
    { type: 'stay.exemptionHonoured', ...head, ...use },
    { type: 'stay.exited', ...head, ...use },
  ] as unknown as Event[]
}

test('[RB59] shifts that ended while the hub was away are closed with what left in them, and the log names those that are not', async () => {
  // given a car park whose shift of Monday was closed, and whose hub comes back on Friday
  const shift = { businessDay: DAY, begins: '00:00', from: '2026-11-22T16:00:00.000Z', to: `${DAY}T16:00:00.000Z` }
  const sums = { count: 0, minutes: 0, amountFen: fen(0), lanes: [] }
  play({ type: 'settlement.shiftClosed', v: 1, at: `${DAY}T16:15:00.000Z`, ...shift, ...sums } as Event)
  lot.card!.hallIds = ['h1']
  events.push(...used('2026-11-24'), ...used('2026-11-26'))
  lot.retention.erased.set('2026-11-25', true)
  now = '2026-11-27T01:00:00.000Z'

  // when its books are passed, then the days between are told once, but for the one whose plates are erased
  await openBooks().tick()
  const closed = () =>
    events.flatMap(event => (event.type === 'settlement.shiftClosed' ? [[event.businessDay, event.count]] : []))
  const told = [
    [DAY, 0],
    ['2026-11-24', 1],
    ['2026-11-26', 1],
  ]
  expect(closed()).toEqual(told)
  expect(logged).toContainEqual(expect.stringContaining('its plates are erased'))
  await openBooks().tick()
  expect(closed()).toEqual(told)

  // and when it was away for longer than books go back, the log says so
  now = '2026-12-28T01:00:00.000Z'
  await openBooks().tick()
  expect(logged).toContainEqual(expect.stringContaining('too long ago'))
  expect(closed()).toHaveLength(3 + 28)
})
