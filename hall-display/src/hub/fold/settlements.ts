import type { AdjustmentRow, BreakRow } from '@pingting/contract/words/screen'
import { amend, type Draft, defined, drop, type EventOfScreen, put, type ScreenFolds, strip, tells } from './draft.ts'

function opened(draft: Draft, e: EventOfScreen<'break.opened'>): void {
  if (!tells(e, 'key', 'matchClass', 'businessDay', 'minutes', 'amountFen')) return
  const { key, matchClass, businessDay, minutes, amountFen, at } = e
  put(draft, 'breaks', key, {
    key,
    matchClass,
    businessDay,
    minutes,
    amountFen,
    openedAt: at,
    ...defined<BreakRow>({ booked: e.booked }),
    ...beyond(e),
  })
}

/** Both sides booked it alike, and one of them says that it is wrong. */
function disputed(draft: Draft, e: EventOfScreen<'break.disputed'>): void {
  if (!tells(e, 'key', 'businessDay', 'minutes', 'amountFen', 'side')) return
  const { key, businessDay, minutes, amountFen, side, evidence, at } = e
  const dispute = { side, ...(evidence === undefined ? {} : { evidence }) }
  const row = {
    key,
    matchClass: 'M0',
    businessDay,
    minutes,
    amountFen,
    openedAt: at,
    dispute,
    ...defined<BreakRow>({ booked: e.booked }),
  } as const
  put(draft, 'breaks', key, { ...row, ...beyond(e) })
}

/** What is not known of every break. */
const BEYOND = [
  'isMisread',
  'credited',
  'filedMore',
  'overbooked',
  'stayId',
  'laneId',
  'exitedAt',
  'exemptionId',
] as const
type Beyond = { [N in (typeof BEYOND)[number]]?: EventOfScreen<'break.opened'>[N] }
const beyond = (said: Beyond) => defined<BreakRow>(Object.fromEntries(BEYOND.map(name => [name, said[name]])))

function reclassified(draft: Draft, e: EventOfScreen<'break.reclassified'>): void {
  const { key, matchClass, businessDay, minutes, amountFen } = e
  strip(draft, 'breaks', key, [...BEYOND, 'dispute'])
  if (draft.screen.breaks[key ?? '']?.adjustment?.status === 'proposed') strip(draft, 'breaks', key, ['adjustment'])
  amend(draft, 'breaks', key, { ...defined<BreakRow>({ matchClass, businessDay, minutes, amountFen }), ...beyond(e) })
}

function proposed(draft: Draft, e: EventOfScreen<'adjustment.proposed'>): void {
  if (!tells(e, 'adjustmentId', 'kind', 'minutes', 'amountFen', 'staffId')) return
  const { key, adjustmentId, kind, minutes, amountFen, staffId, reason } = e
  const told = { adjustmentId, kind, minutes, amountFen, proposedBy: staffId, status: 'proposed' } as const
  amend(draft, 'breaks', key, { adjustment: { ...told, ...defined<AdjustmentRow>({ reason }) } })
}

const judged =
  (status: AdjustmentRow['status']) =>
  (draft: Draft, { key }: { key?: string }): void => {
    const adjustment = key === undefined ? undefined : draft.screen.breaks[key]?.adjustment
    if (adjustment !== undefined) amend(draft, 'breaks', key, { adjustment: { ...adjustment, status } })
  }

function drawn(draft: Draft, e: EventOfScreen<'settlement.drawn'>): void {
  if (!tells(e, 'businessDay', 'version', 'sha256', 'rowTally', 'totalFen')) return
  const { businessDay, version, sha256, rowTally, totalFen, at } = e
  put(draft, 'closings', businessDay, { version, sha256, rowTally, totalFen, drawnAt: at, signedBy: {} })
}

function signed(draft: Draft, { businessDay = '', side, staffId }: EventOfScreen<'settlement.signed'>): void {
  const signedBy = draft.screen.closings[businessDay]?.signedBy
  if (side !== undefined && staffId !== undefined)
    amend(draft, 'closings', businessDay, { signedBy: { ...signedBy, [side]: staffId } })
}

/** Of the months before it nothing is asked any more. */
function monthClosed(draft: Draft, { month }: EventOfScreen<'settlement.monthClosed'>): void {
  for (const day of Object.keys(draft.screen.closings))
    if (month !== undefined && day < `${month}-01`) drop(draft, 'closings', day)
}

export const settlementFolds: ScreenFolds = {
  'break.opened': opened,
  'break.disputed': disputed,
  'break.reclassified': reclassified,
  'break.closed': (draft, e) => drop(draft, 'breaks', e.key),
  'adjustment.proposed': proposed,
  'adjustment.approved': judged('approved'),
  'adjustment.rejected': judged('rejected'),
  'adjustment.paid': judged('paid'),
  'settlement.drawn': drawn,
  'settlement.signed': signed,
  'settlement.monthClosed': monthClosed,
  'settlement.closed': (draft, e) => amend(draft, 'closings', e.businessDay, { closedAt: e.at }),
}
