import { describe, expect, test } from 'vitest'
import { openedStore } from './store.ts'

type Reply = { cursor: { firstBatch?: object[]; nextBatch?: object[]; id: bigint } }

/** A collection of so many documents, and what a cursor over it says. */
function stored(tally: number, note = '') {
  const { run } = openedStore()
  const documents = Array.from({ length: tally }, (_, i) => ({ _id: `d${i}`, note }))
  for (const doc of documents) run({ insert: 'c', documents: [doc] })
  const find = (options: object = {}) => (run({ find: 'c', ...options }) as Reply).cursor
  const more = (id: bigint, options: object = {}) =>
    (run({ getMore: Number(id), collection: 'c', ...options }) as Reply).cursor
  return { run, find, more }
}

describe('cursors', () => {
  test('a batch has as many documents as were asked for, 101 at first when none were', () => {
    // given
    const { find, more } = stored(250)
    // when
    const first = find()
    const second = more(first.id, { batchSize: 40 })
    const third = more(first.id)
    // then
    expect([first.firstBatch, second.nextBatch, third.nextBatch].map(batch => batch?.length)).toEqual([101, 40, 109])
    expect([first.id === 0n, second.id === first.id, third.id]).toEqual([false, true, 0n])
  })

  test('a batch of large documents ends before it outgrows a reply', () => {
    // given
    const { find, more } = stored(4, 'x'.repeat(1_500_000))
    // when
    const first = find()
    const second = more(first.id)
    // then
    expect([first.firstBatch?.length, second.nextBatch?.length, second.id]).toEqual([2, 2, 0n])
  })

  test('a document larger than that comes alone', () => {
    // given
    const { find, more } = stored(2, 'x'.repeat(5_000_000))
    // when
    const first = find()
    const second = more(first.id)
    // then
    expect([first.firstBatch?.length, second.nextBatch?.length, second.id]).toEqual([1, 1, 0n])
  })

  test('a single batch, and one that has everything, leave no cursor', () => {
    // given
    const { find } = stored(5)
    // when
    const cursors = [
      find({ batchSize: 2, singleBatch: true }),
      find({ batchSize: 2, limit: 2 }),
      find({ batchSize: 5 }),
    ]
    // then
    expect(cursors.map(cursor => cursor.id)).toEqual([0n, 0n, 0n])
  })

  test('a cursor answers only for its own collection, and not after it was killed', () => {
    // given
    const { find, more, run } = stored(5)
    const { id } = find({ batchSize: 1 })
    // when
    const elsewhere = () => more(id, { collection: 'other' })
    // then
    expect(elsewhere).toThrow('not found')
    expect(run({ killCursors: 'c', cursors: [Number(id), 5] })).toMatchObject({
      cursorsKilled: [id],
      cursorsNotFound: [5n],
    })
    expect(() => more(id)).toThrow('not found')
  })

  test('more open cursors than 500 are refused', () => {
    // given
    const { find, run } = stored(2)
    const ids = Array.from({ length: 500 }, () => Number(find({ batchSize: 1 }).id))
    // when
    const oneMore = () => find({ batchSize: 1 })
    // then
    expect(oneMore).toThrow('500 cursors')
    run({ killCursors: 'c', cursors: ids.slice(0, 1) })
    expect(oneMore).not.toThrow()
  })
})
