import { ObjectId } from 'bson'
import { describe, expect, test } from 'vitest'
import { openedStore } from './store.ts'

const filters: [Record<string, unknown>, string][] = [
  [{ a: null }, '$eq on a with null'],
  [{ a: { $in: [1, null] } }, '$in on a with null'],
  [{ a: [1] }, '$eq on a with an array'],
  [{ a: { b: 1 } }, '$eq on a with an object'],
  [{ a: new Date(0) }, 'a Date'],
  [{ a: /x/ }, 'a RegExp'],
  [{ a: Number.NaN }, 'NaN'],
  [{ a: { $gt: true } }, '$gt with a boolean on a'],
  [{ a: { $exists: true } }, '$exists'],
  [{ a: { $regex: 'x' } }, '$regex'],
  [{ a: { $nin: [1] } }, '$nin'],
  [{ a: { $not: { $gt: 1 } } }, '$not'],
  [{ a: { $elemMatch: { b: 1 } } }, '$elemMatch'],
  [{ $nor: [{ a: 1 }] }, '$nor'],
  [{ $expr: { $eq: ['$a', 1] } }, '$expr'],
  [{ $where: 'true' }, '$where'],
  [{ "a'": 1 }, "a'"],
  [{ 'a..b': 1 }, 'a..b'],
  [{ $or: [] }, '$or needs a non-empty array'],
  [{ $and: { a: 1 } }, '$and needs a non-empty array'],
  [{ $and: ['a'] }, 'a string as a filter'],
  [{ a: { $in: 1 } }, '$in on a needs an array'],
]

const updates: [unknown, string][] = [
  [{ $unset: { a: 1 } }, '$unset'],
  [{ $push: { a: 1 } }, '$push'],
  [{ $rename: { a: 'b' } }, '$rename'],
  [{ $set: { a: null } }, 'null at a'],
  [{ $set: { 'list.0': 1 } }, 'array on the path list.0'],
  [{ $set: { a: 1, 'a.b': 1 } }, 'names a twice'],
  [{ $set: { _id: 'y' } }, '_id'],
  [{ $inc: { text: 1 } }, 'text'],
  [{ $inc: { a: 2 ** 53 } }, '$inc on a'],
  [[{ $set: { a: 1 } }], 'pipeline'],
  ['a', 'an update by a string'],
  [{ $set: 1 }, '$set needs an object'],
  [{ $inc: { a: 'one' } }, '$inc on a needs a number'],
  [{ $set: { 'a.b': 1 } }, 'cannot make a.b: a is the number 1'],
]

const deep = (levels: number): unknown => (levels === 0 ? {} : { a: deep(levels - 1) })

const documents: [Record<string, unknown>, string][] = [
  [{ _id: 1 }, 'the number 1 as _id'],
  [{ _id: new ObjectId() }, 'a ObjectId as _id'],
  [{ a: 1 }, 'null as _id'],
  [{ _id: 'y', a: null }, 'null at a'],
  [{ _id: 'y', a: { b: [new Date(0)] } }, 'a Date at b'],
  [{ _id: 'y', a: Number.POSITIVE_INFINITY }, 'Infinity at a'],
  [{ _id: 'y', 'a.b': 1 }, '"a.b"'],
  [{ _id: 'y', $a: 1 }, '"$a"'],
  [{ _id: 'y', a: 'nul\0' }, 'NUL at a'],
  [{ _id: 'y', a: deep(100) }, 'nesting deeper than 100 levels at a'],
]

const others: [Record<string, unknown>, string][] = [
  [{ findAndModify: 'c', query: {} }, 'findAndModify'],
  [{ distinct: 'c', key: 'a' }, 'distinct'],
  [{ count: 'c' }, 'count'],
  [{ constructor: 'c' }, 'constructor'],
  [{ find: 'c', collation: { locale: 'zh' } }, 'collation'],
  [{ find: 'c', hint: 'a_1' }, 'hint'],
  [{ find: 'c', tailable: true }, 'tailable'],
  [{ find: 'c', projection: { a: 0 } }, 'projection a: 0'],
  [{ find: 'c', projection: { a: { $slice: 1 } } }, '$slice'],
  [{ find: 'c', projection: ['a'] }, 'a projection by an array'],
  [{ find: 'c', projection: { a: 1, 'a.b': 1 } }, 'names a.b and a part of it'],
  [{ find: 'c', projection: { 'a.b': 1, a: 1 } }, 'names a and a part of it'],
  [{ find: 'c', sort: ['a'] }, 'a sort by an array'],
  [{ find: 'c', sort: { a: { $meta: 'textScore' } } }, '$meta'],
  [{ find: 'c', sort: { $natural: 1 } }, '$natural'],
  [{ find: 'c', filter: { list: 1 } }, 'array or object at list'],
  [{ find: 'c', filter: { 'list.x': 1 } }, 'array or object at list.x'],
  [{ find: 'c', sort: { object: 1 } }, 'array or object at object'],
  [{ insert: 'c', documents: [{ _id: 'y' }], ordered: false }, 'ordered: false'],
  [{ insert: 'c', documents: [{ _id: 'y' }], txnNumber: 1 }, 'txnNumber'],
  [{ insert: 'c', documents: [{ _id: 'y' }], writeConcern: { w: 3 } }, 'w: 3'],
  [{ aggregate: 'c', pipeline: [{ $match: {} }, { $lookup: {} }], cursor: {} }, '$lookup'],
  [{ aggregate: 'c', pipeline: [{ $match: {} }, { $group: { _id: '$a', n: { $sum: 1 } } }], cursor: {} }, '$group'],
  [{ aggregate: 'c', pipeline: [{ $match: {} }, { $limit: 1 }], cursor: {} }, '$group'],
  [{ createIndexes: 'c', indexes: [{ key: { a: 'text' }, name: 'a' }] }, '"text"'],
  [{ createIndexes: 'c', indexes: [{ key: { a: 1 }, name: 'a', sparse: true }] }, 'sparse'],
  [{ createIndexes: 'c', indexes: [{ key: { a: 1 }, name: 'a', expireAfterSeconds: 1 }] }, 'expireAfterSeconds'],
  [{ createIndexes: 'c', indexes: [{ key: { list: 1 }, name: 'l' }] }, 'array or object at list'],
  [{ create: 'c2', capped: true }, 'capped'],
]

