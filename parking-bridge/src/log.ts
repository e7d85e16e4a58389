import { maskPlate, maskPlatesIn } from '@pingting/contract'
import { type DestinationStream, destination, type Logger, pino } from 'pino'

/** Logs go to stderr, since stdout carries the ready line. A plate is masked wherever it is logged, in texts as well. */
export const logTo = (level: string, to: DestinationStream = destination({ fd: 2, sync: true })): Logger =>
  pino(
    {
      name: 'parking-bridge',
      level,
      redact: { paths: ['plate', '*.plate', '*.*.plate'], censor: value => maskPlate(String(value)) },
      hooks: { streamWrite: maskPlatesIn },
    },
    to,
  )
