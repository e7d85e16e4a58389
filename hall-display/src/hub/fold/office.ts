import type { CaseRow } from '@pingting/contract'
import { CASES_MAX } from '@pingting/contract/words/office/frames'
import type { CaseFate } from '@pingting/contract/words/screen'
import { audienceKind, type Draft, defined, type EventOfScreen, type ScreenFolds, tells } from './draft.ts'

/** A bad rating is news for the office alone; the newest stands on top. */
function opened(draft: Draft, e: EventOfScreen<'rectification.opened'>): void {
  if (audienceKind(draft) !== 'office') return
  if (!tells(e, 'caseId', 'ticketId', 'counterId', 'serviceCode', 'level', 'caseClass')) return
  const { caseId, ticketId, counterId, serviceCode, level, caseClass, at } = e
  const row = { caseId, ticketId, counterId, serviceCode, level, caseClass, openedAt: at, status: 'open' as const }
  const cases = [{ ...row, ...defined<CaseRow>({ dueAt: e.dueAt }) }, ...(draft.screen.cases ?? [])]
  draft.screen = { ...draft.screen, cases: cases.slice(0, CASES_MAX) }
}

type CaseNews = EventOfScreen<`rectification.${'taken' | 'extended' | 'replied' | 'returned' | 'approved'}`>

/** Its visitor hears of a case what its page tells of it; the office has the case itself. */
function changed<E extends CaseNews>(draft: Draft, e: E, to: (row: CaseRow) => CaseRow): void {
  const { cases } = draft.screen
  if (cases === undefined || !cases.some(({ caseId }) => caseId === e.caseId)) return
  draft.screen = { ...draft.screen, cases: cases.map(row => (row.caseId === e.caseId ? to(row) : row)) }
}

const fate = (draft: Draft, change: (fate: CaseFate | undefined) => CaseFate | undefined): void => {
  const told = audienceKind(draft) === 'ticket' ? change(draft.screen.fate) : undefined
  if (told !== undefined) draft.screen = { ...draft.screen, fate: told }
}

function taken(draft: Draft, e: EventOfScreen<'rectification.taken'>): void {
  const { staffId, at } = e
  changed(draft, e, row => ({
    ...{ ...row, status: 'taken', takenAt: row.takenAt ?? at },
    ...defined<CaseRow>({ handlerId: staffId }),
  }))
  fate(draft, known => ({ takenAt: known?.takenAt ?? at, ...defined<CaseFate>({ dueAt: e.dueAt }) }))
}

function extended(draft: Draft, e: EventOfScreen<'rectification.extended'>): void {
  changed(draft, e, row => ({ ...row, ...defined<CaseRow>({ dueAt: e.dueAt, extendedFor: e.reason }) }))
  fate(draft, known => known && { ...known, ...defined<CaseFate>({ dueAt: e.dueAt }) })
}

function replied(draft: Draft, e: EventOfScreen<'rectification.replied'>): void {
  changed(draft, e, ({ returned: _, ...row }) => ({
    ...{ ...row, status: 'replied', repliedAt: e.at },
    ...defined<CaseRow>({ outcome: e.outcome, reply: e.text }),
  }))
}

function returned(draft: Draft, e: EventOfScreen<'rectification.returned'>): void {
  changed(draft, e, ({ outcome: _, reply: __, repliedAt: ___, ...row }) => ({
    ...{ ...row, status: 'taken' },
    ...defined<CaseRow>({ returned: e.text }),
  }))
}

/** Closed, it leaves the office, and its visitor reads the reply. */
function approved(draft: Draft, e: EventOfScreen<'rectification.approved'>): void {
  const { cases } = draft.screen
  if (cases !== undefined) draft.screen = { ...draft.screen, cases: cases.filter(({ caseId }) => caseId !== e.caseId) }
  fate(draft, known => ({
    ...{ takenAt: known?.takenAt ?? e.at, closedAt: e.at },
    ...defined<CaseFate>({ outcome: e.outcome, reply: e.text }),
  }))
}

export const officeFolds: ScreenFolds = {
  'rectification.opened': opened,
  'rectification.taken': taken,
  'rectification.extended': extended,
  'rectification.replied': replied,
  'rectification.returned': returned,
  'rectification.approved': approved,
}
