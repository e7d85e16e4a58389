import type { ScreenEvent } from '@pingting/contract'
import type { HallHead, Screen } from '@pingting/contract/words/screen'

export type Table =
  | 'counters'
  | 'tickets'
  | 'exemptions'
  | 'withheld'
  | 'stays'
  | 'foreign'
  | 'mismatches'
  | 'breaks'
  | 'closings'
type Row<T extends Table> = Screen[T][string]

/**
 * A screen being folded: tables are copied when first touched, so that what did not change keeps its identity and what
 * shows it does not render again.
 */
export interface Draft {
  screen: Screen
  audience: string
  touched: Set<Table>
}

export type EventOfScreen<T extends ScreenEvent['type']> = Extract<ScreenEvent, { type: T }>
export type ScreenFolds = { [T in ScreenEvent['type']]?: (draft: Draft, event: EventOfScreen<T>) => void }

/** Whether the event, as this audience may see it, says all that a row is made of. */
export const tells = <E extends object, K extends keyof E>(event: E, ...fields: K[]): event is E & Whole<E, K> =>
  fields.every(field => event[field] !== undefined)
type Whole<E, K extends keyof E> = { [F in K]-?: Exclude<E[F], undefined> }

/** Absent, not undefined, as the hub's own rows are. */
export const defined = <R extends object>(fields: { [K in keyof R]?: R[K] | undefined }): Partial<R> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<R>

export const audienceKind = (draft: Draft): string => draft.audience.split(':', 1)[0]!

function touch<T extends Table>(draft: Draft, table: T): Record<string, Row<T>> {
  if (!draft.touched.has(table)) {
    draft.touched.add(table)
    draft.screen = { ...draft.screen, [table]: { ...draft.screen[table] } }
  }
  return draft.screen[table] as Record<string, Row<T>>
}

export function put<T extends Table>(draft: Draft, table: T, key: string, row: Row<T>): void {
  touch(draft, table)[key] = row
}

/** Changes a row that is there; what this audience never heard of stays unknown. */
export function amend<T extends Table>(draft: Draft, table: T, key: string | undefined, change: Partial<Row<T>>): void {
  const row = key === undefined ? undefined : (draft.screen[table] as Record<string, Row<T>>)[key]
  if (row !== undefined) put(draft, table, key!, { ...row, ...change })
}

/** Takes fields away: absent, not undefined, as the hub's own rows are. */
export function strip<T extends Table>(draft: Draft, table: T, key: string | undefined, fields: string[]): void {
  const row = key === undefined ? undefined : (draft.screen[table] as Record<string, Row<T>>)[key]
  if (row === undefined) return
  const left = Object.entries(row).filter(([name]) => !fields.includes(name))
  put(draft, table, key!, Object.fromEntries(left) as unknown as Row<T>)
}

export function changeHall(draft: Draft, change: (hall: HallHead) => HallHead): void {
  const { hall } = draft.screen
  if (hall !== undefined) draft.screen = { ...draft.screen, hall: change(hall) }
}

export function drop(draft: Draft, table: Table, key: string | undefined): void {
  if (key !== undefined && key in draft.screen[table]) delete touch(draft, table)[key]
}
