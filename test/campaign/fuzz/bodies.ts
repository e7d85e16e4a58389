import { CityCommand, HallCommand, LotCommand } from '@pingting/contract'
import { z } from 'zod'
import type { Random } from '../../../server/living-hall/demo/random.ts'

/** As much of JSON Schema as the contract's commands need. */
interface Schema {
  type?: string
  const?: unknown
  enum?: unknown[]
  anyOf?: Schema[]
  oneOf?: Schema[]
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  format?: string
  minimum?: number
  maximum?: number
}

/** What stands in a hall, by the name of the field, so that bodies reach beyond the first check. */
export type Known = Readonly<Record<string, readonly string[]>>

export const one = <T>(random: Random, values: readonly T[]): T => values[Math.floor(random.next() * values.length)]!

const HEX = '0123456789abcdef'
const hex = (random: Random, length: number): string =>
  Array.from({ length }, () => HEX[Math.floor(random.next() * 16)]).join('')

export const uuid = (random: Random): string =>
  [hex(random, 8), hex(random, 4), `4${hex(random, 3)}`, `8${hex(random, 3)}`, hex(random, 12)].join('-')

const schemaOf = (schema: z.ZodType): Schema =>
  z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Schema
const kinds = { halls: schemaOf(HallCommand), lots: schemaOf(LotCommand), cities: schemaOf(CityCommand) }
export type Kind = keyof typeof kinds

/** A command as the contract allows it, with what is known of the hall where a field has a name of it. */
export const commandFor = (kind: Kind, known: Known, random: Random): Record<string, unknown> =>
  valueFor(kinds[kind], '', known, random) as Record<string, unknown>

function valueFor(schema: Schema, name: string, known: Known, random: Random): unknown {
  if (schema.const !== undefined) return schema.const
  if (schema.enum !== undefined) return one(random, schema.enum)
  const choices = schema.anyOf ?? schema.oneOf
  if (choices !== undefined) return valueFor(one(random, choices), name, known, random)
  switch (schema.type) {
    case 'object': {
      const fields = Object.entries(schema.properties ?? {})
      const chosen = fields.filter(([field]) => schema.required?.includes(field) || random.chance(0.5))
      return Object.fromEntries(chosen.map(([field, inner]) => [field, valueFor(inner, field, known, random)]))
    }
    case 'array': {
      const length = Math.floor(random.next() * 3) + 1
      return Array.from({ length }, () => valueFor(schema.items ?? {}, name, known, random))
    }
    case 'integer':
    case 'number':
      return Math.floor(random.between(Math.max(schema.minimum ?? 0, -5), Math.min(schema.maximum ?? 5_000, 5_000) + 1))
    case 'boolean':
      return random.chance(0.5)
    default:
      return textOf(schema, name, known, random)
  }
}

function textOf({ format }: Schema, name: string, known: Known, random: Random): string {
  const values = known[name]
  if (values !== undefined) return one(random, values)
  if (format === 'uuid') return uuid(random)
  if (format === 'date-time') return '2026-11-24T03:00:00.000Z'
  if (format === 'date') return '2026-11-24'
  return name.endsWith('Hash') ? hex(random, 64) : `x${hex(random, 3)}`
}