/** One document that has everything, so that a refusal that depends on data can be seen. */
function stored() {
  const store = openedStore()
  store.run({ insert: 'c', documents: [{ _id: 'x', a: 1, text: 't', list: [1, { x: 1 }], object: { y: 1 } }] })
  return store
}

describe('what is beyond the subset is refused by name', () => {
  test.each(filters)('in a filter: %o', (filter, named) => {
    // given
    const { run } = stored()
    // when
    const commands = [
      { find: 'c', filter },
      { aggregate: 'c', pipeline: [{ $match: filter }, { $group: { _id: 1, n: { $sum: 1 } } }], cursor: {} },
    ]
    const writes = [
      { update: 'c', updates: [{ q: filter, u: { $set: { z: 1 } } }] },
      { delete: 'c', deletes: [{ q: filter, limit: 0 }] },
    ]
    // then
    for (const command of commands) expect(() => run(command)).toThrow(named)
    for (const command of writes) expect(run(command)).toMatchObject({ n: 0, writeErrors: [{ index: 0 }] })
    for (const command of writes) expect(JSON.stringify(run(command))).toContain(JSON.stringify(named).slice(1, -1))
  })

  test.each(updates)('in an update: %o', (u, named) => {
    // given
    const { run, docs } = stored()
    const before = docs('c')
    // when
    const reply = run({ update: 'c', updates: [{ q: {}, u }] })
    // then
    expect(reply).toMatchObject({ n: 0, writeErrors: [{ index: 0, errmsg: expect.stringContaining(named) }] })
    expect(docs('c')).toEqual(before)
  })

  test.each(documents)('in a document: %o', (doc, named) => {
    // given
    const { run, docs } = stored()
    const before = docs('c')
    // when
    const reply = run({ insert: 'c', documents: [doc] })
    // then
    expect(reply).toMatchObject({ n: 0, writeErrors: [{ index: 0, errmsg: expect.stringContaining(named) }] })
    expect(docs('c')).toEqual(before)
  })

  test.each(others)('in a command: %o', (command, named) => {
    // given
    const { run } = stored()
    // when
    const running = () => run(command)
    // then
    expect(running).toThrow(named)
  })

  test('an upsert needs a string _id, and a filter whose equalities are plain', () => {
    // given
    const { run } = stored()
    const upsert = (q: Record<string, unknown>) =>
      run({ update: 'c', updates: [{ q, u: { $set: { z: 1 } }, upsert: true }] })
    // when
    const replies = [
      { a: 2 },
      { _id: 'y', $or: [{ a: 5 }] },
      { _id: { $in: ['y'] } },
      { _id: 'y', $and: [{ a: 5 }, { a: 5 }] },
    ].map(upsert)
    // then
    const messages = replies.map(reply => (reply['writeErrors'] as [{ errmsg: string }])[0].errmsg)
    expect(messages.map(message => /null as _id|\$or|\$in|a twice/.exec(message)?.[0])).toEqual([
      'null as _id',
      '$or',
      '$in',
      'a twice',
    ])
  })

  test('a document is as long as fits one reply, and no longer', () => {
    // given
    const { run, docs } = openedStore()
    const ofLength = (length: number) => ({
      _id: 'y',
      a: 'x'.repeat(length - JSON.stringify({ _id: 'y', a: '' }).length),
    })
    const insert = (length: number) => run({ insert: 'c', documents: [ofLength(length)] })
    // when
    const refused = insert(8 * 1024 * 1024 + 1)
    // then
    expect(refused).toMatchObject({ n: 0, writeErrors: [{ code: 10334 }] })
    expect(docs('c')).toEqual([])
    expect(insert(8 * 1024 * 1024)).toMatchObject({ n: 1 })
  })

  test('an array at an indexed path is refused when it is written', () => {
    // given
    const { run } = stored()
    run({ createIndexes: 'c', indexes: [{ key: { a: 1 }, name: 'a' }] })
    // when
    const reply = run({ insert: 'c', documents: [{ _id: 'y', a: [1] }] })
    // then
    expect(reply).toMatchObject({ n: 0, writeErrors: [{ errmsg: expect.stringContaining('array or object at a') }] })
  })
})
