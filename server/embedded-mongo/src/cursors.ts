import { randomInt } from 'node:crypto'
import type { Doc } from './subset/json.ts'
import { Refusal } from './subset/refusal.ts'

const firstBatchDocsMax = 101
const batchDocsMax = 10_000
/** In characters of JSON text; as BSON this stays below what a driver accepts, also with one document more. */
const batchTextMax = 4 * 1024 * 1024
const cursorsMax = 500
const idleMs = 10 * 60_000

interface Cursor {
  namespace: string
  texts: Generator<string, void, undefined>
  /** Read one ahead, so that an exhausted cursor is known with its last batch. */
  ahead: IteratorResult<string, void>
  read: (text: string) => Doc
  usedAtMs: number
}

/** The open cursors of all connections. Each holds a SQLite statement and one document, never a result. */
export class Cursors {
  readonly #open = new Map<number, Cursor>()
  // A random start, so that a number from before a restart does not meet somebody else's cursor.
  #next = randomInt(2 ** 47)

  first(namespace: string, texts: Cursor['texts'], read: Cursor['read'], batchSize: unknown, single: boolean): Doc {
    const cursor = { namespace, texts, ahead: texts.next(), read, usedAtMs: Date.now() }
    const firstBatch = take(cursor, batchSize === undefined ? firstBatchDocsMax : whole('batchSize', batchSize))
    if (single) texts.return()
    if (single || cursor.ahead.done) return { cursor: { firstBatch, id: 0n, ns: namespace }, ok: 1 }
    this.#closeIdle()
    if (this.#open.size >= cursorsMax) {
      texts.return()
      throw new Refusal('BadValue', `more than ${cursorsMax} cursors are open`)
    }
    const id = this.#next++
    this.#open.set(id, cursor)
    return { cursor: { firstBatch, id: BigInt(id), ns: namespace }, ok: 1 }
  }

  more(namespace: string, id: unknown, batchSize: unknown): Doc {
    const cursor = this.#open.get(Number(id))
    if (cursor?.namespace !== namespace) throw new Refusal('CursorNotFound', `cursor id ${id} not found`)
    cursor.usedAtMs = Date.now()
    const nextBatch = take(cursor, batchSize === undefined ? batchDocsMax : whole('batchSize', batchSize))
    if (cursor.ahead.done) this.#open.delete(Number(id))
    return { cursor: { nextBatch, id: cursor.ahead.done ? 0n : BigInt(Number(id)), ns: namespace }, ok: 1 }
  }

  kill(id: number): boolean {
    this.#open.get(id)?.texts.return()
    return this.#open.delete(id)
  }

  /** Before a database is dropped, as SQLite drops no table that is being read. */
  killAll(isMeant: (namespace: string) => boolean): void {
    for (const [id, cursor] of this.#open) if (isMeant(cursor.namespace)) this.kill(id)
  }

  #closeIdle(): void {
    for (const [id, cursor] of this.#open) if (Date.now() - cursor.usedAtMs > idleMs) this.kill(id)
  }
}

function take(cursor: Cursor, docsMax: number): Doc[] {
  const batch: Doc[] = []
  for (let length = 0; !cursor.ahead.done && batch.length < docsMax; cursor.ahead = cursor.texts.next()) {
    const text = cursor.ahead.value
    length += text.length
    if (batch.length > 0 && length > batchTextMax) break
    batch.push(cursor.read(text))
  }
  return batch
}

/** A count that a command carries. */
export function whole(name: string, value: unknown): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value
  throw new Refusal('BadValue', `${name} must be a whole number, not ${JSON.stringify(value)}`)
}
