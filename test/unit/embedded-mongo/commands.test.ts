import { describe, expect, test } from 'vitest'
import { commit, openedDoor } from './opened.ts'

describe('insert', () => {
  test('a duplicate is refused with the index of the document, and the documents before it stay', async () => {
    // given
    const { commits } = await openedDoor()
    await commits.createIndexes()
    await commits.insertMany([commit(3)])
    // when
    const batch = [commit(1), commit(2), commit(3, { _id: 'again' }), commit(4)]
    const refused = await commits.insertMany(batch, { lean: true, rawResult: true }).catch(error => error)
    // then
    expect(refused).toMatchObject({ code: 11000, writeErrors: [{ index: 2 }], result: { insertedCount: 2 } })
    expect(refused.message).toContain('E11000 duplicate key error collection: pingting.commits index: stream_1_seq_1')
    expect((await commits.find().sort({ seq: 1 }).lean()).map(doc => doc._id)).toEqual(['c1', 'c2', 'c3'])
  })

  test('a unique index takes a missing field for a value, as MongoDB does', async () => {
    // given
    const { connection } = await openedDoor()
    const notes = connection.collection<{ _id: string; a?: number }>('notes')
    await notes.createIndex({ a: 1 }, { unique: true })
    await notes.insertOne({ _id: '1' })
    // when
    const second = notes.insertOne({ _id: '2' })
    // then
    await expect(second).rejects.toMatchObject({ code: 11000 })
  })

  test('what is written is read back the same', async () => {
    // given
    const { connection } = await openedDoor()
    const things = connection.collection<{ _id: string }>('things')
    const thing = {
      _id: '评停 "1"\\',
      n: 0.1,
      big: 2 ** 60,
      on: true,
      list: [1, [2, { b: '' }], {}],
      京A: 'é\u2028\n😀',
    }
    // when
    await things.insertOne(thing)
    // then
    expect(await things.findOne({ _id: thing._id })).toEqual(thing)
    expect(await things.findOne({ 京A: thing.京A })).toEqual(thing)
    // and is found by a number whose shortest text is not its exact value
    expect(await things.findOne({ big: thing.big })).toEqual(thing)
  })
})

