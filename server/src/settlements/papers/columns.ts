import type {
  AdjustmentKind,
  ClosedShift,
  Fen,
  MatchClass,
  SettlementAdjustment,
  SettlementRow,
} from '@pingting/contract'
import type { Column } from './sheet.ts'

/** A line of a day's books as a sheet shows it: what was used and fits, what is a break, what may still come, what was adjusted, and what
 * a lane came to in a shift. */
export interface BooksLine {
  key: string
  matchClass?: MatchClass
  businessDay: string
  minutes: number
  amountFen: Fen
  settled?: SettlementRow
  /** Of a break, as far as it is known. */
  laneId?: string | undefined
  stayId?: string | undefined
  exitedAt?: string | undefined
  counterId?: string | undefined
  policyVersion?: string | undefined
  adjusted?: SettlementAdjustment
  /** Of a lane of a shift: how many. */
  shiftTally?: number
}

/** A use that is settled although it was told or used once more is a line of its own, so that the sheet adds up. */
export function verdictLines({ settled, ...verdict }: BooksLine): BooksLine[] {
  if (settled === undefined) return [verdict]
  const { key, businessDay, minutes, feeWaivedFen } = settled
  const use: BooksLine = { key, matchClass: 'M0', businessDay, minutes, amountFen: feeWaivedFen, settled }
  return verdict.matchClass === 'M0' ? [use] : [use, verdict]
}

export const adjustmentLine = (adjusted: SettlementAdjustment): BooksLine => ({ ...adjusted, adjusted })

export const shiftLines = ({ businessDay, begins, to, lanes }: ClosedShift): BooksLine[] =>
  lanes.map(({ laneId, count, minutes, amountFen }) => ({
    ...{ key: begins, businessDay, minutes, amountFen, laneId, exitedAt: to, shiftTally: count },
  }))

const ofUse = (read: (row: SettlementRow) => string | { yuan: Fen }) => (line: BooksLine) =>
  line.settled === undefined ? '' : read(line.settled)

const ofAdjustment = (read: (row: SettlementAdjustment) => string) => (line: BooksLine) =>
  line.adjusted === undefined ? '' : read(line.adjusted)

const KINDS: Readonly<Record<AdjustmentKind, string>> = {
  ...{
    transfer: '划转 transfer',
    refund: '退款 refund',
    chargeBack: '扣回 charge-back',
    nothingDue: '无须调整 nothing due',
  },
}

const SIDES = { hall: '大厅 hall', lot: '停车场 car park' }

/** Titles in both languages, since a sheet goes from hand to hand. */
export const booksColumns: readonly Column<BooksLine>[] = [
  { title: '业务日 Day', cell: line => line.businessDay },
  { title: '类别 Class', cell: line => line.matchClass ?? '班次 shift' },
  { title: '凭据 Key', cell: line => line.key },
  { title: '分钟 Minutes', cell: line => line.minutes },
  { title: '金额（元） Amount (yuan)', cell: line => ({ yuan: line.amountFen }) },
  { title: '窗口 Counter', cell: line => line.settled?.counterId ?? line.counterId ?? '' },
  { title: '政策 Policy', cell: line => line.settled?.policyVersion ?? line.policyVersion ?? '' },
  { title: '车道 Lane', cell: line => line.settled?.laneId ?? line.laneId ?? '' },
  { title: '停车 Stay', cell: line => line.settled?.stayId ?? line.stayId ?? '' },
  { title: '出场 Exit', cell: line => line.settled?.exitedAt ?? line.exitedAt ?? '' },
  { title: '应收（元） Due (yuan)', cell: ofUse(row => ({ yuan: row.feeBeforeFen })) },
  { title: '减免（元） Waived (yuan)', cell: ofUse(row => ({ yuan: row.feeWaivedFen })) },
  { title: '实收（元） Paid (yuan)', cell: ofUse(row => ({ yuan: row.feeAfterFen })) },
  { title: '调整 Adjustment', cell: ofAdjustment(row => KINDS[row.adjustment]) },
  { title: '提出 Proposed by', cell: ofAdjustment(row => row.proposedBy) },
  { title: '复核 Approved by', cell: ofAdjustment(row => row.approvedBy) },
  { title: '理由 Reason', cell: ofAdjustment(row => (row.hasReason ? '有 given' : '')) },
  { title: '入账 Booked', cell: ofAdjustment(row => row.bookedAt) },
  { title: '异议方 Disputed by', cell: ofAdjustment(row => (row.disputedBy ? SIDES[row.disputedBy] : '')) },
  { title: '证据 Evidence', cell: ofAdjustment(row => row.evidence ?? '') },
  { title: '班次笔数 Count of shift', cell: line => line.shiftTally ?? '' },
]
