import { maskPlate } from '@pingting/contract'
import pino, { type Logger } from 'pino'

export type { Logger } from 'pino'

const PLATE =
  /[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z][A-Z0-9]{4,5}[A-Z0-9挂学警港澳试超领]/gu

/** One JSON line an event, to stderr. Known personal fields are removed; a last filter masks any plate in the line. */
export const openLog = (level: string): Logger =>
  pino(
    {
      level,
      base: {},
      redact: {
        paths: ['*.plate', '*.text', '*.password', '*.credential', 'plate', 'text', 'password', 'credential'],
        remove: true,
      },
      hooks: { streamWrite: line => line.replace(PLATE, maskPlate) },
    },
    pino.destination({ dest: 2, sync: false }),
  )
