import { type Actor, daysBefore } from '@pingting/contract'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { reduce } from '../../../../../hall-display/src/hub/reduce.ts'
import { staff } from '../../../reactions/world.ts'
import { Mirror } from '../../mirror.ts'
import { emptyScreen, envelopeOf, NINE } from '../screens.ts'

const BOOKS: Actor = { kind: 'system', part: 'books' }
const PEOPLE = [staff('anna', 'operator'), staff('bo', 'operator'), staff('may', 'manager')] as const
const FIRST = '2026-11-23'
const sum = (day: number, version: number): string => `${day}${version}`.padEnd(64, '0')

const act = fc.record({
  ...{ key: fc.constantFrom('k1', 'k2'), who: fc.constantFrom(...PEOPLE), side: fc.constantFrom('hall', 'lot') },
  ...{
    matchClass: fc.constantFrom('M0', 'B5', 'B8', 'B12', ...Array<'B13'>(6).fill('B13')),
    amountFen: fc.constantFrom(0, 200),
  },
  ...{ isMisread: fc.boolean(), day: fc.constantFrom(0, 1, 80), version: fc.constantFrom(1, 2) },
  what: fc.constantFrom(
    'find',
    'find',
    'explain',
    'propose',
    'approve',
    'approve',
    'reject',
    'pay',
    'pay',
    'draw',
    'sign',
    'sign',
  ),
})
type Act = typeof act extends fc.Arbitrary<infer A> ? A : never

function play(m: Mirror, { key, who, side, matchClass, amountFen, isMisread, day, version, what }: Act): void {
  const businessDay = daysBefore(FIRST, -day)
  const of = { businessDay, version, sha256: sum(day, version) }
  const misread = matchClass === 'B8' && isMisread ? { isMisread } : {}
  const credit = matchClass === 'B5' && isMisread ? { credited: { minutes: 60, amountFen } } : {}
  const where = day === 80 ? {} : { stayId: `s${day}`, ...(isMisread ? { laneId: 'out' } : {}) }
  const words = { key, text: 'x', reason: 'x', reference: 'x' }
  if (what === 'find') {
    const findings = [{ key, matchClass, businessDay, minutes: 60, amountFen, ...misread, ...credit, ...where }]
    m.send(m.lot, { type: 'settlement.find', findings }, BOOKS)
  } else if (what === 'draw') {
    const prevSha256 = m.lot.state.settlements.lastSha256
    const drawn = { ...of, prevSha256, cutOffAt: NINE, rowTally: 0, totalFen: 0, rows: [] }
    m.send(m.lot, { type: 'settlement.draw', ...drawn }, BOOKS)
  } else if (what === 'sign') m.send(m.lot, { type: 'settlement.sign', ...of, side }, who)
  else if (what === 'explain') m.send(m.lot, { type: 'break.explain', ...words }, who)
  else {
    const kind = matchClass === 'B13' ? 'refund' : 'transfer'
    m.send(m.lot, { type: `adjustment.${what as 'pay'}`, ...words, kind, minutes: 0, amountFen }, who)
  }
}

test('[AU8] an operator’s screen of the books, folded from envelopes, equals the one the hub would send', () => {
  const reached = new Set<string>()
  fc.assert(
    fc.property(fc.array(act, { maxLength: 60, size: 'max' }), acts => {
      const m = new Mirror()
      for (const audience of ['parking', 'public', 'bridge']) m.lot.look(audience)
      for (const one of acts) {
        play(m, one)
        m.pass(60)
        for (const { folded, drawn } of m.lot.pairs()) expect(folded).toEqual(drawn)
        for (const { adjustment } of m.lot.state.settlements.breaks.values()) reached.add(adjustment?.status ?? 'none')
        for (const { closedAt } of m.lot.state.settlements.days.values())
          if (closedAt !== undefined) reached.add('closed')
      }
    }),
    { numRuns: 200, seed: 20_261_128 },
  )
  expect([...reached].sort()).toEqual(['approved', 'closed', 'none', 'paid', 'proposed', 'rejected'])
})

test('[AU8] a closed month takes the days of those before it from the screen', () => {
  const m = new Mirror()
  m.lot.look('parking')
  const settle = (businessDay: string): void => {
    const prevSha256 = m.lot.state.settlements.lastSha256
    const of = { businessDay, version: 1, sha256: businessDay.replaceAll('-', '').padEnd(64, '0') }
    m.send(
      m.lot,
      { type: 'settlement.draw', ...of, prevSha256, cutOffAt: NINE, rowTally: 0, totalFen: 0, rows: [] },
      BOOKS,
    )
    m.send(m.lot, { type: 'settlement.sign', ...of, side: 'hall' }, PEOPLE[2])
    m.send(m.lot, { type: 'settlement.sign', ...of, side: 'lot' }, PEOPLE[0])
  }
  for (let day = FIRST; day <= '2026-12-31'; day = daysBefore(day, -1)) settle(day)
  m.pass(80 * 86_400)
  for (const month of ['2026-11', '2026-12']) m.send(m.lot, { type: 'settlement.closeMonth', month }, PEOPLE[2])
  for (const { folded, drawn } of m.lot.pairs()) {
    expect(folded).toEqual(drawn)
    expect(Object.keys(folded.closings)).toHaveLength(31)
  }
})

test('[AU8] what was redacted to nothing makes no row', () => {
  const at = { at: NINE, key: 'k1', businessDay: FIRST }
  const types = ['break.opened', 'break.reclassified', 'break.closed', 'adjustment.proposed', 'adjustment.paid']
  for (const type of [...types, 'settlement.drawn', 'settlement.signed', 'settlement.closed', 'settlement.monthClosed'])
    expect(reduce(emptyScreen(), envelopeOf(1, [{ type, ...at } as never], { audience: 'parking' }))).toEqual(
      emptyScreen(),
    )
})
