import fc from 'fast-check'
import { expect, test } from 'vitest'
import { groupsByKey, ROWS_OF_A_KEY_MAX } from '../../../../server/src/settlements/matching/match.ts'
import { inChunks } from '../../../support/books/drawn.ts'

interface Row {
  key: string
  n: number
}
type Three = { a: Row; b: Row; c: Row }

const RUNS = { verbose: true, numRuns: 300 }

async function joined(sources: Record<string, AsyncIterable<Row>>) {
  const groups: { key: string; rows: Record<string, readonly Row[]> }[] = []
  for await (const group of groupsByKey<Three>(sources as never)) groups.push(group)
  return groups
}

const rowsOf = (keys: readonly string[]): Row[] => keys.map((key, n) => ({ key, n }))
const source = (...keys: string[]) => inChunks(rowsOf(keys), 2)

test('[RB7] every key is told once, with what each source says of it', async () => {
  // given three voices, of which one knows a key twice and one knows nothing of another
  const groups = await joined({ a: source('1', '3'), b: source('2', '3', '3'), c: source('3', '4') })
  // then each key stands once, in order, and a silent voice has no rows
  const tallies = groups.map(({ key, rows: { a, b, c } }) => [key, a!.length, b!.length, c!.length])
  expect(tallies).toEqual([
    ['1', 1, 0, 0],
    ['2', 0, 1, 0],
    ['3', 1, 2, 1],
    ['4', 0, 0, 1],
  ])
})

const keys = fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f')).map(some => some.sort())
const three = fc.record({ a: keys, b: keys, c: keys })

test('[RB7] the join is that of all rows gathered by key, whatever the sources are called first and however they come in pieces', async () => {
  await fc.assert(
    fc.asyncProperty(three, fc.integer({ min: 1, max: 5 }), fc.boolean(), async (told, chunk, backwards) => {
      const names = (backwards ? ['c', 'b', 'a'] : ['a', 'b', 'c']) as ('a' | 'b' | 'c')[]
      const groups = await joined(Object.fromEntries(names.map(name => [name, inChunks(rowsOf(told[name]), chunk)])))
      const all = [...new Set([...told.a, ...told.b, ...told.c])].sort()
      expect(groups.map(({ key }) => key)).toEqual(all)
      for (const { key, rows } of groups)
        for (const name of names) expect(rows[name]).toEqual(rowsOf(told[name]).filter(row => row.key === key))
    }),
    RUNS,
  )
})

test('[RB7] a source that goes back is refused by name', async () => {
  await expect(joined({ a: source('1', '2'), b: source('2', '1'), c: source() })).rejects.toThrow(
    'b is not ascending: 1 after 2',
  )
})

test('[RB7] one key that never ends does not fill the memory', async () => {
  // given a file that tells one key over and over
  let told = 0
  async function* endless(): AsyncGenerator<Row> {
    for (;;) yield { key: 'x', n: told++ }
  }
  // when it is joined · then it is refused, and nobody reads on
  await expect(joined({ a: source(), b: source(), c: endless() })).rejects.toThrow('more than 10000 rows of x')
  expect(told).toBe(ROWS_OF_A_KEY_MAX + 1)
})

test('[RB7] who stops listening closes the sources, and so does an error in one of them', async () => {
  // given sources that tell when they are closed
  const closed: string[] = []
  async function* open(name: string, fails = false): AsyncGenerator<Row> {
    try {
      for (let n = 0; ; n += 1) {
        if (fails && n === 2) throw new Error('the store is away')
        yield { key: String(n).padStart(6, '0'), n }
      }
    } finally {
      closed.push(name)
    }
  }
  // when the reader leaves after the first group
  for await (const _group of groupsByKey<Three>({ a: open('a'), b: open('b'), c: open('c') })) break
  // then all are closed
  expect(closed.splice(0)).toEqual(['a', 'b', 'c'])
  await expect(joined({ a: open('a'), b: open('b', true), c: open('c') })).rejects.toThrow('the store is away')
  expect(closed.sort()).toEqual(['a', 'b', 'c'])
})

test('[RB7] of sources however long, a row ahead of each is held', async () => {
  // given three sources of a thousand keys each · when each group is looked at as it comes
  let read = 0
  async function* counted(): AsyncGenerator<Row> {
    for (let n = 0; n < 1_000; n += 1) {
      read += 1
      yield { key: String(n).padStart(4, '0'), n }
    }
  }
  let groups = 0
  for await (const _group of groupsByKey<Three>({ a: counted(), b: counted(), c: counted() })) {
    groups += 1
    // then no more was read than its rows and one of each
    expect(read).toBeLessThanOrEqual(groups * 3 + 3)
  }
  expect(groups).toBe(1_000)
})
