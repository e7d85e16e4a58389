import { fen } from '@pingting/contract'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Inbox, WAITING_MAX } from '../../../../../parking-bridge/src/lot/coupons/inbox.ts'
import type { Fact } from '../../../../../parking-bridge/src/lot/coupons/pushes.ts'

const AT = '2026-11-23T01:00:00.000Z'
const paid = (key: string): Fact => ({ key, record: { kind: 'paid', stayId: key, paidFen: fen(400), paidAt: AT } })
const entered = (stayId: string): Fact => ({
  key: `in ${stayId}`,
  record: { kind: 'entered', stayId, laneId: 'Lane_1', carClass: 'casual', enteredAt: AT },
})
const exited = (stayId: string): Fact => ({
  key: `out ${stayId}`,
  record: {
    ...{ kind: 'exited', stayId, laneId: 'Lane_2', minutes: 120, exitedAt: AT },
    ...{ feeBeforeFen: fen(400), feeWaivedFen: fen(400), feeAfterFen: fen(0) },
  },
})
/** Name and number of each fact. */
const told = (inbox: Inbox, seq: number, max = 24) =>
  inbox
    .since(seq, max)
    .records.map(record => [record.kind === 'foreign' ? '' : `${record.kind} ${record.stayId}`, record.gateSeq])

describe('[PF16] a push is taken when the hub has it, and not before', () => {
  test('who asks from its number on says that it is recorded', () => {
    // given a fact that was handed out
    const inbox = new Inbox()
    let recorded = 0
    inbox.take(paid('a'))
    inbox.onRecorded('a', () => {
      recorded += 1
    })
    expect(told(inbox, 40)).toEqual([['paid a', 41]])

    // when the hub is asked for it again · then it is told again under its number
    expect([told(inbox, 40), recorded]).toEqual([[['paid a', 41]], 0])

    // when somebody asks from behind it · then it is recorded, once
    expect([told(inbox, 41), recorded]).toEqual([[], 1])
    expect([told(inbox, 41), recorded]).toEqual([[], 1])
  })

  test('of two who wait for one fact the other is still called', () => {
    const inbox = new Inbox()
    const heard: string[] = []
    inbox.take(paid('a'))
    const hearNoMore = inbox.onRecorded('a', () => heard.push('one'))
    inbox.onRecorded('a', () => heard.push('other'))
    hearNoMore()
    told(inbox, 0)
    told(inbox, 1)
    expect(heard).toEqual(['other'])
  })

  test('of very many that are recorded the first is forgotten', () => {
    const inbox = new Inbox()
    for (let seq = 0; seq <= 10_000; seq += 1) {
      inbox.take(paid(`p${seq}`))
      told(inbox, seq)
    }
    told(inbox, 10_001)
    expect([inbox.take(paid('p1')), inbox.take(paid('p10000')), inbox.take(paid('p0'))]).toEqual([
      ...['recorded', 'recorded', 'waits'],
    ])
  })

  test('who no longer waits is not called', () => {
    const inbox = new Inbox()
    let recorded = 0
    inbox.take(paid('a'))
    const hearNoMore = inbox.onRecorded('a', () => {
      recorded += 1
    })
    hearNoMore()
    told(inbox, 0)
    told(inbox, 1)
    expect(recorded).toBe(0)
  })
})

describe('[PF17] numbers', () => {
  test('go on from what the hub knows, also when this process knows of nothing yet', () => {
    const inbox = new Inbox()
    inbox.take(paid('a'))
    inbox.take(paid('b'))
    expect(told(inbox, 7)).toEqual([
      ['paid a', 8],
      ['paid b', 9],
    ])
    // A number that was given out is never another fact’s.
    inbox.take(paid('c'))
    expect(told(inbox, 7, 3)).toEqual([
      ['paid a', 8],
      ['paid b', 9],
      ['paid c', 10],
    ])
    expect(inbox.since(8, 1)).toMatchObject({ records: [{ gateSeq: 9 }], oldestSeq: 9 })
  })

  test('of facts that the hub has lost are told as gone: the platform was told that they are recorded', () => {
    const inbox = new Inbox()
    for (const key of ['a', 'b', 'c']) inbox.take(paid(key))
    told(inbox, 0)
    told(inbox, 3)
    expect(inbox.since(1, 24)).toEqual({ records: [], oldestSeq: 4 })
    inbox.take(paid('d'))
    expect(inbox.since(1, 24)).toMatchObject({ records: [{ gateSeq: 4 }], oldestSeq: 4 })
  })

  test('have no gap, whatever is taken, asked and recorded in between', () => {
    const step = fc.oneof(
      fc.record({ take: fc.nat(20) }),
      fc.record({ ask: fc.integer({ min: 1, max: 5 }), recorded: fc.nat(5) }),
    )
    fc.assert(
      fc.property(fc.nat(100), fc.array(step, { maxLength: 60 }), (start, steps) => {
        const inbox = new Inbox()
        const journal = new Map<number, string>()
        let place = start
        for (const each of steps) {
          if ('take' in each) {
            inbox.take(paid(`k${each.take}`))
            continue
          }
          const { records, oldestSeq } = inbox.since(place, each.ask)
          expect(oldestSeq).toBe(place + 1)
          expect(records.map(({ gateSeq }) => gateSeq)).toEqual(records.map((_, index) => place + 1 + index))
          for (const record of records.slice(0, each.recorded)) {
            if (record.kind !== 'paid') throw new Error(record.kind)
            journal.set(record.gateSeq, record.stayId)
            place = record.gateSeq
          }
        }
        // Nothing is recorded twice.
        expect(new Set(journal.values()).size).toBe(journal.size)
      }),
    )
  })
})

describe('[PF17] a repeat', () => {
  test('of what waits waits with it, of what is recorded is answered at once', () => {
    const inbox = new Inbox()
    expect([inbox.take(paid('a')), inbox.take(paid('a'))]).toEqual(['waits', 'waits'])
    expect(told(inbox, 0)).toHaveLength(1)
    told(inbox, 1)
    expect(inbox.take(paid('a'))).toBe('recorded')
    expect(told(inbox, 1)).toEqual([])
  })

  test('an entry that comes after its exit is followed by that exit, so that no car stays inside', () => {
    const inbox = new Inbox()
    inbox.take(exited('s'))
    told(inbox, 0)
    told(inbox, 1)
    inbox.take(entered('s'))
    expect(told(inbox, 1)).toEqual([
      ['entered s', 2],
      ['exited s', 3],
    ])
    told(inbox, 3)
    expect([inbox.take(entered('s')), inbox.take(exited('s'))]).toEqual(['recorded', 'recorded'])
  })
})

test('[PF18] so many pushes wait, and the platform keeps the rest', () => {
  const inbox = new Inbox()
  for (let n = 0; n < WAITING_MAX; n += 1) expect(inbox.take(paid(`k${n}`))).toBe('waits')
  expect(inbox.take(paid('one more'))).toBe('full')
  expect(inbox.take(paid('k0'))).toBe('waits')
  told(inbox, 0, 1)
  told(inbox, 1, 1)
  expect(inbox.take(paid('one more'))).toBe('waits')
})
