import { type Database, UniqueViolation } from './database.ts'
import { type Condition, directionOf, sqlOf } from './subset/filter.ts'
import { type Doc, isDoc, textOf } from './subset/json.ts'
import { Refusal } from './subset/refusal.ts'

interface Index {
  name: string
  key: Doc
  unique: boolean
}

export function collectionNames(database: Database, db: string): string[] {
  return database.all('SELECT name FROM collections WHERE db = ? ORDER BY name', [db]).map(row => String(row['name']))
}

export function findCollection(database: Database, db: string, name: string): Collection | undefined {
  const [row] = database.all('SELECT id FROM collections WHERE db = ? AND name = ?', [db, name])
  return row && new Collection(database, `${db}.${name}`, Number(row['id']))
}

/** As in MongoDB, the first write makes the collection. */
export function ensureCollection(database: Database, db: string, name: string): Collection {
  const found = findCollection(database, db, name)
  if (found) return found
  const { id } = database.run('INSERT INTO collections (db, name) VALUES (?, ?)', [db, name])
  // `id` has no declared type, so SQLite never converts what it is compared with.
  database.exec(`CREATE TABLE c${id} (id PRIMARY KEY NOT NULL, doc TEXT NOT NULL)`)
  return new Collection(database, `${db}.${name}`, id)
}

/** A table `c<n>`: one row per document, its `_id` and its JSON text. Its indexes are called `i<n>`. */
export class Collection {
  readonly #database: Database
  readonly #id: number
  readonly #table: string
  readonly namespace: string

  constructor(database: Database, namespace: string, id: number) {
    this.#database = database
    this.namespace = namespace
    this.#id = id
    this.#table = `c${id}`
  }

  insert(doc: Doc): void {
    const values = [String(doc['_id']), textOf(doc)]
    this.#naming(doc, () => this.#database.run(`INSERT INTO ${this.#table} (id, doc) VALUES (?, ?)`, values))
  }

  replace(row: number, doc: Doc): void {
    const values = [textOf(doc), row]
    this.#naming(doc, () => this.#database.run(`UPDATE ${this.#table} SET doc = ? WHERE rowid = ?`, values))
  }

  /** Returns how many went; a `limit` of -1 is none. */
  remove({ sql, values }: Condition, limit: number): number {
    const chosen = `SELECT rowid FROM ${this.#table} WHERE ${sql} LIMIT ${limit}`
    return this.#database.run(`DELETE FROM ${this.#table} WHERE rowid IN (${chosen})`, values).changes
  }

  /** Which rows match: their numbers only, as there may be many. */
  matching({ sql, values }: Condition, limit: number): number[] {
    const query = `SELECT rowid AS row FROM ${this.#table} WHERE ${sql} LIMIT ${limit}`
    return this.#database.all(query, values).map(found => Number(found['row']))
  }

  textAt(row: number): string {
    return String(this.#database.all(`SELECT doc FROM ${this.#table} WHERE rowid = ?`, [row])[0]?.['doc'])
  }

  /** The texts of matching documents, one at a time. */
  *texts({ sql, values }: Condition, tail: string): Generator<string, void, undefined> {
    for (const { doc } of this.#database.rows(`SELECT doc FROM ${this.#table} WHERE ${sql} ${tail}`, values)) {
      yield String(doc)
    }
  }

  count({ sql, values }: Condition, tail: string): number {
    const query = `SELECT count(*) AS tally FROM (SELECT 1 FROM ${this.#table} WHERE ${sql} ${tail})`
    return Number(this.#database.all(query, values)[0]?.['tally'])
  }

  indexes(): Index[] {
    const rows = this.#database.all('SELECT spec FROM indexes WHERE collection = ? ORDER BY id', [this.#id])
    return rows.map(row => JSON.parse(String(row['spec'])) as Index)
  }

  /** Returns whether there was something to make. */
  createIndex(index: Index): boolean {
    const keys = Object.entries(index.key).map(([path, way]) => `${sqlOf(path)} ${directionOf(path, way)}`)
    if (keys.length === 0) throw new Refusal('BadValue', `the index ${index.name} has no key`)
    if (this.#isKnown(index)) return false
    const values = [this.#id, index.name, JSON.stringify(index)]
    const { id } = this.#database.run('INSERT INTO indexes (collection, name, spec) VALUES (?, ?, ?)', values)
    const kind = index.unique ? 'UNIQUE INDEX' : 'INDEX'
    this.#naming({}, () => this.#database.exec(`CREATE ${kind} i${id} ON ${this.#table} (${keys.join(', ')})`))
    return true
  }

  /** Throws when an index of this name, or of this key, is another one. */
  #isKnown(index: Index): boolean {
    const key = JSON.stringify(index.key)
    if (key === '{"_id":1}') return true
    for (const other of this.indexes()) {
      const sameKey = JSON.stringify(other.key) === key
      if (other.name === index.name && sameKey && other.unique === index.unique) return true
      if (other.name === index.name) throw new Refusal('IndexKeySpecsConflict', `another index is named ${index.name}`)
      if (sameKey) throw new Refusal('IndexOptionsConflict', `the index ${other.name} already has this key`)
    }
    return false
  }

  drop(): void {
    this.#database.exec(`DROP TABLE ${this.#table}`)
    this.#database.run('DELETE FROM indexes WHERE collection = ?', [this.#id])
    this.#database.run('DELETE FROM collections WHERE id = ?', [this.#id])
  }

  /** Words a broken unique index as MongoDB does. */
  #naming<T>(doc: Doc, work: () => T): T {
    try {
      return work()
    } catch (error) {
      if (!(error instanceof UniqueViolation)) throw error
      const { name, key } = this.#indexCalled(error.index)
      const keyValue = Object.fromEntries(Object.keys(key).map(path => [path, valueAt(doc, path)]))
      const message = `E11000 duplicate key error collection: ${this.namespace} index: ${name} dup key: ${JSON.stringify(keyValue)}`
      throw new Refusal('DuplicateKey', message, { keyPattern: key, keyValue })
    }
  }

  #indexCalled(sqlName: string): { name: string; key: Doc } {
    if (sqlName === '_id_') return { name: '_id_', key: { _id: 1 } }
    const [row] = this.#database.all('SELECT spec FROM indexes WHERE id = ?', [Number(sqlName.slice(1))])
    return JSON.parse(String(row?.['spec'])) as Index
  }
}

/** A path in a unique index leads through objects only. */
function valueAt(doc: Doc, path: string): unknown {
  return path.split('.').reduce<unknown>((value, name) => (isDoc(value) ? value[name] : undefined), doc)
}
