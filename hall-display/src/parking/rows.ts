import type { ExemptionRow, ExemptionStatus, Screen, WithheldRow } from '@pingting/contract/words/screen'

/** What the operator looks at: exemptions, and ratings that earned none so far, with why. */
export type ParkingRow =
  | { kind: 'exemption'; id: string; at: string; state: RowState; plate: string; exemption: ExemptionRow }
  | { kind: 'withheld'; id: string; at: string; state: 'withheld'; plate: string; withheld: WithheldRow }

/** A state of its own stands before the plain one: an answer that was lost concerns the operator more. */
export type RowState = ExemptionStatus | 'unknown' | 'frozen' | 'revoking' | 'withheld'

export const STATES: readonly RowState[] = [
  ...(['granted', 'unknown', 'frozen', 'revoking', 'confirmed', 'honoured'] as const),
  ...(['refused', 'revoked', 'expired', 'writtenOff', 'withheld'] as const),
]

const isOpen = (row: ExemptionRow): boolean => row.status === 'granted' || row.status === 'confirmed'

function stateOf(row: ExemptionRow): RowState {
  if (!isOpen(row)) return row.status
  if (row.unknown) return 'unknown'
  if (row.frozen) return 'frozen'
  return row.revoking ? 'revoking' : row.status
}

/** Newest first. */
export function parkingRows({ exemptions, withheld }: Screen): ParkingRow[] {
  const granted = Object.values(exemptions).map(
    (exemption): ParkingRow => ({
      ...{ kind: 'exemption', id: exemption.exemptionId, at: exemption.endedAt ?? exemption.grantedAt },
      ...{ state: stateOf(exemption), plate: exemption.plate, exemption },
    }),
  )
  const not = Object.values(withheld).map(
    (row): ParkingRow => ({
      ...{ kind: 'withheld', id: row.ticketId, at: row.at, state: 'withheld', plate: row.plate ?? '', withheld: row },
    }),
  )
  return [...granted, ...not].sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0))
}

/** @param text is looked for inside the plate, however it is typed. */
export function filterRows(rows: readonly ParkingRow[], state: RowState | 'all', text: string): ParkingRow[] {
  const wanted = text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[ ·•・-]/gu, '')
  return rows.filter(row => (state === 'all' || row.state === state) && row.plate.includes(wanted))
}

export type Totals = Record<'granted' | 'open' | Exclude<ExemptionStatus, 'granted' | 'confirmed'>, number>

/** granted = honoured + refused + revoked + expired + writtenOff + open, always. */
export function totalsOf(exemptions: Screen['exemptions']): Totals {
  const totals: Totals = { granted: 0, honoured: 0, refused: 0, revoked: 0, expired: 0, writtenOff: 0, open: 0 }
  for (const { status } of Object.values(exemptions)) {
    totals.granted += 1
    totals[status === 'granted' || status === 'confirmed' ? 'open' : status] += 1
  }
  return totals
}
