import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { type Bound, refusedPath } from './subset/filter.ts'
import { beyondSubset } from './subset/refusal.ts'

type Row = Record<string, unknown>

const layout = 1
const statementsMax = 200

/** A unique index, by its SQLite name, that a statement would break. */
export class UniqueViolation extends Error {
  readonly index: string

  constructor(index: string) {
    super(`unique index ${index}`)
    this.index = index
  }
}

/** One SQLite file, durable at every commit, held by this process alone. */
export class Database {
  readonly #sqlite: DatabaseSync
  readonly #statements = new Map<string, StatementSync>()

  /** The lock ends with the process, however it ends. Throws SQLite's error 5 when another process holds it. */
  constructor(file: string) {
    this.#sqlite = new DatabaseSync(file, { timeout: 0 })
    try {
      // Exclusive comes before WAL, so that the WAL's index is not shared memory and no second reader gets in.
      this.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL')
      this.transaction(() => this.#prepareLayout())
    } catch (error) {
      this.#sqlite.close()
      throw error
    }
  }

  #prepareLayout(): void {
    const found = Number(this.all('PRAGMA user_version')[0]?.['user_version'])
    if (found > layout) throw new Error(`the store was written by a newer version (layout ${found}, not ${layout})`)
    this.exec(`
      CREATE TABLE IF NOT EXISTS collections (
        id INTEGER PRIMARY KEY, db TEXT NOT NULL, name TEXT NOT NULL, UNIQUE (db, name));
      CREATE TABLE IF NOT EXISTS indexes (
        id INTEGER PRIMARY KEY, collection INTEGER NOT NULL, name TEXT NOT NULL, spec TEXT NOT NULL,
        UNIQUE (collection, name));
      PRAGMA user_version = ${layout}`)
  }

  /** Durable when it returns; undone as a whole when `work` throws. */
  transaction<T>(work: () => T): T {
    this.exec('BEGIN EXCLUSIVE')
    try {
      const result = work()
      this.exec('COMMIT')
      return result
    } catch (error) {
      // A full disk may have ended the transaction already.
      if (this.#sqlite.isTransaction) this.exec('ROLLBACK')
      throw error
    }
  }

  exec(sql: string): void {
    translating(() => this.#sqlite.exec(sql))
  }

  run(sql: string, values: Bound[] = []): { changes: number; id: number } {
    const { changes, lastInsertRowid } = translating(() => this.#prepared(sql).run(...values))
    return { changes: Number(changes), id: Number(lastInsertRowid) }
  }

  all(sql: string, values: Bound[] = []): Row[] {
    return translating(() => this.#prepared(sql).all(...values))
  }

  /** Rows one at a time. The statement is its own, since it may stay open while others run. */
  *rows(sql: string, values: Bound[]): Generator<Row, void, undefined> {
    const rows = translating(() => this.#sqlite.prepare(sql).iterate(...values))
    try {
      for (let next = translating(() => rows.next()); !next.done; next = translating(() => rows.next()))
        yield next.value
    } finally {
      rows.return?.()
    }
  }

  close(): void {
    this.#sqlite.close()
  }

  #prepared(sql: string): StatementSync {
    const known = this.#statements.get(sql)
    if (known) return known
    if (this.#statements.size >= statementsMax) this.#statements.clear()
    const statement = this.#sqlite.prepare(sql)
    this.#statements.set(sql, statement)
    return statement
  }
}

/** Tells apart the two SQLite errors that are answers; every other one is a failure and passes through. */
function translating<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    const message = error instanceof Error ? error.message : ''
    const path = refusedPath(message)
    if (path) throw beyondSubset(`an array or object at ${path}, in a filter, sort or index,`)
    const broken = /^UNIQUE constraint failed: (?:index '(i\d+)'|c\d+\.id)$/.exec(message)
    if (broken) throw new UniqueViolation(broken[1] ?? '_id_')
    throw error
  }
}
