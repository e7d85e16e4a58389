import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openExemptionStore } from '../../../../server/src/exemptions/store.ts'
import type { StoredCommit } from '../../../../server/src/hub/journal/codec.ts'
import { openStore, type Store } from '../../../../server/src/hub/process/store.ts'
import { readModel } from '../../../../server/src/hub/projections/rows.ts'

const HALL = 'hall:h1'
const [ERASED_DAY, KEPT_DAY] = ['2026-11-23', '2026-11-24']

let dataDir: string
let store: Store
beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'pingting-erased-'))
  store = await openStore(undefined, dataDir)
})
afterAll(async () => {
  await store.close()
  rmSync(dataDir, { recursive: true, force: true })
})

const granted = (day: string, tally: number, seq: number): StoredCommit =>
  ({
    ...{ stream: HALL, seq },
    events: Array.from({ length: tally }, (_, n) => ({
      ...{ type: 'exemption.granted', at: `${day}T01:00:${String(n).padStart(2, '0')}.000Z`, businessDay: day },
      ...{ exemptionId: `${day} ${n}`, lotId: 'p1', ticketId: 't', freeMinutes: 120, policyVersion: '1' },
      plate: { key: `${HALL}|${day}`, sealed: 'x', index: 'i' },
    })),
  }) as unknown as StoredCommit

test('[JR29] between the erasure of a day and the end of its index its plates are not found, and keep no room from those that are', async () => {
  // given more of the erased day than are told, and later ones than those kept
  const erased = new Set([`${HALL}|${ERASED_DAY}`])
  const exemptions = openExemptionStore(store.connection, async key => erased.has(key))
  const model = readModel(exemptions)
  await model.prepare()
  await model.project([granted(KEPT_DAY, 2, 1), granted(ERASED_DAY, 25, 2)])
  await exemptions.rows.updateMany({ businessDay: ERASED_DAY }, { $set: { grantedAt: '2026-12-01T01:00:00.000Z' } })
  const found = async () => (await exemptions.ofPlate('p1', 'i')).map(({ _id }) => _id)

  // when and then
  expect(await found()).toEqual([`${KEPT_DAY} 1`, `${KEPT_DAY} 0`])

  // when the erasure comes to the rows, and twice, as after a stop on the way
  const dayErased = { ...{ stream: HALL, seq: 3 }, events: [{ type: 'hall.dayErased', businessDay: ERASED_DAY }] }
  for (let time = 0; time < 2; time += 1) await model.project([dayErased as unknown as StoredCommit])

  // then it is the index that is gone, of that day alone
  erased.clear()
  expect(await found()).toEqual([`${KEPT_DAY} 1`, `${KEPT_DAY} 0`])
})
