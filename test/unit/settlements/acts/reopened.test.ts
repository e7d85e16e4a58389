import { type Fen, type Finding, fen, isRefusal, type MatchClass } from '@pingting/contract'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { begunWith, kindsOf, openOf, whyNot } from '../../../../hall-display/src/books/breaks/begun.ts'
import { breakRows } from '../../../../server/src/settlements/view.ts'
import { BO, DAY, Desk } from '../desk.ts'

const KEY = '0b7a8a0e-0000-5000-8000-000000000001'
const AT_EXIT = 'exit|lot-1|s1|out|x'
const finding = (matchClass: MatchClass, amountFen: number, over: Partial<Finding> = {}): Finding => ({
  ...{ key: KEY, matchClass, businessDay: DAY, minutes: amountFen / 10, amountFen: fen(amountFen), ...over },
})
const sums = (amountFen: number) => ({ minutes: amountFen / 10, amountFen: fen(amountFen) })
const rowOf = (desk: Desk, key = KEY) => breakRows(desk.state)[key]!

function settle(desk: Desk, kind: string, wish: { minutes?: number; amountFen?: Fen }, key = KEY): void {
  expect(desk.send({ type: 'adjustment.propose', key, kind, ...wish, reason: '看图确认' })).toHaveLength(1)
  desk.send({ type: 'adjustment.approve', key }, BO)
  if (kind === 'refund') desk.send({ type: 'adjustment.pay', key, reference: '17' }, BO)
}

test('[RB94] given a transfer, when the difference comes back with more, then it says what was booked and begins with what is still open', () => {
  // given a misread plate of 3 yuan that two persons have transferred
  const desk = new Desk()
  desk.find(finding('B8', 300, { isMisread: true }))
  settle(desk, 'transfer', begunWith('transfer', rowOf(desk)))

  // when it is 5 yuan by now
  expect(desk.find(finding('B8', 500, { isMisread: true }))).toEqual(['break.opened'])

  // then it tells what was booked, begins with the rest, and with that it is done
  const row = rowOf(desk)
  expect([row.booked, openOf(row), kindsOf(row)]).toEqual([
    ...[sums(300), sums(200)],
    ['transfer', 'nothingDue', 'chargeBack'],
  ])
  expect(desk.events.at(-1)).toMatchObject({ type: 'break.opened', booked: sums(300) })
  expect([begunWith('transfer', row), begunWith('chargeBack', row)]).toEqual([sums(200), sums(-300)])
  settle(desk, 'transfer', begunWith('transfer', row))
  expect(desk.state.breaks.get(KEY)?.booked).toEqual(sums(500))
})

test('[RB94] given a transfer of more than it comes to by now, then it begins with taking back what is too much', () => {
  const desk = new Desk()
  desk.find(finding('B9', 500))
  settle(desk, 'transfer', sums(500))
  desk.find(finding('B9', 200))
  expect([kindsOf(rowOf(desk)), begunWith('chargeBack', rowOf(desk))]).toEqual([
    ['chargeBack', 'nothingDue'],
    sums(-300),
  ])
  settle(desk, 'chargeBack', begunWith('chargeBack', rowOf(desk)))
  // And where it is as it was, there is nothing left to move.
  desk.find(finding('B9', 200, { minutes: 21 }))
  expect(kindsOf(rowOf(desk))[0]).toBe('nothingDue')
})

test('[RB94] given a daily file that has less than the line, when it has still less, then the rest is charged back', () => {
  const desk = new Desk()
  const told = { key: AT_EXIT, exemptionId: KEY, credited: sums(400) }
  desk.find(finding('B9', 400, { ...told, filedMore: sums(-100) }))
  settle(desk, 'chargeBack', begunWith('chargeBack', rowOf(desk, AT_EXIT)), AT_EXIT)
  desk.find(finding('B9', 400, { ...told, minutes: 41, filedMore: sums(-300) }))
  const row = rowOf(desk, AT_EXIT)
  expect([kindsOf(row)[0], begunWith('chargeBack', row)]).toEqual(['chargeBack', sums(-200)])
})

test('[RB94] given a refund that was paid, when more was paid than was known, then no more than the rest of it is offered', () => {
  const desk = new Desk()
  desk.find(finding('B13', 300))
  settle(desk, 'refund', { ...begunWith('refund', rowOf(desk)), amountFen: fen(300) })
  desk.find(finding('B13', 500))
  expect([openOf(rowOf(desk)), begunWith('refund', rowOf(desk))]).toEqual([sums(200), { minutes: 20 }])
})