describe('find', () => {
  test('a cursor goes on over many batches, while others write', async () => {
    // given
    const { commits } = await openedDoor()
    await commits.createIndexes()
    const docs = Array.from({ length: 1000 }, (_, i) => commit(i))
    await commits.insertMany(docs, { lean: true, rawResult: true })
    // when
    const seqs: number[] = []
    for await (const doc of commits
      .find({ seq: { $gte: 10 } })
      .sort({ stream: 1, seq: -1 })
      .lean()
      .cursor({ batchSize: 64 })) {
      seqs.push(doc.seq)
      if (seqs.length === 100) await commits.insertMany([commit(5000)])
    }
    // then
    expect(seqs).toEqual(Array.from({ length: 990 }, (_, i) => 999 - i))
  })

  test('a cursor that is left early is closed', async () => {
    // given
    const { commits, connection } = await openedDoor()
    await commits.insertMany(
      Array.from({ length: 50 }, (_, i) => commit(i)),
      { lean: true, rawResult: true },
    )
    const cursor = connection.collection('commits').find({}, { batchSize: 10 })
    await cursor.next()
    const id = cursor.id!
    // when
    await cursor.close()
    // then
    const more = connection.db!.command({ getMore: id, collection: 'commits' })
    await expect(more).rejects.toMatchObject({ code: 43 })
  })

  test('sort, skip, limit and projection, also through arrays', async () => {
    // given
    const { connection } = await openedDoor()
    const docs = connection.collection<{ _id: string }>('docs')
    await docs.insertMany([
      { _id: 'a', n: 2, in: { x: 1, y: 2 } },
      { _id: 'b', in: [{ x: 1, y: 2 }, 5, [{ x: 3 }]] },
      { _id: 'c', n: '1', in: 7 },
      { _id: 'd', n: true },
      { _id: 'e', n: -1 },
    ] as never[])
    // when
    const sorted = await docs.find().sort({ n: 1 }).toArray()
    const page = await docs.find().sort({ _id: 1 }).skip(1).limit(2).project({ 'in.x': 1 }).toArray()
    // then: missing < numbers < strings < booleans
    expect(sorted.map(doc => doc._id)).toEqual(['b', 'e', 'a', 'c', 'd'])
    expect(page).toEqual([{ _id: 'b', in: [{ x: 1 }, [{ x: 3 }]] }, { _id: 'c' }])
  })

  test('strings are ordered by code point, not by UTF-16 unit', async () => {
    // given
    const { connection } = await openedDoor()
    const docs = connection.collection<{ _id: string }>('docs')
    await docs.insertMany(['😀', '\uff5e', '评', 'a', 'B'].map(_id => ({ _id })))
    // when
    const sorted = await docs.find().sort({ _id: 1 }).toArray()
    // then
    expect(sorted.map(doc => doc._id)).toEqual(['B', 'a', '评', '\uff5e', '😀'])
  })

  test('an index is used for a range and a sort', async () => {
    // given so many documents that a scan takes long, and one query that has no index
    const { commits } = await openedDoor()
    await commits.createIndexes()
    const docs = Array.from({ length: 40_000 }, (_, i) => commit(i))
    await commits.insertMany(docs, { lean: true, rawResult: true })
    const timed = async (query: () => PromiseLike<unknown>): Promise<number> => {
      const startMs = performance.now()
      await query()
      return performance.now() - startMs
    }
    const next = (seq: number) =>
      commits
        .find({ stream: 'hall:1', seq: { $gt: seq } })
        .sort({ stream: 1, seq: 1 })
        .limit(1)
        .lean()
    const times: { indexedMs: number[]; scanMs: number[] } = { indexedMs: [], scanMs: [] }
    // when both are asked in turn, so that a busy machine is as slow for the one as for the other
    for (let seq = 0; seq < 41; seq++) {
      times.indexedMs.push(await timed(() => next(seq)))
      times.scanMs.push(await timed(() => commits.find({ note: 'none' }).limit(1).lean()))
    }
    // then
    const median = (ms: number[]): number => ms.toSorted((a, b) => a - b)[20]!
    expect((await next(7))[0]?.seq).toBe(8)
    expect(median(times.indexedMs)).toBeLessThan(median(times.scanMs) / 2)
  })
})

