import { fen, isRefusal } from '@pingting/contract'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { evolve, initial } from '../../../server/src/settlements/state.ts'
import { breakRows } from '../../../server/src/settlements/view.ts'
import { BREAK_CLASSES } from '../../support/books/planted.ts'
import { ANNA, BO, BOOKS, DAY, Desk, found, MAY } from './desk.ts'

const KEY = 'exit|east|s1|out|2026-11-23T09:00:00.000Z'
const propose = (desk: Desk, over: object = {}, actor = ANNA) =>
  desk.send(
    { type: 'adjustment.propose', key: KEY, kind: 'transfer', minutes: 0, amountFen: 200, reason: '重复', ...over },
    actor,
  )

describe('what a pass says', () => {
  test('[RB17] opens a break once, whatever is said again, and closes it when it fits', () => {
    const desk = new Desk()
    expect(desk.find(found(KEY, 'B5', fen(200)), found(KEY, 'B6', fen(200)))).toEqual(['break.opened'])
    expect(desk.find(found(KEY, 'B5', fen(200)))).toEqual([])
    expect(desk.find(found(KEY, 'B6', fen(200)))).toEqual(['break.reclassified'])
    expect(desk.find(found(KEY, 'B6', fen(400)))).toEqual(['break.reclassified'])
    expect(desk.find(found(KEY, 'M1'))).toEqual(['break.closed'])
    expect(desk.find(found(KEY, 'M0'))).toEqual([])
    expect(desk.state.breaks.get(KEY)).toMatchObject({ matchClass: 'B6', amountFen: 400, closed: 'fits' })
  })

  test('[RB17] opens it again when it breaks again, also as it was', () => {
    const desk = new Desk()
    desk.find(found(KEY, 'B5', fen(200)))
    desk.find(found(KEY, 'M0'))
    expect(desk.find(found(KEY, 'B5', fen(200)))).toEqual(['break.opened'])
  })

  test('[RB18] what a person has ended stays ended while its class and amounts do', () => {
    const desk = new Desk()
    desk.find(found(KEY, 'B12'))
    desk.send({ type: 'break.explain', key: KEY, text: '急救车' })
    expect(desk.find(found(KEY, 'B12'))).toEqual([])
    expect(desk.find(found(KEY, 'M0'))).toEqual([])
    expect(desk.find(found(KEY, 'B5', fen(200)))).toEqual(['break.opened'])
  })

  test('[RB17] a misreading is told as one, and no longer when it is none', () => {
    const desk = new Desk()
    desk.find({ ...found(KEY, 'B8'), isMisread: true })
    expect(desk.find(found(KEY, 'B8'))).toEqual(['break.reclassified'])
    expect(desk.state.breaks.get(KEY)).not.toHaveProperty('isMisread')
    desk.find({ ...found(KEY, 'B8'), isMisread: true })
    expect(desk.state.breaks.get(KEY)).toMatchObject({ isMisread: true })
  })
})

