import fc from 'fast-check'
import { Query, update } from 'mingo'
import { expect, test } from 'vitest'
import { openedStore } from './store.ts'

// The door's answers beside those of mingo, an independent reading of MongoDB's rules in memory. SEED repeats a run, RUNS makes it longer.
const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31)
console.log(`embedded-mongo equivalence: SEED=${seed}`)
const runs = { seed, numRuns: Number(process.env['RUNS'] ?? 400) }

type Doc = Record<string, unknown>

const scalar = fc.oneof(
  fc.constantFrom(0, 1, 2, -1, 1.5, 2 ** 53, 2 ** 60, 1e300, -1e-7, '', 'a', 'ab', 'B', '1', '评', '评停', true, false),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(n => n + 0),
)
const ordered = scalar.filter(value => typeof value !== 'boolean')
const field = fc.constantFrom('a', 'b', 'o.a', 'o.b')
const odd = fc.oneof(fc.constant([1, 'a']), fc.constant([]), fc.constant({ c: 1 }))
const maybeOdd = fc.oneof({ weight: 30, arbitrary: scalar }, { weight: 1, arbitrary: odd })

const inner = fc.record({ a: scalar, b: maybeOdd }, { requiredKeys: [] })
const doc = fc.record(
  {
    a: scalar,
    b: maybeOdd,
    o: fc.oneof({ weight: 20, arbitrary: inner }, { weight: 1, arbitrary: fc.constant([{ a: 1 }]) }),
  },
  { requiredKeys: [] },
)
const docs = fc.array(doc, { maxLength: 12 }).map(list => list.map((d, i) => plain<Doc>({ _id: `d${i}`, ...d })))

const operators = fc.oneof(
  scalar,
  fc.record({ $eq: scalar }),
  fc.record({ $ne: scalar }),
  fc.record({ $in: fc.array(scalar, { maxLength: 4 }) }),
  fc.record({ $gt: ordered, $lt: ordered }, { requiredKeys: [] }).filter(o => Object.keys(o).length > 0),
  fc.record({ $gte: ordered, $lte: ordered }, { requiredKeys: [] }).filter(o => Object.keys(o).length > 0),
)
const leaf = fc.oneof(
  fc.tuple(field, operators).map(([path, wanted]) => ({ [path]: wanted }) as Doc),
  fc.constantFrom<Doc>({}, { _id: 'd1' }, { _id: { $gt: 'd3' } }, { _id: { $ne: 'd2' } }, { _id: 5 }),
)
const { filter: anyFilter } = fc.letrec<{ filter: Doc }>(tie => ({
  filter: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    leaf,
    fc.tuple(leaf, leaf).map(([x, y]) => ({ ...x, ...y })),
    fc.array(tie('filter'), { minLength: 1, maxLength: 3 }).map($and => ({ $and })),
    fc.array(tie('filter'), { minLength: 1, maxLength: 3 }).map($or => ({ $or })),
  ),
}))

const filter = anyFilter.map(plain)

const sort = fc
  .uniqueArray(field, { maxLength: 2 })
  .chain(paths => fc.tuple(...paths.map(path => fc.tuple(fc.constant(path), fc.constantFrom(1, -1)))))
  .map(keys => ({ ...Object.fromEntries(keys), _id: 1 }) as Record<string, 1 | -1>)

const change = fc
  .tuple(
    fc.dictionary(fc.constantFrom('a', 'o.a', 'new', 'deep.er'), maybeOdd, { maxKeys: 2 }),
    fc.dictionary(fc.constantFrom('b', 'o.b', 'tally'), fc.integer({ min: -5, max: 5 }), { maxKeys: 2 }),
  )
  .map(([$set, $inc]) => plain({ $set, $inc }))
  .filter(({ $set, $inc }) => Object.keys($set).length + Object.keys($inc).length > 0)

/** fast-check makes objects without a prototype, which do not come off a wire. */
function plain<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T
}

/** Half of the runs have indexes, which must change nothing but what may be stored. */
const indexed = fc.boolean()

