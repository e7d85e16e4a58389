import { type Actor, nextDay, type SettlementLine, type StreamName } from '@pingting/contract'
import { idOf } from '../../server/src/hub/ids.ts'
import { linesTotal } from '../../server/src/settlements/papers/file.ts'
import { LOT, type Wish } from '../flow/floor.ts'

const staff = (staffId: string, role: 'manager' | 'operator'): Actor => ({
  ...{ kind: 'staff', staffId, name: staffId, role, hallIds: ['h1'], lotIds: ['east'] },
})

const PLACE = {
  ...{ laneId: 'out', stayId: 's1', exitedAt: '2026-11-23T09:00:00.000Z', counterId: '1', policyVersion: 'p1' },
}

type Must = (stream: StreamName, actor: Actor, wish: Wish) => unknown
type Adjusted = (day: string) => readonly SettlementLine[]
const BOOKS: Actor = { kind: 'system', part: 'books' }
const [one, two, manager] = [staff('op-1', 'operator'), staff('op-2', 'operator'), staff('manager', 'manager')]
const [businessDay, sha256] = ['2026-11-23', 'a'.repeat(64)]

/** A day's books: differences that persons end, a settlement that both sides sign, and a month. */
export function books(must: Must, now: string, adjusted: Adjusted): void {
  const find = (key: string, matchClass: string, amountFen: number) =>
    must(LOT, BOOKS, {
      type: 'settlement.find',
      findings: [
        {
          key,
          matchClass,
          businessDay,
          minutes: 60,
          amountFen,
          ...(key === 'k2' ? PLACE : {}),
          ...creditOf(matchClass),
        },
      ],
    })
  const creditOf = (matchClass: string) => (matchClass === 'B5' ? { credited: { minutes: 60, amountFen: 200 } } : {})
  for (const [key, matchClass, amountFen] of [
    ['k1', 'B12', 0],
    ['k2', 'B9', 200],
    ['k2', 'B5', 200],
    ['k3', 'B13', 800],
    ['k5', 'B13', 600],
  ] as const)
    find(key, matchClass, amountFen)
  find('k4', 'B8', 0)
  find('k4', 'M0', 0)
  must(LOT, one, { type: 'break.explain', key: 'k1', text: '救护车放行' })
  const adjust = (key: string, kind: string, amountFen: number) =>
    must(LOT, one, { type: 'adjustment.propose', key, kind, minutes: 0, amountFen, reason: '核对台账' })
  adjust('k2', 'transfer', 200)
  must(LOT, two, { type: 'adjustment.reject', key: 'k2', reason: '金额不符' })
  adjust('k2', 'transfer', 100)
  must(LOT, two, { type: 'adjustment.approve', key: 'k2' })
  adjust('k3', 'refund', 800)
  must(LOT, two, { type: 'adjustment.approve', key: 'k3' })
  must(LOT, two, { type: 'adjustment.pay', key: 'k3', reference: '退款 1' })
  adjust('k5', 'refund', 600)
  must(LOT, two, { type: 'adjustment.approve', key: 'k5' })
  must(LOT, manager, { type: 'adjustment.reject', key: 'k5', reason: '已由两人核销' })
  adjust('k5', 'nothingDue', 0)
  const shift = { businessDay, begins: '07:00', from: '2026-11-22T23:00:00.000Z', to: '2026-11-23T07:00:00.000Z' }
  const sums = { count: 1, minutes: 60, amountFen: 200 }
  must(LOT, BOOKS, { type: 'settlement.closeShift', ...shift, ...sums, lanes: [{ laneId: 'out', ...sums }] })
  must(LOT, BOOKS, { type: 'settlement.noteLate', businessDay: '2026-11-24', toldAt: now })
  must(LOT, two, { type: 'adjustment.approve', key: 'k5' })
  settle(must, now, adjusted)
}

/** The day's file, and each day of the month drawn and signed. */
function settle(must: Must, now: string, adjusted: Adjusted): void {
  const exit = { transactionId: 't1', stayId: 's1', laneId: 'out', exitedAt: now, minutes: 60 }
  const fees = { feeBeforeFen: 200, feeWaivedFen: 200, feeAfterFen: 0 }
  const of = { businessDay, mappingVersion: 1, totalFen: 200 }
  must(LOT, one, { type: 'settlement.takeFile', ...of, sha256, exits: [{ ...exit, ...fees }] })
  const prevSha256 = '0'.repeat(64)
  const row = { kind: 'use', key: idOf('use'), businessDay, counterId: '1', policyVersion: 'p1', ...exit, ...fees }
  const { transactionId: _, ...line } = row
  const drawn = { version: 1, sha256, cutOffAt: '2026-11-23T18:00:00.000Z' }
  for (let day = businessDay; day <= '2026-11-30'; day = nextDay(day)) {
    const lines = [...(day === businessDay ? [line as SettlementLine] : []), ...adjusted(day)]
    const rows = { rowTally: lines.length, totalFen: linesTotal(lines), rows: lines }
    const after = day === businessDay ? prevSha256 : sha256
    must(LOT, BOOKS, { type: 'settlement.draw', ...drawn, businessDay: day, prevSha256: after, ...rows })
    if (day === businessDay) dispute(must, line)
    const seen = { businessDay: day, version: 1, sha256 }
    must(LOT, manager, { type: 'settlement.sign', ...seen, side: 'hall' })
    must(LOT, one, { type: 'settlement.sign', ...seen, side: 'lot' })
  }
}

/** The car park says that a line is wrong, and the hall does not agree. */
function dispute(must: Must, row: object & { key: string }): void {
  const wish = { side: 'lot', kind: 'chargeBack', minutes: -10, amountFen: -100, reason: '车已换', staffId: 'op-1' }
  must(LOT, BOOKS, { type: 'dispute.raise', row, ...wish, evidence: 'ns=4;s=pic-1' })
  must(LOT, manager, { type: 'adjustment.reject', key: row.key, reason: '照片不清' })
}
