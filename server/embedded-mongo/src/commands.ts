import { type Collection, collectionNames, ensureCollection, findCollection } from './collections.ts'
import { Cursors, whole } from './cursors.ts'
import type { Database } from './database.ts'
import { conditionOf, orderOf } from './subset/filter.ts'
import { type Doc, isDoc } from './subset/json.ts'
import { projectionOf } from './subset/projection.ts'
import { assertOptions, beyondSubset, Refusal } from './subset/refusal.ts'
import { messageBytesMax } from './wire.ts'
import { insert, remove, update } from './writes.ts'

interface Command {
  /** Options beyond those every command may carry; 'any' for handshakes, whose options ask for nothing. */
  options: readonly string[] | 'any'
  run: (command: Doc, db: string) => Doc
}

const everywhere = ['$db', '$readPreference', 'comment', 'maxTimeMS', 'readConcern', 'writeConcern']

/** The subset, whole: one line per command, with the options it reads. */
export function commandsOf(database: Database): (command: Doc) => Doc {
  const cursors = new Cursors()
  const commands: Record<string, Command> = {
    hello: { options: 'any', run: hello },
    ismaster: { options: 'any', run: hello },
    ping: { options: [], run: () => ({ ok: 1 }) },
    endSessions: { options: [], run: () => ({ ok: 1 }) },
    create: { options: [], run: (command, db) => create(database, db, command) },
    createIndexes: { options: ['indexes'], run: (command, db) => createIndexes(database, db, command) },
    listIndexes: { options: ['cursor'], run: (command, db) => listIndexes(database, db, command) },
    listCollections: {
      options: ['cursor', 'filter', 'nameOnly', 'authorizedCollections'],
      run: (command, db) => listCollections(database, db, command),
    },
    drop: { options: [], run: (command, db) => drop(database, cursors, db, String(command['drop'])) },
    insert: { options: ['documents', 'ordered'], run: (command, db) => insert(database, db, command) },
    update: { options: ['updates', 'ordered'], run: (command, db) => update(database, db, command) },
    delete: { options: ['deletes', 'ordered'], run: (command, db) => remove(database, db, command) },
    find: {
      options: ['filter', 'sort', 'projection', 'skip', 'limit', 'batchSize', 'singleBatch'],
      run: (command, db) => find(database, cursors, db, command),
    },
    aggregate: { options: ['pipeline', 'cursor'], run: (command, db) => count(database, db, command) },
    getMore: {
      options: ['collection', 'batchSize'],
      run: ({ getMore, collection, batchSize }, db) => cursors.more(`${db}.${collection}`, getMore, batchSize),
    },
    killCursors: { options: ['cursors'], run: command => killCursors(cursors, command) },
  }
  return command => {
    const name = Object.keys(command)[0] ?? ''
    const known = Object.hasOwn(commands, name) ? commands[name] : undefined
    if (!known) throw new Refusal('CommandNotFound', `the command ${name} is not supported by the embedded store`)
    if (known.options !== 'any') assertOptions(name, command, [name, ...everywhere, ...known.options])
    assertWriteConcern(command['writeConcern'])
    return known.run(command, String(command['$db'] ?? 'admin'))
  }
}

/** Every write is durable and there is one node, so `majority`, `j` and `w: 1` hold; other members there are none. */
function assertWriteConcern(concern: unknown): void {
  const w = isDoc(concern) ? concern['w'] : undefined
  if (w !== undefined && w !== 1 && w !== 'majority') throw beyondSubset(`the write concern w: ${JSON.stringify(w)}`)
}

/** A standalone: without `logicalSessionTimeoutMinutes` a driver uses neither sessions nor retryable writes. */
function hello(): Doc {
  return {
    helloOk: true,
    ismaster: true,
    isWritablePrimary: true,
    maxBsonObjectSize: 16 * 1024 * 1024,
    maxMessageSizeBytes: messageBytesMax,
    maxWriteBatchSize: 100_000,
    localTime: new Date(),
    minWireVersion: 0,
    maxWireVersion: 21,
    readOnly: false,
    ok: 1,
  }
}

function create(database: Database, db: string, command: Doc): Doc {
  const name = String(command['create'])
  if (findCollection(database, db, name)) throw new Refusal('NamespaceExists', `${db}.${name} exists already`)
  database.transaction(() => ensureCollection(database, db, name))
  return { ok: 1 }
}

function createIndexes(database: Database, db: string, command: Doc): Doc {
  const specs = command['indexes']
  if (!Array.isArray(specs) || specs.length === 0) throw new Refusal('BadValue', 'indexes must be a non-empty array')
  return database.transaction(() => {
    const collection = ensureCollection(database, db, String(command['createIndexes']))
    const numIndexesBefore = collection.indexes().length + 1
    for (const spec of specs as Doc[]) {
      assertOptions('createIndexes', spec, ['key', 'name', 'unique', 'background', 'v'])
      const { key, name, unique } = spec
      if (!isDoc(key) || typeof name !== 'string') throw new Refusal('BadValue', 'an index needs a key and a name')
      collection.createIndex({ name, key, unique: unique === true })
    }
    return { numIndexesBefore, numIndexesAfter: collection.indexes().length + 1, ok: 1 }
  })
}

