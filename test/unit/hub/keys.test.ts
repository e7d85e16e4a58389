import type { Connection } from 'mongoose'
import { expect, test } from 'vitest'
import { encode, type StoredCommit } from '../../../server/src/hub/journal/codec.ts'
import { openCommit } from '../../../server/src/hub/journal/journal.ts'
import { openKeys } from '../../../server/src/hub/journal/keys.ts'

/** One collection of keys, as mongoose shows it to each process. */
function sharedRows(): Connection {
  const rows = new Map<string, object>()
  const model = {
    find: () => ({ lean: () => ({ cursor: () => [...rows.values()] }) }),
    findOne: ({ _id }: { _id: string }) => ({ lean: async () => rows.get(_id) ?? null }),
    updateOne: async ({ _id }: { _id: string }, { $setOnInsert }: { $setOnInsert: object }) =>
      void (rows.has(_id) || rows.set(_id, { _id, ...$setOnInsert })),
    deleteOne: async ({ _id }: { _id: string }) => void rows.delete(_id),
  }
  return { model: () => model } as unknown as Connection
}

const STREAM = 'hall:h1'
const bound = { type: 'plate.bound', v: 1, at: '2026-11-23T01:00:00.000Z', ticketId: '20261123-A001' } as const
const event = { ...bound, plate: '鲁F12345', plateColour: 1, revision: 0 }

test('[JR1] a process reads what another sealed with a key made after its start; a dropped key reads as erased', async () => {
  const connection = sharedRows()
  const [first, second, third] = [1, 2, 3].map(() => openKeys(connection, Buffer.alloc(32, 1)))
  await second!.loadAll()
  await first!.ensure(`${STREAM}|2026-11-23`)
  const stored = { events: [encode(STREAM, event, first!)] } as unknown as StoredCommit

  expect((await openCommit(stored, second!)).events).toEqual([event])

  await first!.drop(`${STREAM}|2026-11-23`)
  expect((await openCommit(stored, third!)).events).toMatchObject([{ plate: 'erased' }])
})