const amount = fc.integer({ min: 1, max: 9 }).map(n => n * 100)
const told = fc.record({
  ...{ matchClass: fc.constantFrom('B2', 'B4', 'B5', 'B6', 'B7', 'B8', 'B9', 'B11', 'B12', 'B13'), amountFen: amount },
  ...{
    isAtExit: fc.boolean(),
    isMisread: fc.boolean(),
    credit: fc.option(amount),
    odds: fc.integer({ min: -9, max: 9 }),
  },
  ...{ choice: fc.nat({ max: 2 }), minutes: fc.nat({ max: 90 }) },
})

test('[RB95] whatever a difference comes back as, and whatever was booked, what the page offers the hub takes', () => {
  const reached = new Set<string>()
  fc.assert(
    fc.property(fc.array(told, { minLength: 1, maxLength: 6 }), rounds => {
      const desk = new Desk()
      for (const { minutes, matchClass, amountFen, isAtExit, isMisread, credit, odds, choice } of rounds) {
        const key = isAtExit ? AT_EXIT : KEY
        // What the file has more or less of is never more than the whole difference.
        const within = (wish: number, most: number): number => Math.min(most, Math.max(-most, wish))
        const filedMore = { minutes: within(odds * 10, minutes), amountFen: fen(within(odds * 100, amountFen)) }
        const more = isAtExit && matchClass === 'B9' ? { filedMore } : {}
        const beside = credit === null ? more : { ...more, credited: sums(credit) }
        const misread = matchClass === 'B8' && isMisread ? { isMisread } : {}
        desk.find(
          finding(matchClass as MatchClass, amountFen, { key, minutes, ...misread, ...beside } as Partial<Finding>),
        )
        const row = breakRows(desk.state)[key]
        if (row === undefined) continue
        for (const kind of kindsOf(row)) {
          const begun = kind === 'nothingDue' ? sums(0) : { amountFen: openOf(row).amountFen, ...begunWith(kind, row) }
          const wish = { type: 'adjustment.propose', key, kind, ...begun, reason: 'x' } as const
          const answer = desk.send(wish)
          expect(isRefusal(answer) ? [answer, row, wish] : []).toEqual([])
          desk.send({ type: 'adjustment.reject', key, reason: 'x' }, BO)
        }
        const kinds = kindsOf(row)
        const kind = kinds[choice % kinds.length]!
        const begun = kind === 'nothingDue' ? sums(0) : { amountFen: openOf(row).amountFen, ...begunWith(kind, row) }
        settle(desk, kind, begun, key)
        reached.add(kind)
      }
    }),
    { numRuns: 400, seed: 20_261_128 },
  )
  expect([...reached].sort()).toEqual(['chargeBack', 'nothingDue', 'refund', 'transfer'])
})

test('[RB95] what somebody types and the hub would refuse is told before it is sent', () => {
  const desk = new Desk()
  desk.find(finding('B9', 500), finding('B13', 300, { key: AT_EXIT }))
  settle(desk, 'transfer', sums(300))
  desk.find(finding('B9', 500, { minutes: 51 }))
  const [row, owed] = [rowOf(desk), rowOf(desk, AT_EXIT)]
  const cases = [
    ...[['transfer', sums(201), row, 'tooMuch'] as const, ['transfer', sums(0), row, 'isEmpty'] as const],
    ...[['chargeBack', sums(-301), row, 'notCredited'] as const, ['chargeBack', sums(10), row, 'notNegative'] as const],
    ...[['refund', sums(-10), owed, 'notPositive'] as const, ['refund', sums(310), owed, 'tooMuch'] as const],
    ...[['transfer', sums(200), row, undefined] as const, ['chargeBack', sums(-300), row, undefined] as const],
    ['refund', sums(300), owed, undefined] as const,
  ]
  for (const [kind, wish, of, why] of cases) {
    expect(whyNot(kind, wish, of), `${kind} ${wish.amountFen}`).toBe(why)
    const answer = desk.send({ type: 'adjustment.propose', key: of.key, kind, ...wish, reason: 'x' })
    expect(isRefusal(answer), `${kind} ${wish.amountFen}`).toBe(why !== undefined)
    desk.send({ type: 'adjustment.reject', key: of.key, reason: 'x' }, BO)
  }
})