describe('what a person says of a break', () => {
  test.each(BREAK_CLASSES)('[RB19] %s with money in it is not explained away', matchClass => {
    const desk = new Desk()
    desk.find(found(KEY, matchClass, fen(200)))
    expect(desk.send({ type: 'break.explain', key: KEY, text: '算了' })).toEqual({ refused: 'break.needs-adjustment' })
    const free = new Desk()
    free.find(found(KEY, matchClass))
    expect(free.send({ type: 'break.explain', key: KEY, text: '没有金额' })).toHaveLength(2)
  })

  test('[RB68] who let a car out by hand, or confirms a misreading, has a second person agree: that nothing is due, or what is', () => {
    const desk = new Desk()
    desk.find(found(KEY, 'B12', fen(200)), { ...found('misread', 'B8', fen(400)), isMisread: true })
    const wish = { type: 'adjustment.propose', reason: '急救车，值班长同意' } as const
    desk.send({ ...wish, key: KEY, kind: 'nothingDue', minutes: 0, amountFen: 0 })
    desk.send({ ...wish, key: 'misread', kind: 'transfer', minutes: 60, amountFen: 400 })
    for (const key of [KEY, 'misread']) {
      expect(desk.send({ type: 'adjustment.approve', key })).toEqual({ refused: 'adjustment.same-person' })
      expect(desk.send({ type: 'adjustment.approve', key }, BO)).toHaveLength(2)
      expect(desk.state.breaks.get(key)).toMatchObject({ closed: 'adjusted' })
    }
    expect(desk.state.adjustments.get(DAY)).toMatchObject([
      { key: KEY, amountFen: 0 },
      { key: 'misread', amountFen: 400 },
    ])
  })

  test('[RB19] an adjustment takes two persons and is an entry of its own', () => {
    const desk = new Desk()
    desk.find(found(KEY, 'B5', fen(200)))
    expect(propose(desk)).toMatchObject([{ type: 'adjustment.proposed', amountFen: 200, staffId: 'anna' }])
    expect(propose(desk)).toEqual({ refused: 'adjustment.pending' })
    expect(desk.send({ type: 'adjustment.approve', key: KEY })).toEqual({ refused: 'adjustment.same-person' })
    expect(desk.send({ type: 'adjustment.approve', key: KEY }, BO)).toMatchObject([
      { type: 'adjustment.approved', staffId: 'bo' },
      { type: 'break.closed', how: 'adjusted' },
    ])
    expect(propose(desk)).toEqual({ refused: 'break.closed' })
    // What it corrects is not edited.
    expect(desk.events[0]).toMatchObject({ type: 'break.opened', amountFen: 200 })
  })

  test('[RB19] one that is rejected makes room for another, and nothing is one of nothing', () => {
    const desk = new Desk()
    desk.find(found(KEY, 'B5', fen(200)))
    expect(propose(desk, { amountFen: 0 })).toEqual({ refused: 'adjustment.empty' })
    expect(desk.send({ type: 'adjustment.reject', key: KEY, reason: '不对' })).toEqual({ refused: 'adjustment.none' })
    propose(desk)
    expect(desk.send({ type: 'adjustment.reject', key: KEY, reason: '不对' }, MAY)).toMatchObject([
      { type: 'adjustment.rejected', reason: '不对', staffId: 'may' },
    ])
    expect(desk.send({ type: 'adjustment.approve', key: KEY }, BO)).toEqual({ refused: 'adjustment.none' })
    expect(propose(desk)).toHaveLength(1)
  })

  test('[RB20] who paid for what was earned is refunded: approved by a second person, over when it was paid', () => {
    const desk = new Desk()
    desk.find(found(KEY, 'B13', fen(800)))
    expect(propose(desk, { kind: 'refund', amountFen: -800 })).toEqual({ refused: 'adjustment.no-refund' })
    propose(desk, { kind: 'refund', amountFen: 800 })
    const pay = () => desk.send({ type: 'adjustment.pay', key: KEY, reference: '流水 17' }, BO)
    expect(pay()).toEqual({ refused: 'adjustment.none' })
    expect(desk.send({ type: 'adjustment.approve', key: KEY }, BO)).toHaveLength(1)
    expect(propose(desk)).toEqual({ refused: 'adjustment.pending' })
    expect(pay()).toMatchObject([{ type: 'adjustment.paid', reference: '流水 17' }, { how: 'refunded' }])
    expect(pay()).toEqual({ refused: 'break.closed' })
  })

  test('[RB20] money that was approved is paid, whatever a pass says by then', () => {
    const desk = new Desk()
    desk.find(found(KEY, 'B13', fen(800)))
    expect(propose(desk, { kind: 'refund', amountFen: 801 })).toEqual({ refused: 'adjustment.too-much' })
    propose(desk, { kind: 'refund', amountFen: 800 })
    expect(desk.find(found(KEY, 'M0'))).toEqual([])
    desk.send({ type: 'adjustment.approve', key: KEY }, BO)
    expect(desk.find(found(KEY, 'M0'))).toEqual([])
    expect(desk.find(found(KEY, 'B1'))).toEqual([])
    expect(desk.send({ type: 'break.explain', key: KEY, text: 'x' })).toEqual({ refused: 'adjustment.pending' })
    expect(desk.send({ type: 'adjustment.pay', key: KEY, reference: '17' }, BO)).toHaveLength(2)
  })

  test('[RB17] what was proposed of another amount is void', () => {
    const desk = new Desk()
    desk.find(found(KEY, 'B5', fen(500)))
    propose(desk, { amountFen: 500 })
    expect(desk.find(found(KEY, 'B5', fen(9_000)))).toEqual(['break.reclassified'])
    expect(desk.send({ type: 'adjustment.approve', key: KEY }, BO)).toEqual({ refused: 'adjustment.none' })
    expect(propose(desk, { amountFen: 9_000 })).toHaveLength(1)
  })

  test('[RB46] that nothing is due is proposed by one and approved by another, and ends a break with money', () => {
    const desk = new Desk()
    desk.find(found(KEY, 'B13', fen(800)))
    const nothing = { kind: 'nothingDue', minutes: 0, amountFen: 0, reason: '已由两人核销' }
    expect(propose(desk, { ...nothing, amountFen: 1 })).toEqual({ refused: 'adjustment.not-empty' })
    expect(propose(desk, { ...nothing, minutes: 1 })).toEqual({ refused: 'adjustment.not-empty' })
    expect(propose(desk, nothing)).toMatchObject([{ type: 'adjustment.proposed', kind: 'nothingDue' }])
    expect(desk.send({ type: 'adjustment.approve', key: KEY })).toEqual({ refused: 'adjustment.same-person' })
    expect(desk.send({ type: 'adjustment.approve', key: KEY }, BO)).toMatchObject([
      { type: 'adjustment.approved' },
      { type: 'break.closed', how: 'adjusted' },
    ])
    expect(desk.find(found(KEY, 'B13', fen(800)))).toEqual([])
  })

  test('[RB46] a refund that was approved and is not paid is taken back, with a reason: the break is open again', () => {
    const desk = new Desk()
    desk.find(found(KEY, 'B13', fen(800)))
    const refund = { kind: 'refund', amountFen: 800 }
    propose(desk, refund)
    desk.send({ type: 'adjustment.approve', key: KEY }, BO)
    expect(desk.find(found(KEY, 'M0'))).toEqual([])
    expect(desk.send({ type: 'adjustment.reject', key: KEY, reason: '核错' }, MAY)).toMatchObject([
      { type: 'adjustment.rejected', reason: '核错', staffId: 'may' },
    ])
    const pay = () => desk.send({ type: 'adjustment.pay', key: KEY, reference: '17' }, BO)
    expect(pay()).toEqual({ refused: 'adjustment.none' })
    // Its day is passed once more, since what was seen meanwhile was not told.
    expect(desk.state.lateAt.get(DAY)).toBe(desk.now)
    expect(desk.find(found(KEY, 'B13', fen(400)))).toEqual(['break.reclassified'])
    propose(desk, { ...refund, amountFen: 400 })
    desk.send({ type: 'adjustment.approve', key: KEY }, BO)
    expect(pay()).toHaveLength(2)
    expect(desk.send({ type: 'adjustment.reject', key: KEY, reason: 'x' }, MAY)).toEqual({ refused: 'break.closed' })
  })

  test('[RB43] an adjustment is no more than the break it is about, either way', () => {
    const desk = new Desk()
    desk.find({ ...found(KEY, 'B9', fen(200)), credited: { minutes: 60, amountFen: fen(200) } })
    for (const over of [{ amountFen: 201 }, { amountFen: -201 }, { minutes: 61 }, { minutes: -61 }])
      expect(propose(desk, { kind: 'transfer', ...over })).toEqual({ refused: 'adjustment.too-much' })
    expect(propose(desk, { kind: 'transfer', amountFen: 200, minutes: -60 })).toHaveLength(1)
  })

  test('[RB43] of one key no more is refunded than was paid, however often it is opened', () => {
    const desk = new Desk()
    const refunded = (amountFen: number) => {
      const told = propose(desk, { kind: 'refund', amountFen })
      if (isRefusal(told)) return told
      desk.send({ type: 'adjustment.approve', key: KEY }, BO)
      return desk.send({ type: 'adjustment.pay', key: KEY, reference: '17' }, BO)
    }
    desk.find(found(KEY, 'B13', fen(400)))
    expect(refunded(400)).toHaveLength(2)
    expect(desk.find(found(KEY, 'B13', fen(500)))).toEqual(['break.opened'])
    expect(refunded(101)).toEqual({ refused: 'adjustment.too-much' })
    expect(refunded(100)).toHaveLength(2)
  })

  test('[RB19] who approves reads the reason; when the break is over it is in the journal only', () => {
    const desk = new Desk()
    desk.find(found(KEY, 'B5', fen(200)))
    propose(desk)
    expect(breakRows(desk.state)[KEY]?.adjustment).toMatchObject({ reason: '重复', status: 'proposed' })
    desk.send({ type: 'adjustment.approve', key: KEY }, BO)
    expect(desk.state.breaks.get(KEY)?.adjustment).not.toHaveProperty('reason')
  })

  test('[RB20] nothing else is refunded', () => {
    const desk = new Desk()
    desk.find(found(KEY, 'B5', fen(200)))
    expect(propose(desk, { kind: 'refund', amountFen: 200 })).toEqual({ refused: 'adjustment.no-refund' })
  })

  test('[RB19] a break that nobody knows, and a word of nobody', () => {
    const desk = new Desk()
    for (const wish of [
      { type: 'break.explain', key: KEY, text: 'x' } as const,
      { type: 'adjustment.approve', key: KEY } as const,
      { type: 'adjustment.pay', key: KEY, reference: 'x' } as const,
    ])
      expect(desk.send(wish)).toEqual({ refused: 'break.unknown', about: KEY })
    expect(propose(desk)).toEqual({ refused: 'break.unknown', about: KEY })
    desk.find(found(KEY, 'B12'))
    expect(desk.send({ type: 'break.explain', key: KEY, text: 'x' }, BOOKS)).toEqual({ refused: 'access.denied' })
  })

  test('[RB17] folds of what was never opened change nothing', () => {
    const state = initial()
    const at = '2026-11-23T18:00:00.000Z'
    const about = { v: 1, at, key: KEY, adjustmentId: 'x', staffId: 'anna', businessDay: DAY } as const
    for (const type of ['break.closed', 'adjustment.approved', 'settlement.signed', 'settlement.closed'])
      evolve(state, { ...about, type } as never)
    evolve(state, { ...about, type: 'ticket.called' } as never)
    expect(state).toEqual(initial())
    const desk = new Desk()
    desk.find(found(KEY, 'B12'))
    evolve(desk.state, { ...about, type: 'adjustment.approved' } as never)
    expect(desk.state.breaks.get(KEY)).not.toHaveProperty('adjustment')
  })
})

