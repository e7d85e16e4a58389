import { beyondSubset, Refusal } from './refusal.ts'

export type Doc = Record<string, unknown>
export type Scalar = string | number | boolean

/** A document's JSON text is at most this long, so that a batch of them always fits one reply. */
const docTextLengthMax = 8 * 1024 * 1024
const depthMax = 100

/** Dates, ObjectIds and the other BSON types arrive as instances of classes, so they are no plain objects. */
export function isDoc(value: unknown): value is Doc {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
}

/** Names a value's type in a refusal. */
export function typeName(value: unknown): string {
  if (value === null || value === undefined) return 'null'
  if (Array.isArray(value)) return 'an array'
  if (isDoc(value)) return 'an object'
  if (typeof value === 'object') return `a ${value.constructor.name}`
  return typeof value === 'number' ? `the number ${value}` : `a ${typeof value}`
}

/** NUL is refused because SQLite ends a JSON string at it. */
export function isScalar(value: unknown): value is Scalar {
  if (typeof value === 'string') return !value.includes('\0')
  return typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value))
}

/** Throws unless the value is made of JSON types only, without null, under names that a dotted path can reach. */
export function assertStorable(value: unknown, path = 'the document', depth = 0): void {
  if (isScalar(value)) return
  if (depth > depthMax) throw beyondSubset(`nesting deeper than ${depthMax} levels at ${path}`)
  if (Array.isArray(value)) {
    for (const item of value) assertStorable(item, path, depth + 1)
    return
  }
  if (typeof value === 'string') throw beyondSubset(`a string holding NUL at ${path}`)
  if (!isDoc(value)) throw beyondSubset(`${typeName(value)} at ${path}`)
  for (const name of Object.keys(value)) {
    if (!isFieldName(name) || name.includes('.')) throw beyondSubset(`the field name ${JSON.stringify(name)}`)
    assertStorable(value[name], name, depth + 1)
  }
}

/** The document as it is kept. Throws when it is too long. */
export function textOf(doc: Doc): string {
  const text = JSON.stringify(doc)
  if (text.length > docTextLengthMax) throw new Refusal('BSONObjectTooLarge', 'the document is longer than 8 MiB')
  return text
}

/** `__proto__` is refused because assigning to it does not make a field. */
function isFieldName(name: string): boolean {
  return name !== '' && name !== '__proto__' && !name.startsWith('$')
}

/** Splits `a.b.c`. Quotes, backslashes and control characters are refused because the path goes into SQL text. */
export function fieldPath(path: string): string[] {
  const names = path.split('.')
  const plain = names.every(name => isFieldName(name) && !/["'\\\p{Cc}]/u.test(name))
  if (!plain) throw beyondSubset(`the path ${JSON.stringify(path)}`)
  return names
}
