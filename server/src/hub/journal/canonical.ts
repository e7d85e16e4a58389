import { createHash } from 'node:crypto'

/** JSON with sorted keys: one text for one value, whatever order a store gives the fields back in. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const fields = Object.entries(value).filter(([, field]) => field !== undefined)
  fields.sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${fields.map(([name, field]) => `${JSON.stringify(name)}:${canonicalJson(field)}`).join(',')}}`
}

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

/** What tells a repeat from a reused id, as text. The id itself is left out: it is what the two share. */
export const bodyText = (command: { commandId: string }): string => {
  const { commandId: _, ...body } = command
  return canonicalJson(body)
}
