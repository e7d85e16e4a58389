import { maskPlate } from '@pingting/contract'
import { destination, type Logger, pino } from 'pino'

/** Logs go to stderr, since stdout carries the ready line. A `plate` is masked wherever it is logged. */
export const logTo = (level: string): Logger =>
  pino(
    {
      name: 'parking-bridge',
      level,
      redact: { paths: ['plate', '*.plate', '*.*.plate'], censor: value => maskPlate(String(value)) },
    },
    destination({ fd: 2, sync: true }),
  )
