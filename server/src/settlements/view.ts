import type { AdjustmentRow, BreakRow, ClosingRow } from '@pingting/contract'
import type { Adjustment, SettlementState } from './state.ts'

/** Differences that somebody has to look at; those that are over stand in the books of their day. */
export const breakRows = ({ breaks }: SettlementState): Record<string, BreakRow> =>
  Object.fromEntries(
    [...breaks].flatMap(([key, { closed, adjustment, counterId: _counter, policyVersion: _policy, ...row }]) =>
      closed !== undefined
        ? []
        : [[key, { ...row, ...(adjustment === undefined ? {} : { adjustment: adjustmentOf(adjustment) }) }]],
    ),
  )

const adjustmentOf = ({ approvedBy: _, ...row }: Adjustment): AdjustmentRow => row

export const closingRows = ({ days }: SettlementState): Record<string, ClosingRow> =>
  Object.fromEntries(
    [...days].map(([day, { signedBy, adjustmentTally: _, ...row }]) => [day, { ...row, signedBy: { ...signedBy } }]),
  )
