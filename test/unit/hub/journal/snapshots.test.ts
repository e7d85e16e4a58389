import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openKeys } from '../../../../server/src/hub/journal/keys.ts'
import { keepNewest, type Rows } from '../../../../server/src/hub/journal/newest.ts'
import { openSnapshots, type Snapshots } from '../../../../server/src/hub/journal/snapshots.ts'
import { openStore, type Store } from '../../../../server/src/hub/process/store.ts'

const headAt = (seq: number) => ({ seq, hash: `hash ${seq}`, at: '2026-11-23T01:00:00.000Z' })

let dataDir: string
let store: Store
let snapshots: Snapshots
beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'pingting-snapshots-'))
  store = await openStore(undefined, dataDir)
  snapshots = openSnapshots(store.connection, openKeys(store.connection, Buffer.alloc(32, 7)))
})
afterAll(async () => {
  await store.close()
  rmSync(dataDir, { recursive: true, force: true })
})

test('[HB11] a snapshot that was still being packed does not replace the newer one that an erasure has written', async () => {
  // given
  await snapshots.save('lot:east', 1, headAt(5), { plates: ['鲁F12345'] })
  // when
  await snapshots.save('lot:east', 1, headAt(8), { plates: [] })
  await snapshots.save('lot:east', 1, headAt(7), { plates: ['鲁F12345'] })
  // then
  expect(await snapshots.load('lot:east', 1)).toEqual({ head: headAt(8), state: { plates: [] } })
})

test('[JR27] a snapshot of another state version is replaced at the place where it stands', async () => {
  // given
  await snapshots.save('lot:west', 1, headAt(5), 'of the last version')
  // when
  await snapshots.save('lot:west', 2, headAt(5), 'of this version')
  // then
  expect(await snapshots.load('lot:west', 2)).toEqual({ head: headAt(5), state: 'of this version' })
})

test.each([
  [4, 6],
  [8, 8],
])(
  '[HB11] of two first rows that are written at once the newer stays: beside one of seq %i one of seq 6 leaves %i',
  async (other, kept) => {
    // given: the other comes when it was seen that there is none
    const written = new Map<string, { seq: number }>()
    const rows: Rows = {
      async updateOne({ _id, seq }, change, options) {
        const found = written.get(_id)
        const matches = found !== undefined && (seq === undefined || found.seq <= seq.$lte)
        if (matches && '$set' in change) written.set(_id, change.$set as { seq: number })
        if (found === undefined && options === undefined) written.set(_id, { seq: other })
        return { matchedCount: matches ? 1 : 0, upsertedCount: 0 }
      },
    }
    // when
    await keepNewest(rows, { _id: 'a', seq: 6 })
    // then
    expect(written.get('a')).toEqual({ seq: kept })
  },
)
