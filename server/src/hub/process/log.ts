import { maskPlatesIn } from '@pingting/contract'
import pino, { type DestinationStream, type Logger } from 'pino'

export type { Logger } from 'pino'

const PHONE = /(?<!\d)1[3-9]\d{9}(?!\d)/g
/** Sessions, devices, ticket tokens, bridges, as far as what opens something; the mark at the head stays. */
const CREDENTIAL = /\b([sb]1|d2|v1\.\w+)\.[\w.~-]{8,}/g

/** Fields that are never for a log, at whatever depth. */
const SECRET: ReadonlySet<string> = new Set([
  ...['plate', 'text', 'phone', 'name', 'staffName', 'password', 'newPassword', 'passwordHash', 'codeHash'],
  ...['credential', 'token', 'opener', 'ticket', 'secret', 'sealedSecret', 'authorization', 'cookie'],
])
const DEPTH_MAX = 6

/** What the library adds to an error, such as the document it could not write, stays out: only these are told. */
function faultOf(error: Error & { code?: unknown }): object {
  const { name, message, stack, cause, code } = error
  return {
    ...{ name, message, stack },
    ...(typeof code === 'string' || typeof code === 'number' ? { fault: code } : {}),
    ...(cause instanceof Error ? { cause: faultOf(cause) } : {}),
  }
}

/** Leaves out what is secret or somebody's, at every depth. */
export function scrubbed(value: unknown, depth = 0): unknown {
  if (value instanceof Error) return faultOf(value)
  if (typeof value !== 'object' || value === null) return value
  if (depth === DEPTH_MAX) return '…'
  if (Array.isArray(value)) return value.map(item => scrubbed(item, depth + 1))
  const fields = Object.entries(value).filter(([name]) => !SECRET.has(name))
  return Object.fromEntries(fields.map(([name, field]) => [name, scrubbed(field, depth + 1)]))
}

export const masked = (line: string): string =>
  maskPlatesIn(line)
    .replace(PHONE, phone => `${phone.slice(0, 3)}****${phone.slice(-4)}`)
    .replace(CREDENTIAL, '$1.…')

/**
 * One JSON line an event, to stderr; the simulation reads along elsewhere. Fields of a person are left out; a last filter
 * masks what stands in a text.
 */
export const openLog = (level: string, to: DestinationStream = pino.destination({ dest: 2, sync: false })): Logger =>
  pino(
    {
      level,
      base: {},
      formatters: { log: fields => scrubbed(fields) as Record<string, unknown> },
      hooks: { streamWrite: masked },
    },
    to,
  )
