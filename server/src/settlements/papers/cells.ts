import { type Fen, type FileMapping, fen, fenOfYuan, type Instant, instantOf } from '@pingting/contract'

/** What the cells of a foreign file say; undefined where they do not say it. Nothing is guessed, and no money is a float. */
const WHOLE = /^-?\d{1,15}$/

export const fenIn = (text: string, unit: FileMapping['money']): Fen | undefined => {
  if (unit === 'yuan') return fenOfYuan(text)
  return WHOLE.test(text) ? fen(Number(text)) : undefined
}

const DIGITS = /^\d{1,9}$/
const SECONDS = 60

/** Whole minutes; a begun one is not counted, as at the gate. */
export function minutesIn(text: string, unit: FileMapping['duration']): number | undefined {
  if (!DIGITS.test(text)) return undefined
  return unit === 'minute' ? Number(text) : Math.floor(Number(text) / SECONDS)
}

const LOCAL = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2}) (\d{1,2}):(\d{2})(?::(\d{2}))?$/
const COMPACT = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})$/
const ISO = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,3})?)(?:Z|[+-]\d{2}:\d{2})$/
const EPOCH = /^\d{13}$/
const SHANGHAI = '+08:00'

export function instantIn(text: string, format: FileMapping['time']): Instant | undefined {
  switch (format) {
    case 'epochMs':
      return EPOCH.test(text) ? instantOf(Number(text)) : undefined
    case 'iso':
      return zoned(text, ISO.exec(text)?.[1])
    case 'yyyyMMddHHmmss':
      return local(COMPACT.exec(text))
    case 'yyyy-MM-dd HH:mm:ss':
      return local(LOCAL.exec(text))
  }
}

function local(parts: RegExpExecArray | null): Instant | undefined {
  if (parts === null) return undefined
  const [year, ...others] = parts.slice(1)
  const [month, day, hour, minute, second] = others.map(part => (part ?? '').padStart(2, '0'))
  const wall = `${year}-${month}-${day}T${hour}:${minute}:${second}`
  return zoned(`${wall}${SHANGHAI}`, wall)
}

/** The 30th of February is read as the 2nd of March unless it is asked whether there is such a day. */
function zoned(text: string, wall: string | undefined): Instant | undefined {
  if (wall === undefined) return undefined
  const asUtc = Date.parse(`${wall}Z`)
  const ms = Date.parse(text)
  if (Number.isNaN(asUtc) || Number.isNaN(ms)) return undefined
  return instantOf(asUtc).slice(0, 19) === wall.slice(0, 19) ? instantOf(ms) : undefined
}
