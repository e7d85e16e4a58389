import { ensureCollection, findCollection } from './collections.ts'
import type { Database } from './database.ts'
import { conditionOf } from './subset/filter.ts'
import { assertStorable, type Doc, isDoc, typeName } from './subset/json.ts'
import { assertOptions, beyondSubset, Refusal } from './subset/refusal.ts'
import { changed, changeOf, seedOf } from './subset/update.ts'

export function insert(database: Database, db: string, command: Doc): Doc {
  return inOrder(database, command, 'documents', doc => {
    const { _id: id } = doc
    if (typeof id !== 'string') throw beyondSubset(`${typeName(id)} as _id`)
    assertStorable(doc)
    ensureCollection(database, db, String(command['insert'])).insert(doc)
    return { n: 1 }
  })
}

export function update(database: Database, db: string, command: Doc): Doc {
  return inOrder(database, command, 'updates', (statement, index) => {
    assertOptions('update', statement, ['q', 'u', 'multi', 'upsert'])
    const { q, u, multi, upsert } = statement
    const condition = conditionOf(q)
    const change = changeOf(u)
    if (multi && 'replacement' in change) throw new Refusal('BadValue', 'multi needs update operators')
    const collection = ensureCollection(database, db, String(command['update']))
    const rows = collection.matching(condition, multi ? -1 : 1)
    let nModified = 0
    for (const row of rows) {
      const before = collection.textAt(row)
      const after = changed(JSON.parse(before) as Doc, change, false)
      if (JSON.stringify(after) === before) continue
      collection.replace(row, after)
      nModified++
    }
    if (rows.length > 0 || !upsert) return { n: rows.length, nModified }
    const seed = seedOf(q as Doc)
    const doc = changed('replacement' in change ? onlyId(seed) : seed, change, true)
    if (typeof doc['_id'] !== 'string') throw beyondSubset(`an upsert with ${typeName(doc['_id'])} as _id`)
    collection.insert(doc)
    return { n: 1, nModified, upserted: { index, _id: doc['_id'] } }
  })
}

function onlyId(seed: Doc): Doc {
  return '_id' in seed ? { _id: seed['_id'] } : {}
}

export function remove(database: Database, db: string, command: Doc): Doc {
  return inOrder(database, command, 'deletes', statement => {
    assertOptions('delete', statement, ['q', 'limit'])
    const { q, limit } = statement
    if (limit !== 0 && limit !== 1) throw new Refusal('BadValue', 'the limit of a delete is 0 or 1')
    const condition = conditionOf(q)
    return { n: findCollection(database, db, String(command['delete']))?.remove(condition, limit === 0 ? -1 : 1) ?? 0 }
  })
}

interface Effect {
  n: number
  nModified?: number
  upserted?: { index: number; _id: string }
}

/**
 * The statements of one command, in one transaction and one fsync. The first one refused ends the command; what came
 * before it stays, as in an ordered batch of MongoDB. A failure of the store undoes them all.
 */
function inOrder(database: Database, command: Doc, list: string, run: (statement: Doc, index: number) => Effect): Doc {
  const statements = command[list]
  if (!Array.isArray(statements) || !statements.every(isDoc)) throw new Refusal('BadValue', `${list} must be documents`)
  if (command['ordered'] === false) throw beyondSubset('ordered: false')
  return database.transaction(() => {
    const effects: Effect[] = []
    const writeErrors: Doc[] = []
    for (const [index, statement] of statements.entries()) {
      try {
        effects.push(run(statement, index))
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
        writeErrors.push({ index, code: error.code, errmsg: error.message, ...error.details })
        break
      }
    }
    const upserted = effects.flatMap(effect => effect.upserted ?? [])
    return {
      n: sum(effects.map(effect => effect.n)),
      ...(list === 'updates' && { nModified: sum(effects.map(effect => effect.nModified ?? 0)) }),
      ...(upserted.length > 0 && { upserted }),
      ...(writeErrors.length > 0 && { writeErrors }),
      ok: 1,
    }
  })
}

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
