import { maskPlate, parsePlate } from '@pingting/contract/words/plates'
import { destination, type Logger, pino } from 'pino'

export type { Logger } from 'pino'

/** Logs go to stderr, because stdout carries the ready line. A `plate` is masked wherever it is logged. */
export const logTo = (level: string): Logger =>
  pino(
    { name: 'simulated-gate', level, redact: { paths: ['plate', '*.plate'], censor: maskUnknown } },
    destination({ fd: 2, sync: true }),
  )

const maskUnknown = (value: unknown): string =>
  typeof value === 'string' && parsePlate(value) ? maskPlate(value) : '***'
