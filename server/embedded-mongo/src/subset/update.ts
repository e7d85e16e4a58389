import { isOperators } from './filter.ts'
import { assertStorable, type Doc, fieldPath, isDoc, typeName } from './json.ts'
import { beyondSubset, Refusal } from './refusal.ts'

type Operator = '$set' | '$setOnInsert' | '$inc'
interface Step {
  operator: Operator
  path: string
  names: string[]
  value: unknown
}
type Change = { replacement: Doc } | { steps: Step[] }

/** Reads an update without looking at a document, so that a bad one is refused before anything is touched. */
export function changeOf(update: unknown): Change {
  if (Array.isArray(update)) throw beyondSubset('an update by pipeline')
  if (!isDoc(update)) throw beyondSubset(`an update by ${typeName(update)}`)
  if (!isOperators(update)) {
    assertStorable(update)
    return { replacement: update }
  }
  const steps = Object.entries(update).flatMap(([operator, fields]) => stepsOf(operator, fields))
  assertDistinct(steps)
  return { steps }
}

function stepsOf(operator: string, fields: unknown): Step[] {
  if (operator !== '$set' && operator !== '$setOnInsert' && operator !== '$inc') {
    throw beyondSubset(`the update operator ${operator}`)
  }
  if (!isDoc(fields)) throw new Refusal('BadValue', `${operator} needs an object`)
  return Object.entries(fields).map(([path, value]) => {
    assertStorable(value, path)
    if (operator === '$inc' && typeof value !== 'number') {
      throw new Refusal('TypeMismatch', `$inc on ${path} needs a number`)
    }
    return { operator, path, names: fieldPath(path), value }
  })
}

/** `a` and `a.b`, or one path in two operators, is an error in MongoDB too. */
function assertDistinct(steps: Step[]): void {
  const paths = steps.map(step => `${step.path}.`)
  const clash = paths.find((path, i) => paths.some((other, j) => i !== j && other.startsWith(path)))
  if (clash) throw new Refusal('ConflictingUpdateOperators', `the update names ${clash.slice(0, -1)} twice`)
}

/** The changed document; `doc` may be changed in place. Throws when `_id` would change. */
export function changed(doc: Doc, change: Change, inserting: boolean): Doc {
  const id = doc['_id']
  const after = 'replacement' in change ? { _id: id, ...change.replacement } : stepped(doc, change.steps, inserting)
  if (id !== undefined && after['_id'] !== id) {
    throw new Refusal('ImmutableField', 'an update would change the immutable field _id')
  }
  return after
}

function stepped(doc: Doc, steps: Step[], inserting: boolean): Doc {
  for (const { operator, path, names, value } of steps) {
    if (operator === '$setOnInsert' && !inserting) continue
    const parent = parentOf(doc, names, path)
    const name = names.at(-1)!
    parent[name] = operator === '$inc' ? increased(parent[name], value as number, path) : value
  }
  return doc
}

/** Walks to the object that holds the path's last name, making objects on the way as MongoDB does. */
function parentOf(doc: Doc, names: string[], path: string): Doc {
  let parent = doc
  for (const name of names.slice(0, -1)) {
    if (!Object.hasOwn(parent, name)) parent[name] = {}
    const next = parent[name]
    if (Array.isArray(next)) throw beyondSubset(`an update through the array on the path ${path}`)
    if (!isDoc(next)) throw new Refusal('PathNotViable', `cannot make ${path}: ${name} is ${typeName(next)}`)
    parent = next
  }
  return parent
}

function increased(before: unknown, by: number, path: string): number {
  if (before !== undefined && typeof before !== 'number') {
    throw new Refusal('TypeMismatch', `$inc on ${path} meets ${typeName(before)}`)
  }
  const sum = (before ?? 0) + by
  // Above this MongoDB would count on exactly in 64 bits, which a JSON number cannot.
  if (!Number.isFinite(sum) || (Number.isInteger(sum) && !Number.isSafeInteger(sum))) {
    throw beyondSubset(`$inc on ${path} beyond 2^53`)
  }
  return sum
}

/** What an upsert starts from: the filter's equalities, as MongoDB reads them. */
export function seedOf(filter: Doc, seed: Doc = {}): Doc {
  for (const [name, wanted] of Object.entries(filter)) {
    if (name === '$and') for (const branch of wanted as Doc[]) seedOf(branch, seed)
    else if (name === '$or') throw beyondSubset('$or in the filter of an upsert')
    else if (!isOperators(wanted)) plant(seed, name, wanted)
    else if ('$in' in wanted) throw beyondSubset('$in in the filter of an upsert')
    else if ('$eq' in wanted) plant(seed, name, wanted['$eq'])
  }
  return seed
}

function plant(seed: Doc, path: string, value: unknown): void {
  const names = fieldPath(path)
  const parent = parentOf(seed, names, path)
  if (Object.hasOwn(parent, names.at(-1)!)) throw new Refusal('BadValue', `the filter of an upsert names ${path} twice`)
  parent[names.at(-1)!] = value
}
