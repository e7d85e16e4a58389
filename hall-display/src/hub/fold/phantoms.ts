import type { GateHead, PhantomRow } from '@pingting/contract/words/parking/phantoms'
import { FOREIGN_KEPT_DAYS, type LotHead } from '@pingting/contract/words/screen'
import { addMs, businessDayOf, DAY_MS } from '@pingting/contract/words/time'
import { type Draft, defined, type EventOfScreen, tells } from './draft.ts'

type Phantoms = NonNullable<GateHead['phantoms']>

/** What the gate holds and nobody granted; without any there is no word of them, as in the hub. */
function changePhantoms(draft: Draft, change: (phantoms: Phantoms) => Phantoms): void {
  const { lot } = draft.screen
  if (lot === undefined) return
  const { phantoms: before = {}, ...rest } = lot
  const phantoms = change(before)
  const head: LotHead = Object.keys(phantoms).length === 0 ? rest : { ...rest, phantoms }
  draft.screen = { ...draft.screen, lot: head }
}

const amend = (draft: Draft, exemptionId: string | undefined, change: (row: PhantomRow) => PhantomRow): void =>
  changePhantoms(draft, phantoms => {
    const row = phantoms[exemptionId ?? '']
    return row === undefined ? phantoms : { ...phantoms, [row.exemptionId]: change(row) }
  })

export function phantomFound(draft: Draft, e: EventOfScreen<'lot.phantomFound'>): void {
  if (!tells(e, 'exemptionId', 'freeMinutes', 'heldAt')) return
  const { exemptionId, freeMinutes, heldAt, at, waits } = e
  const row: PhantomRow = { exemptionId, freeMinutes, heldAt, at, ...defined<PhantomRow>({ waits }) }
  changePhantoms(draft, phantoms => ({ ...phantoms, [exemptionId]: row }))
}

export const phantomReleased = (draft: Draft, { exemptionId }: EventOfScreen<'lot.phantomReleased'>): void =>
  amend(draft, exemptionId, ({ waits: _, ...row }) => row)

export const phantomEnded = (draft: Draft, { exemptionId, outcome }: EventOfScreen<'lot.phantomEnded'>): void =>
  amend(draft, exemptionId, row => ({ ...row, ...defined<PhantomRow>({ outcome }) }))

/** After a week, as in the hub. */
export function forgetPhantoms(draft: Draft, today: string): void {
  const isOver = ({ at }: PhantomRow): boolean => businessDayOf(addMs(at, FOREIGN_KEPT_DAYS * DAY_MS)) <= today
  const rows = Object.values(draft.screen.lot?.phantoms ?? {})
  if (rows.some(isOver))
    changePhantoms(draft, phantoms => Object.fromEntries(Object.entries(phantoms).filter(([, row]) => !isOver(row))))
}
