import type { CaseRow } from '@pingting/contract'
import { CASES_MAX } from '@pingting/contract/words/office/frames'
import { audienceKind, type Draft, defined, type EventOfScreen, type ScreenFolds, tells } from './draft.ts'

/** A bad rating is news for the office alone; the newest stands on top. */
function opened(draft: Draft, e: EventOfScreen<'rectification.opened'>): void {
  if (audienceKind(draft) !== 'office') return
  if (!tells(e, 'caseId', 'ticketId', 'counterId', 'serviceCode', 'level', 'caseClass')) return
  const { caseId, ticketId, counterId, serviceCode, level, caseClass, at } = e
  const row = { caseId, ticketId, counterId, serviceCode, level, caseClass, openedAt: at }
  const cases = [{ ...row, ...defined<CaseRow>({ dueAt: e.dueAt }) }, ...(draft.screen.cases ?? [])]
  draft.screen = { ...draft.screen, cases: cases.slice(0, CASES_MAX) }
}

export const officeFolds: ScreenFolds = { 'rectification.opened': opened }