describe('update and delete', () => {
  test('$set, $inc and a replacement change one document or many', async () => {
    // given
    const { commits } = await openedDoor()
    await commits.insertMany([commit(1), commit(2, { note: 'old' }), commit(3)])
    // when
    const one = await commits.updateOne({ _id: 'c1' }, { $set: { 'actor.role': 'clerk' }, $inc: { 'actor.rank': 2 } })
    const many = await commits.updateMany({ seq: { $gte: 2 } }, { $set: { note: 'old' } })
    const replaced = await commits.replaceOne({ _id: 'c3' }, { stream: 'hall:2', seq: 9 })
    // then
    expect([one, many, replaced].map(r => [r.matchedCount, r.modifiedCount])).toEqual([
      [1, 1],
      [2, 1],
      [1, 1],
    ])
    expect(await commits.find().sort({ _id: 1 }).lean()).toEqual([
      commit(1, { actor: { role: 'clerk', rank: 2 } }),
      commit(2, { note: 'old' }),
      { _id: 'c3', stream: 'hall:2', seq: 9 },
    ])
  })

  test('an upsert starts from the equalities of its filter, and only once', async () => {
    // given
    const { commits } = await openedDoor()
    const filter = { _id: 'c7', stream: { $eq: 'hall:1' }, seq: { $lt: 10 } }
    const change = { $inc: { seq: 7 }, $setOnInsert: { note: 'first' } }
    // when
    const inserted = await commits.updateOne(filter, change, { upsert: true })
    const again = { ...change, $setOnInsert: { note: 'second' } }
    const updated = await commits.updateOne(filter, again, { upsert: true })
    // then
    expect(inserted).toMatchObject({ upsertedId: 'c7', upsertedCount: 1, matchedCount: 0 })
    expect(updated).toMatchObject({ upsertedCount: 0, matchedCount: 1 })
    expect(await commits.findOne().lean()).toEqual(commit(14, { _id: 'c7', note: 'first' }))
  })

  test('several statements in one command keep the prefix before the one refused', async () => {
    // given
    const { commits } = await openedDoor()
    await commits.createIndexes()
    await commits.insertMany([commit(1), commit(2)])
    // when
    const bulk = commits.bulkWrite([
      { updateOne: { filter: { _id: 'c1' }, update: { $set: { note: 'x' } } } },
      { updateOne: { filter: { _id: 'c2' }, update: { $set: { seq: 1 } } } },
      { updateOne: { filter: { _id: 'c2' }, update: { $set: { note: 'y' } } } },
    ])
    // then
    await expect(bulk).rejects.toMatchObject({ code: 11000, writeErrors: [{ index: 1 }] })
    expect((await commits.find().sort({ seq: 1 }).lean()).map(doc => doc.note)).toEqual(['x', undefined])
  })

  test('deleteOne and deleteMany, and what countDocuments then counts', async () => {
    // given
    const { commits } = await openedDoor()
    await commits.insertMany([1, 2, 3, 4, 5].map(seq => commit(seq)))
    // when
    const one = await commits.deleteOne({ seq: { $gt: 1 } })
    const many = await commits.deleteMany({ seq: { $in: [4, 5, 6] } })
    // then
    expect([one.deletedCount, many.deletedCount]).toEqual([1, 2])
    expect(await commits.countDocuments()).toBe(2)
    expect(await commits.countDocuments({ seq: { $gt: 1 } }, { skip: 1 })).toBe(0)
    expect(await commits.countDocuments({ seq: { $gte: 1 } }, { limit: 1 })).toBe(1)
  })
})

describe('collections and indexes', () => {
  test('are made, listed, made again without harm, and dropped one by one', async () => {
    // given
    const { commits, connection } = await openedDoor()
    await commits.createCollection()
    await commits.createIndexes()
    await commits.createIndexes()
    await connection.collection('commits').createIndex({ _id: 1 })
    await connection.createCollection('Commits')
    await connection.collection('Commits').insertOne({ _id: 'x' as never })
    // when
    const collections = await connection.listCollections()
    const indexes = await commits.listIndexes()
    const other = await connection
      .collection('commits')
      .createIndex({ stream: 1, seq: 1 }, { name: 'other' })
      .catch(e => e)
    // then: names differ by case, as in MongoDB
    expect(collections.map(({ name }) => name)).toEqual(['Commits', 'commits'])
    expect(await commits.countDocuments()).toBe(0)
    expect(indexes.map(({ name, unique }) => [name, unique])).toEqual([
      ['_id_', undefined],
      ['stream_1_seq_1', true],
    ])
    expect(other).toMatchObject({ code: 85 })
    // and when
    await commits.insertMany(Array.from({ length: 300 }, (_, i) => commit(i)))
    await commits.find().lean().cursor({ batchSize: 5 }).next()
    for (const name of ['commits', 'neverMade']) await connection.dropCollection(name)
    // then
    expect((await connection.listCollections()).map(({ name }) => name)).toEqual(['Commits'])
    expect(await commits.find().lean()).toEqual([])
  })

  test('a unique index over documents that break it is refused, and not half made', async () => {
    // given
    const { commits } = await openedDoor()
    await commits.insertMany([commit(1), commit(1, { _id: 'again' })])
    // when
    const indexing = commits.createIndexes()
    // then
    await expect(indexing).rejects.toMatchObject({ code: 11000 })
    expect((await commits.listIndexes()).map(({ name }) => name)).toEqual(['_id_'])
  })
})
