import { fen, type SettlementRow } from '@pingting/contract'
import { expect, test } from 'vitest'
import { booksColumns, verdictLines } from '../../../../server/src/settlements/papers/columns.ts'
import { DAY, TWO } from '../desk.ts'

const settled: SettlementRow = {
  ...{ kind: 'use', key: '0b7a8a0e-0000-5000-8000-000000000001', businessDay: DAY, counterId: 'C01' },
  ...{ policyVersion: 'p1', laneId: 'out', stayId: 's1', exitedAt: TWO, minutes: 60 },
  ...{ feeBeforeFen: fen(300), feeWaivedFen: fen(200), feeAfterFen: fen(100) },
}
const line = { key: settled.key, matchClass: 'M0', businessDay: DAY, minutes: 60, amountFen: fen(200) } as const
const money = (yuan: number) => ({ yuan })

test('[RB15] a line of the sheet tells of a use what was settled, and of a break that nothing is', () => {
  const head = [DAY, 'M0', settled.key, 60, money(200)]
  expect(booksColumns.map(({ cell }) => cell({ ...line, settled }))).toEqual([
    ...head,
    ...['C01', 'p1', 'out', 's1', TWO, money(300), money(200), money(100), ...Array(8).fill('')],
  ])
  expect(booksColumns.map(({ cell }) => cell(line))).toEqual([...head, ...Array(16).fill('')])
})

test('[RB69] a use that is settled although it was told again has its line, and what is too much another', () => {
  const again = { ...line, matchClass: 'B11', minutes: 61, amountFen: fen(201) } as const
  expect(verdictLines({ ...again, settled })).toEqual([{ ...line, settled }, again])
  expect(verdictLines({ ...line, settled })).toEqual([{ ...line, settled }])
  expect(verdictLines(again)).toEqual([again])
})
