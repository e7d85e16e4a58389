import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ERASED } from '@pingting/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { StoredCommit } from '../../../../server/src/hub/journal/codec.ts'
import { openStore, type Store } from '../../../../server/src/hub/process/store.ts'
import { readModel } from '../../../../server/src/hub/projections/rows.ts'
import { ENDINGS_MAX, openEndingStore } from '../../../../server/src/settlements/store.ts'

let dataDir: string
let store: Store
beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'pingting-endings-'))
  store = await openStore(undefined, dataDir)
})
afterAll(async () => {
  await store.close()
  rmSync(dataDir, { recursive: true, force: true })
})

const [DAY, NEXT] = ['2026-11-23', '2026-11-24']
const at = (second: number): string => new Date(Date.parse(`${DAY}T10:00:00.000Z`) + second * 1_000).toISOString()
const commit = (stream: string, seq: number, ...events: object[]) =>
  ({ stream, seq, events }) as unknown as StoredCommit
const opened = (key: string, businessDay: string) => ({
  ...{ type: 'break.opened', at: at(0), key, matchClass: 'B12', businessDay, minutes: 1, amountFen: 0, laneId: 'out' },
})
const explained = (key: string, second: number) => ({
  ...{ type: 'break.explained', at: at(second), key, staffId: 'anna' },
  text: { key: `${key.includes('old') ? 'gone' : 'kept'}`, sealed: key, index: 'i' },
})

test('[RB70] of a car park and of some days, the latest first, a thousand at most and how many there are, erased words as erased', async () => {
  const endings = openEndingStore(store.connection, async ({ key, sealed }, name) =>
    key === 'gone' ? ERASED : `${name} ${sealed}`,
  )
  const model = readModel(endings)
  await model.prepare()
  const lot = 'lot:east'
  const commits = [
    commit(lot, 1, opened('a', DAY), opened('old', DAY), opened('b', NEXT), opened('open', DAY)),
    commit(lot, 2, explained('a', 1)),
    commit(lot, 3, explained('old', 2)),
    commit(lot, 4, explained('b', 3)),
    commit('lot:west', 1, opened('c', DAY), explained('c', 1)),
  ]
  // A commit may be projected twice.
  for (let time = 0; time < 2; time += 1) await model.project(commits)
  const told = async (from: string, to: string) =>
    (await endings.ofDays('east', from, to)).endings.map(({ key, words, laneId }) => [key, words, laneId])
  const [a, b, old] = [
    ['a', 'text a', 'out'],
    ['b', 'text b', 'out'],
    ['old', ERASED, 'out'],
  ]
  expect(await told(DAY, DAY)).toEqual([old, a])
  expect(await told(DAY, NEXT)).toEqual([b, old, a])
  expect(await told('2026-11-25', '2026-11-30')).toEqual([])

  const many = Array.from({ length: ENDINGS_MAX + 1 }, (_, n) => `k${n}`)
  await model.project([
    commit('lot:full', 1, ...many.map(key => opened(key, DAY))),
    commit('lot:full', 2, ...many.map((key, n) => explained(key, n))),
  ])
  const full = await endings.ofDays('full', DAY, DAY)
  expect([full.tally, full.endings.length, full.endings[0]?.key]).toEqual([
    ENDINGS_MAX + 1,
    ENDINGS_MAX,
    `k${ENDINGS_MAX}`,
  ])
}, 30_000)
