import { CityEvent, HallEvent, LotEvent } from '@pingting/contract'
import { describe, expect, test } from 'vitest'
import { type Expected, foldAll, golden, readGolden } from './fold.ts'
import { shapesOf } from './shape.ts'

/** One for each release, never edited. */
const RELEASES = ['0.1.0']

describe.each(RELEASES)('the journal of %s', version => {
  const commits = readGolden(version)
  const expected = JSON.parse(golden(`${version}.expected.json`)) as Expected
  const looks = Object.keys(expected.screens).map(Number)
  const folded = foldAll(commits, looks)

  test('[JR26] is read as the contract says, each event as it was written', () => {
    expect(commits.length).toBeGreaterThan(300)
    const unions = { hall: HallEvent, lot: LotEvent, city: CityEvent }
    for (const { stream, events } of commits) {
      const union = unions[stream.slice(0, stream.indexOf(':')) as 'hall']
      for (const event of events) expect(union.parse(event)).toEqual(event)
    }
  })

  test('[JR26] comes to the same states', () => expect(folded.states).toEqual(expected.states))

  test('[JR26] comes to the same figures, day by day', () => {
    expect(Object.keys(expected.figures).length).toBeGreaterThan(3)
    expect(folded.figures).toEqual(expected.figures)
  })

  test.each(looks)('[JR26] shows every audience the same after %i commits', look => {
    const rooms = Object.keys(expected.screens[String(look)]!)
    expect(rooms).toEqual(
      expect.arrayContaining(['hall:h1/public', 'hall:h1/parking', 'hall:h1/counter:1', 'lot:east/bridge']),
    )
    expect(folded.screens[String(look)]).toEqual(expected.screens[String(look)])
  })
})

test('[JR26] every event type of the contract is in the journal of the latest release', () => {
  const types = [HallEvent, LotEvent, CityEvent].flatMap(union => union.options.map(one => one.shape.type.value))
  const met = new Set(readGolden(RELEASES.at(-1)!).flatMap(({ events }) => events.map(event => event.type)))
  expect(types.length).toBeGreaterThan(55)
  expect(types.filter(type => !met.has(type))).toEqual([])
})

test('[JR27] a state whose shape has changed has another version, so that no snapshot of the old shape is taken for it', () => {
  // given the shapes that states have had, by their version
  const told = JSON.parse(golden('shapes.json')) as Record<string, string[]>

  // when the states of today are looked at, while the latest release's journal is folded
  const found = shapesOf(readGolden(RELEASES.at(-1)!))

  // then each is made as its version says; what is not told yet `make.ts` adds
  expect(Object.keys(found)).toHaveLength(3)
  for (const [version, paths] of Object.entries(found)) {
    expect(paths.length, version).toBeGreaterThan(5)
    expect(paths, `the shape of ${version}: raise STATE_VERSION in server/src/domain.ts`).toEqual(told[version])
  }
})
