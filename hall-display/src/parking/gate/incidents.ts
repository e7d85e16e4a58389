import type { PhantomOutcome, PhantomRow } from '@pingting/contract/words/parking/phantoms'
import type { ExemptionRow, Screen } from '@pingting/contract/words/screen'

export type PhantomStage = 'waits' | 'revoking' | PhantomOutcome

export const stageOf = ({ waits, outcome }: PhantomRow): PhantomStage =>
  outcome ?? (waits === undefined ? 'revoking' : 'waits')

export interface IncidentRows {
  phantoms: PhantomRow[]
  unearned: ExemptionRow[]
}

/** The newest first; of this car park alone. */
export function incidentsOf(lot: Screen['lot'], exemptions: Screen['exemptions']): IncidentRows {
  const newestFirst = <R>(rows: R[], at: (row: R) => string): R[] => rows.sort((a, b) => (at(a) < at(b) ? 1 : -1))
  const unearned = Object.values(exemptions).filter(row => row.unearned === true && row.lotId === lot?.lotId)
  return {
    phantoms: newestFirst(Object.values(lot?.phantoms ?? {}), ({ at }) => at),
    unearned: newestFirst(unearned, ({ grantedAt }) => grantedAt),
  }
}
