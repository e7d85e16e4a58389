import type { LedgerAnswer, Told } from './port.ts'

/** What a controller says of a ledger that cannot be read from it. */
export const noLedger = (): Promise<Told<LedgerAnswer>> =>
  Promise.resolve({ told: 'refusedBeforeRunning', retry: 'terminal', code: 'BadMethodInvalid' })
