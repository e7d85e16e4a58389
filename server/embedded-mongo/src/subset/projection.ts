import { type Doc, fieldPath, isDoc, typeName } from './json.ts'
import { beyondSubset, Refusal } from './refusal.ts'

type Branch = 'whole' | Tree
type Tree = Map<string, Branch>

/** An inclusion projection as a function; `_id` comes along unless it is switched off, as in MongoDB. */
export function projectionOf(projection: unknown): (doc: Doc) => Doc {
  if (projection === undefined) return doc => doc
  if (!isDoc(projection)) throw beyondSubset(`a projection by ${typeName(projection)}`)
  const { _id: id, ...fields } = projection
  const withoutId = id === 0 || id === false
  const tree: Tree = new Map()
  for (const [path, wanted] of Object.entries(fields)) include(tree, path, wanted)
  if (id !== undefined && !withoutId) include(tree, '_id', id)
  if (tree.size === 0) return withoutId ? ({ _id, ...rest }) => rest : doc => doc
  if (!withoutId) tree.set('_id', 'whole')
  return doc => pick(doc, tree)
}

function include(tree: Tree, path: string, wanted: unknown): void {
  if (wanted !== 1 && wanted !== true) throw beyondSubset(`the projection ${path}: ${JSON.stringify(wanted)}`)
  const names = fieldPath(path)
  const last = names.pop()!
  let branch = tree
  for (const name of names) {
    const next = branch.get(name) ?? new Map()
    if (next === 'whole') throw collision(path)
    branch.set(name, next)
    branch = next
  }
  if (branch.has(last)) throw collision(path)
  branch.set(last, 'whole')
}

function collision(path: string): Refusal {
  return new Refusal('BadValue', `the projection names ${path} and a part of it`)
}

function pick(doc: Doc, tree: Tree): Doc {
  const picked: Doc = {}
  for (const [name, value] of Object.entries(doc)) {
    const branch = tree.get(name)
    const kept = branch === 'whole' ? value : branch && prune(value, branch)
    if (kept !== undefined) picked[name] = kept
  }
  return picked
}

/** MongoDB projects through arrays, however deep, and drops what is neither an array nor an object. */
function prune(value: unknown, tree: Tree): unknown {
  if (Array.isArray(value)) return value.map(item => prune(item, tree)).filter(item => item !== undefined)
  return isDoc(value) ? pick(value, tree) : undefined
}
