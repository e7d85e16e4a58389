import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { Database } from '../../../server/embedded-mongo/src/database.ts'
import { openedStore } from './store.ts'

type Doc = Record<string, unknown>

/** What no driver of ours sends, told apart from what is only beyond the subset: each is refused and changes nothing. */
const commands: [Doc, string][] = [
  [{}, 'is not supported by the embedded store'],
  [{ constructor: 1 }, 'the command constructor is not supported'],
  [{ insert: 'c' }, 'documents must be documents'],
  [{ insert: 'c', documents: ['x'] }, 'documents must be documents'],
  [{ createIndexes: 'c', indexes: [] }, 'a non-empty array'],
  [{ createIndexes: 'c', indexes: 1 }, 'a non-empty array'],
  [{ createIndexes: 'c', indexes: [{ key: 1, name: 'a' }] }, 'a key and a name'],
  [{ createIndexes: 'c', indexes: [{ key: { a: 1 } }] }, 'a key and a name'],
  [{ createIndexes: 'c', indexes: [{ key: {}, name: 'a' }] }, 'the index a has no key'],
  [{ createIndexes: 'c', indexes: [{ key: { b: 1 }, name: 'kept' }] }, 'another index is named kept'],
  [{ createIndexes: 'c', indexes: [{ key: { a: 1 }, name: 'other' }] }, 'the index kept already has this key'],
  [{ listIndexes: 'nowhere' }, 'test.nowhere does not exist'],
  [{ listCollections: 1, filter: { name: { $in: ['c'] } } }, 'other than a name'],
  [{ listCollections: 1, filter: { type: 'view' } }, 'other than a name'],
  [{ create: 'c' }, 'test.c exists already'],
  [{ aggregate: 'c', pipeline: { $match: {} }, cursor: {} }, 'pipeline must be an array'],
  [{ aggregate: 'c', pipeline: [1], cursor: {} }, 'pipeline must be an array'],
  [{ aggregate: 'c', pipeline: [] }, 'needs a cursor'],
  [
    { aggregate: 'c', pipeline: [{ $match: {} }, { $limit: 0 }, { $group: { _id: 1, n: { $sum: 1 } } }], cursor: {} },
    'must be positive',
  ],
  [{ find: 'c', limit: -1 }, 'limit'],
  [{ find: 'c', skip: 0.5 }, 'skip'],
  [{ find: 'c', batchSize: '1' }, 'batchSize'],
]

/** A statement that is refused within a command that is none. */
const statements: [Doc, string][] = [
  [{ update: 'c', updates: [{ q: {}, u: { _id: 'x', a: 2 }, multi: true }] }, 'multi needs update operators'],
  [{ delete: 'c', deletes: [{ q: {}, limit: 2 }] }, 'the limit of a delete is 0 or 1'],
]

function stored() {
  const store = openedStore()
  store.run({ insert: 'c', documents: [{ _id: 'x', a: 1 }] })
  store.run({ createIndexes: 'c', indexes: [{ key: { a: 1 }, name: 'kept' }] })
  return store
}

test.each(commands)('%j is refused', (command, named) => {
  const { run, docs, found } = stored()

  expect(() => run(command)).toThrow(named)

  expect(docs('c')).toEqual([{ _id: 'x', a: 1 }])
  expect(found({ listIndexes: 'c' })).toHaveLength(2)
})

test.each(statements)('%j is refused as a statement', (command, named) => {
  const { run, docs } = stored()

  expect(run(command)).toMatchObject({ n: 0, writeErrors: [{ index: 0, errmsg: named }] })

  expect(docs('c')).toEqual([{ _id: 'x', a: 1 }])
})

test('a collection that is not there has nothing to find, count or delete, and one is listed by its name', () => {
  const { run, docs, found } = stored()
  const counting = [{ $match: {} }, { $group: { _id: 1, n: { $sum: 1 } } }]

  expect(docs('nowhere')).toEqual([])
  expect(found({ aggregate: 'nowhere', pipeline: counting, cursor: {} })).toEqual([])
  expect(run({ delete: 'nowhere', deletes: [{ q: {}, limit: 0 }] })).toMatchObject({ n: 0 })
  run({ create: 'd' })
  const names = (filter?: Doc) => found({ listCollections: 1, ...(filter && { filter }) }).map(({ name }) => name)
  expect(names()).toEqual(['c', 'd'])
  expect(names({ name: 'd' })).toEqual(['d'])
})

test('an upsert by a replacement keeps of its filter only the _id, and needs one', () => {
  const { run, docs } = stored()
  const upsert = (q: Doc) => run({ update: 'c', updates: [{ q, u: { b: 2 }, upsert: true }] })

  expect(upsert({ _id: 'y', a: 7 })).toMatchObject({ n: 1, upserted: [{ index: 0, _id: 'y' }] })
  expect(upsert({ a: 8 })).toMatchObject({ writeErrors: [{ errmsg: expect.stringContaining('as _id') }] })

  expect(docs('c')).toEqual([
    { _id: 'x', a: 1 },
    { _id: 'y', b: 2 },
  ])
})

test('cursors that are no list kill none', () => {
  const { run } = stored()

  expect(run({ killCursors: 'c', cursors: 'all' })).toMatchObject({ cursorsKilled: [], cursorsNotFound: [] })
})

test('a failure of the store itself undoes the whole command, and the store goes on', () => {
  const database = new Database(':memory:')
  database.exec('CREATE TABLE t (a)')

  const failing = () =>
    database.transaction(() => {
      database.run('INSERT INTO t VALUES (1)')
      database.exec('ROLLBACK')
      throw new Error('the disk is gone')
    })
  expect(failing).toThrow('the disk is gone')
  expect(() => database.transaction(() => database.run('INSERT INTO nowhere VALUES (1)'))).toThrow()

  expect(database.all('SELECT * FROM t')).toEqual([])
})

test('a store that a newer version wrote is refused, and stays as it is', () => {
  const folder = mkdtempSync(join(tmpdir(), 'pingting-layout-'))
  const path = join(folder, 'documents.sqlite')
  const newer = new Database(path)
  newer.exec('PRAGMA user_version = 99')
  newer.close()

  expect(() => new Database(path)).toThrow('written by a newer version (layout 99')
  expect(() => new Database(path)).toThrow('written by a newer version (layout 99')

  rmSync(folder, { recursive: true, force: true })
})