const CLASSES = ['M0', 'M1', 'B5', 'B8', 'B12', 'B13'] as const
const KEYS = ['k1', 'k2'] as const
const act = fc.record({
  ...{ key: fc.constantFrom(...KEYS), who: fc.constantFrom(ANNA, BO, MAY), matchClass: fc.constantFrom(...CLASSES) },
  ...{ amount: fc.constantFrom(0, 200), refund: fc.boolean() },
  what: fc.constantFrom('find', 'explain', 'propose', 'approve', 'reject', 'pay'),
})

test('[RB21] whatever passes and persons do: said twice it is news once, two persons adjust, and what is closed was open', () => {
  let adjusted = 0
  fc.assert(
    fc.property(fc.array(act, { maxLength: 60, size: 'max' }), acts => {
      const desk = new Desk()
      const open = new Set<string>()
      for (const { key, who, matchClass, amount, refund, what } of acts) {
        const wish = {
          key,
          text: 'x',
          reason: 'x',
          reference: 'x',
          kind: amount === 0 ? 'nothingDue' : refund ? 'refund' : 'transfer',
        }
        const proposer = desk.state.breaks.get(key)?.adjustment?.proposedBy
        const told =
          what === 'find'
            ? desk.find(found(key, matchClass, fen(amount)))
            : desk.send(
                {
                  type: (what === 'explain' ? 'break.explain' : `adjustment.${what}`) as 'break.explain',
                  ...{ ...wish, minutes: 0, amountFen: amount },
                },
                who,
              )
        if (what === 'find') expect(desk.find(found(key, matchClass, fen(amount)))).toEqual([])
        else if (!isRefusal(told) && what === 'approve') {
          expect(proposer).not.toBe((who as { staffId: string }).staffId)
          adjusted += 1
        }
      }
      for (const event of desk.events) {
        if (event.type === 'break.opened') {
          expect(open.has(event.key)).toBe(false)
          open.add(event.key)
        }
        if (event.type === 'break.closed') expect(open.delete(event.key)).toBe(true)
      }
      const left = [...desk.state.breaks.values()].filter(({ closed }) => closed === undefined).map(({ key }) => key)
      expect(left.sort()).toEqual([...open].sort())
    }),
    { numRuns: 400, seed: 20_261_128 },
  )
  expect(adjusted).toBeGreaterThan(30)
})
