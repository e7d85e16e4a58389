import { type Doc, fieldPath, isDoc, isScalar, type Scalar, typeName } from './json.ts'
import { beyondSubset, Refusal } from './refusal.ts'

export type Bound = string | number | Uint8Array
export interface Condition {
  sql: string
  values: Bound[]
}

const missing = '-9e999'

/**
 * The SQL value of a path, in which SQLite's order is MongoDB's: missing (minus infinity) < numbers < strings <
 * booleans (blobs). Indexes, filters and sorts all use this one text, which is how SQLite knows an index fits.
 * An array or object on the way is an error: MongoDB would look inside it.
 */
export function sqlOf(path: string): string {
  if (path === '_id') return 'id'
  const steps = fieldPath(path).map(name => `."${name}"`)
  const at = (length: number) => `'$${steps.slice(0, length).join('')}'`
  const whole = at(steps.length)
  const noArrayAbove = steps.slice(1).map((_, i) => ` AND json_type(doc, ${at(i + 1)}) IS NOT 'array'`)
  return `CASE json_type(doc, ${whole})
    WHEN 'text' THEN doc ->> ${whole}
    WHEN 'integer' THEN CAST(doc ->> ${whole} AS REAL)
    WHEN 'real' THEN CAST(doc ->> ${whole} AS REAL)
    WHEN 'true' THEN x'01' WHEN 'false' THEN x'00'
    ELSE iif(json_type(doc, ${whole}) IS NULL${noArrayAbove.join('')}, ${missing}, json_extract(doc, 'refused: ${path}'))
    END`
}

/** The path that a statement was refused for, when `message` is such an error of SQLite. */
export function refusedPath(message: string): string | undefined {
  return /^bad JSON path: 'refused: (.*)'$/.exec(message)?.[1]
}

export function orderOf(sort: unknown): string {
  if (sort === undefined) return ''
  if (!isDoc(sort)) throw beyondSubset(`a sort by ${typeName(sort)}`)
  const keys = Object.entries(sort).map(([path, direction]) => `${sqlOf(path)} ${directionOf(path, direction)}`)
  return keys.length === 0 ? '' : `ORDER BY ${keys.join(', ')}`
}

/** Shared by sorts and indexes. */
export function directionOf(path: string, direction: unknown): 'ASC' | 'DESC' {
  if (direction === 1) return 'ASC'
  if (direction === -1) return 'DESC'
  throw beyondSubset(`the direction ${JSON.stringify(direction)} for ${path}`)
}

export function conditionOf(filter: unknown): Condition {
  const values: Bound[] = []
  return { sql: allOf(filter, values), values }
}

function allOf(filter: unknown, values: Bound[]): string {
  if (!isDoc(filter)) throw beyondSubset(`${typeName(filter)} as a filter`)
  const parts = Object.entries(filter).map(([name, wanted]) => {
    if (name === '$and') return junction(name, wanted, ' AND ', values)
    if (name === '$or') return junction(name, wanted, ' OR ', values)
    if (name.startsWith('$')) throw beyondSubset(`the operator ${name}`)
    return fieldCondition(name, wanted, values)
  })
  return parts.length === 0 ? '1' : parts.join(' AND ')
}

function junction(name: string, branches: unknown, word: string, values: Bound[]): string {
  if (!Array.isArray(branches) || branches.length === 0)
    throw new Refusal('BadValue', `${name} needs a non-empty array`)
  return `(${branches.map(branch => `(${allOf(branch, values)})`).join(word)})`
}

/** `{ a: 1 }` and `{ a: { $gt: 1, $lt: 5 } }`. */
function fieldCondition(path: string, wanted: unknown, values: Bound[]): string {
  const value = sqlOf(path)
  if (!isOperators(wanted)) return comparison('$eq', path, value, wanted, values)
  return Object.entries(wanted)
    .map(([operator, operand]) => comparison(operator, path, value, operand, values))
    .join(' AND ')
}

export function isOperators(wanted: unknown): wanted is Doc {
  return isDoc(wanted) && Object.keys(wanted).some(name => name.startsWith('$'))
}

function comparison(operator: string, path: string, value: string, operand: unknown, values: Bound[]): string {
  const bind = (scalar: unknown) => {
    values.push(bound(scalar, `${operator} on ${path}`))
    return '?'
  }
  switch (operator) {
    case '$eq':
      return `${value} = ${bind(operand)}`
    case '$ne':
      return `${value} <> ${bind(operand)}`
    case '$in':
      if (!Array.isArray(operand)) throw new Refusal('BadValue', `$in on ${path} needs an array`)
      return `${value} IN (${operand.map(bind).join(', ')})`
    case '$gt':
    case '$gte':
      return `(${value} ${operator === '$gt' ? '>' : '>='} ${bind(operand)} AND ${value} < ${bracket(operator, path, operand).above})`
    case '$lt':
    case '$lte':
      return `(${value} ${operator === '$lt' ? '<' : '<='} ${bind(operand)} AND ${value} ${bracket(operator, path, operand).from})`
    default:
      throw beyondSubset(`the operator ${operator} on ${path}`)
  }
}

/** MongoDB compares a range only with values of the operand's own type; SQLite goes on into the next type. */
function bracket(operator: string, path: string, operand: unknown): { from: string; above: string } {
  if (typeof operand === 'number') return { from: `> ${missing}`, above: "''" }
  if (typeof operand === 'string') return { from: ">= ''", above: "x''" }
  throw beyondSubset(`${operator} with ${typeName(operand)} on ${path}`)
}

function bound(value: unknown, where: string): Bound {
  if (!isScalar(value)) throw beyondSubset(`${where} with ${typeName(value)}`)
  return sqlValue(value)
}

function sqlValue(value: Scalar): Bound {
  return typeof value === 'boolean' ? Uint8Array.of(value ? 1 : 0) : value
}