function stored(documents: Doc[], withIndexes: boolean) {
  const store = openedStore()
  const indexes = [
    { key: { a: 1, 'o.a': -1 }, name: 'x' },
    { key: { 'o.b': 1 }, name: 'y' },
  ]
  if (withIndexes) store.run({ createIndexes: 'c', indexes })
  for (const d of documents) store.run({ insert: 'c', documents: [d] })
  return { ...store, kept: store.docs('c') }
}

function updated(before: Doc, change: Doc): Doc {
  const after = plain(before)
  update(after, change)
  return after
}

/** The answer, or nothing when it was refused and there is an array or object to refuse it for. */
function unlessOdd<T>(documents: Doc[], work: () => T): T | undefined {
  try {
    return work()
  } catch (error) {
    expect((error as Error).message).toMatch(/array or object at/)
    expect(documents.some(hasOdd)).toBe(true)
    return undefined
  }
}

function hasOdd({ a, b, o = {} }: Doc): boolean {
  return [a, b, ...(Array.isArray(o) ? [o] : Object.values(o as Doc))].some(value => typeof value === 'object')
}

test('find, sort, skip, limit and count answer as MongoDB would', () => {
  let answered = 0
  const page = fc.record({ skip: fc.nat(3), limit: fc.nat(5) })
  const property = fc.property(
    docs,
    filter,
    sort,
    page,
    indexed,
    (documents, q, order, { skip, limit }, withIndexes) => {
      // given
      const { found, kept } = stored(documents, withIndexes)
      const all = new Query(q).find<Doc>(kept).sort(order).skip(skip)
      const expected = (limit === 0 ? all : all.limit(limit)).all()
      // when
      const actual = unlessOdd(kept, () => found({ find: 'c', filter: q, sort: order, skip, limit }))
      const $group = { _id: 1, n: { $sum: 1 } }
      const counted = unlessOdd(kept, () =>
        found({ aggregate: 'c', pipeline: [{ $match: q }, { $group }], cursor: {} }),
      )
      // then
      if (actual) expect(actual).toEqual(plain(expected))
      if (counted) expect(counted[0]?.['n'] ?? 0).toBe(new Query(q).find(kept).all().length)
      if (actual && counted) answered++
    },
  )
  fc.assert(property, runs)
  // Refusing everything would have passed too.
  expect(answered).toBeGreaterThan(runs.numRuns * 0.6)
})

test('a projection keeps what MongoDB would keep, with _id unless it is switched off', () => {
  const included = fc.subarray(['a', 'b', 'o.a', 'o.b'])
  const id = fc.constantFrom({}, { _id: 1 }, { _id: true }, { _id: 0 }, { _id: false })
  const property = fc.property(docs, included, id, (documents, paths, _id) => {
    // given
    const { found, kept } = stored(documents, false)
    const projection = plain<Doc>({ ...Object.fromEntries(paths.map(path => [path, 1])), ..._id })
    // when
    const actual = found({ find: 'c', projection, sort: {} })
    // then, in the order they were stored, which an empty sort leaves
    expect(actual).toEqual(plain(new Query({}).find<Doc>(kept, projection).all()))
  })
  fc.assert(property, runs)
})

test('updates of one document and of many leave what MongoDB would leave', () => {
  let answered = 0
  const property = fc.property(docs, filter, change, fc.boolean(), indexed, (documents, q, u, multi, withIndexes) => {
    // given
    const { run, kept, docs: left } = stored(documents, withIndexes)
    const matched = new Query(q).find<Doc>(kept).all()
    // when
    const reply = run({ update: 'c', updates: [{ q, u, multi }] })
    // then
    const after = left('c')
    if (reply['writeErrors']) {
      if (!multi) expect(after).toEqual(kept)
      return
    }
    // Which of several matching documents is updated is open, in MongoDB too.
    const choices = multi || matched.length === 0 ? [matched] : matched.map(one => [one])
    const outcomes = choices.map(chosen => kept.map(d => (chosen.some(c => c['_id'] === d['_id']) ? updated(d, u) : d)))
    expect(outcomes).toContainEqual(after)
    expect(reply['n']).toBe(choices[0]!.length)
    expect(reply['nModified']).toBe(kept.filter((d, i) => JSON.stringify(d) !== JSON.stringify(after[i])).length)
    answered++
  })
  fc.assert(property, runs)
  expect(answered).toBeGreaterThan(runs.numRuns * 0.4)
})