function listIndexes(database: Database, db: string, command: Doc): Doc {
  const namespace = `${db}.${command['listIndexes']}`
  const collection = findCollection(database, db, String(command['listIndexes']))
  if (!collection) throw new Refusal('NamespaceNotFound', `${namespace} does not exist`)
  const made = collection.indexes().map(({ name, key, unique }) => ({ v: 2, key, name, ...(unique && { unique }) }))
  return onlyBatch(namespace, [{ v: 2, key: { _id: 1 }, name: '_id_' }, ...made])
}

function listCollections(database: Database, db: string, command: Doc): Doc {
  const { name: wanted, ...others } = (command['filter'] ?? {}) as Doc
  const isPlain = Object.keys(others).length === 0 && (wanted === undefined || typeof wanted === 'string')
  if (!isPlain) throw beyondSubset('a filter of listCollections other than a name')
  const names = collectionNames(database, db).filter(name => wanted === undefined || name === wanted)
  const docs = names.map(name => ({ name, type: 'collection', options: {}, info: { readOnly: false } }))
  return onlyBatch(`${db}.$cmd.listCollections`, docs)
}

/** Dropping what is not there is no error, as in MongoDB. */
function drop(database: Database, cursors: Cursors, db: string, name: string): Doc {
  const collection = findCollection(database, db, name)
  if (!collection) return { ok: 1 }
  cursors.killAll(namespace => namespace === collection.namespace)
  const nIndexesWas = collection.indexes().length + 1
  database.transaction(() => collection.drop())
  return { nIndexesWas, ns: collection.namespace, ok: 1 }
}

function find(database: Database, cursors: Cursors, db: string, command: Doc): Doc {
  const condition = conditionOf(command['filter'] ?? {})
  const tail = `${orderOf(command['sort'])} ${boundsOf(command['limit'], command['skip'])}`
  const project = projectionOf(command['projection'])
  const texts = textsOf(findCollection(database, db, String(command['find'])), condition, tail)
  const read = (text: string) => project(JSON.parse(text) as Doc)
  return cursors.first(`${db}.${command['find']}`, texts, read, command['batchSize'], command['singleBatch'] === true)
}

/** Reading a collection that does not exist finds nothing, as in MongoDB. */
function* textsOf(collection: Collection | undefined, ...query: Parameters<Collection['texts']>) {
  if (collection) yield* collection.texts(...query)
}

/** A limit of 0 is none, in MongoDB; in SQLite it is -1. */
function boundsOf(limit: unknown = 0, skip: unknown = 0): string {
  return `LIMIT ${whole('limit', limit) || -1} OFFSET ${whole('skip', skip)}`
}

/** The one pipeline that `countDocuments` sends: `$match`, perhaps `$skip` and `$limit`, and a `$group` that counts. */
function count(database: Database, db: string, command: Doc): Doc {
  const { aggregate: name, pipeline, cursor } = command
  if (!Array.isArray(pipeline) || !pipeline.every(isDoc)) throw new Refusal('BadValue', 'pipeline must be an array')
  if (!isDoc(cursor)) throw new Refusal('BadValue', 'aggregate needs a cursor')
  const stages: Doc = Object.assign({}, ...pipeline)
  const { $match, $skip, $limit, $group, ...others } = stages
  const [other] = Object.keys(others)
  if (other) throw beyondSubset(`the aggregation stage ${other}`)
  const shape = pipeline.map(stage => Object.keys(stage).join()).join()
  const isCount = /^\$match(,\$skip)?(,\$limit)?,\$group$/.test(shape)
  if (!isCount || JSON.stringify($group) !== '{"_id":1,"n":{"$sum":1}}') {
    throw beyondSubset(`an aggregate ($group ${JSON.stringify($group)}) other than that of countDocuments`)
  }
  if ($limit === 0) throw new Refusal('BadValue', 'the $limit of an aggregate must be positive')
  const condition = conditionOf($match)
  const n = findCollection(database, db, String(name))?.count(condition, boundsOf($limit, $skip)) ?? 0
  return onlyBatch(`${db}.${name}`, n === 0 ? [] : [{ _id: 1, n }])
}

function killCursors(cursors: Cursors, command: Doc): Doc {
  const ids = (Array.isArray(command['cursors']) ? command['cursors'] : []).map(Number)
  const killed = new Set(ids.filter(id => cursors.kill(id)))
  const asLongs = (some: number[]) => some.map(id => BigInt(id))
  return {
    cursorsKilled: asLongs([...killed]),
    cursorsNotFound: asLongs(ids.filter(id => !killed.has(id))),
    cursorsAlive: [],
    cursorsUnknown: [],
    ok: 1,
  }
}

function onlyBatch(ns: string, firstBatch: Doc[]): Doc {
  return { cursor: { firstBatch, id: 0n, ns }, ok: 1 }
}
