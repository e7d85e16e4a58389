import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { REAL_TIME } from '@pingting/contract'
import type { Connection } from 'mongoose'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { lotRules } from '../../../server/src/domain.ts'
import { backup } from '../../../server/src/hub/archive/backup.ts'
import { restore } from '../../../server/src/hub/archive/restore.ts'
import { sourceOf } from '../../../server/src/hub/archive/source.ts'
import { verifyBackup } from '../../../server/src/hub/archive/verify.ts'
import { openRestoreMark } from '../../../server/src/hub/journal/epoch.ts'
import { openJournal } from '../../../server/src/hub/journal/journal.ts'
import { openKeys } from '../../../server/src/hub/journal/keys.ts'
import { openSnapshots } from '../../../server/src/hub/journal/snapshots.ts'
import { openClock } from '../../../server/src/hub/process/clock.ts'
import { openLog } from '../../../server/src/hub/process/log.ts'
import { openStore } from '../../../server/src/hub/process/store.ts'
import { Stream } from '../../../server/src/hub/stream.ts'
import { newFolder } from './cli.ts'

const NOW = '2026-11-23T01:00:00.000Z'
const wrappingKey = Buffer.alloc(32, 7)
const log = openLog('silent')

const folders: string[] = []
const folder = (): string => {
  const made = newFolder()
  folders.push(made)
  return made
}
const good = join(folder(), 'good')
afterAll(() => {
  for (const made of folders) rmSync(made, { recursive: true, force: true })
})

async function inStore(work: (connection: Connection) => Promise<void>): Promise<void> {
  const store = await openStore(undefined, folder())
  try {
    await work(store.connection)
  } finally {
    await store.close()
  }
}

beforeAll(() =>
  inStore(async connection => {
    const keys = openKeys(connection, wrappingKey)
    const journal = openJournal(connection, keys)
    await journal.prepare()
    const lot = new Stream('lot:east', lotRules, {
      ...{ journal, snapshots: openSnapshots(connection, keys), log, published: () => undefined },
      ...{ clock: { ...openClock(REAL_TIME), now: () => NOW }, indexOf: text => keys.index(text) },
    })
    const card = { lotId: 'east', name: '东区', nameEn: 'East', spaces: 9, hallIds: ['h1'] }
    const command = { type: 'lot.open' as const, commandId: crypto.randomUUID(), lot: card }
    await lot.dispatch(command, { kind: 'system', part: 'seed' })
    await backup(sourceOf(connection), good, { backupId: crypto.randomUUID(), epoch: 'e1', madeAt: NOW })
  }),
)

const restoreInto = async (connection: Connection, now = () => NOW): Promise<void> =>
  restore(await verifyBackup(good), { ...{ connection, wrappingKey, log }, now })
const payrollIn = (connection: Connection) => connection.collection<{ _id: string }>('payroll')
const namesIn = async (connection: Connection): Promise<string[]> =>
  (await connection.listCollections()).map(({ name }) => name)

test.each(['projected', 'payroll'])('[JR21] a store in which only the collection %s stands is not empty', name =>
  inStore(async connection => {
    // given
    await connection.createCollection(name)
    // when
    const restoring = restoreInto(connection)
    // then
    await expect(restoring).rejects.toThrow('The target store is not empty')
    expect(await namesIn(connection)).toEqual([name])
  }),
)

test('[JR21] what a restore that was cut off has left is not cleared away together with what is somebody else’s', () =>
  inStore(async connection => {
    // given
    await openRestoreMark(connection).set(crypto.randomUUID())
    await payrollIn(connection).insertOne({ _id: 'May' })
    // when
    const restoring = restoreInto(connection)
    // then
    await expect(restoring).rejects.toThrow('The target store is not empty')
    expect(await payrollIn(connection).countDocuments()).toBe(1)
    expect(await openRestoreMark(connection).isSet()).toBe(true)
  }))

test('[JR21] a restore that fails takes away what it has written and nothing else, and can be done again', () =>
  inStore(async connection => {
    // given: somebody puts something beside it while it goes on
    let meanwhile: Promise<unknown> | undefined
    const failing = restoreInto(connection, () => {
      meanwhile ??= payrollIn(connection).insertOne({ _id: 'May' })
      throw new Error('no time')
    })
    // when
    await expect(failing).rejects.toThrow('was refused')
    await meanwhile
    // then
    expect(await namesIn(connection)).toEqual(['payroll'])
    await connection.dropCollection('payroll')
    await restoreInto(connection.useDb('pingting', { useCache: false }))
    expect(await connection.collection('journal').countDocuments()).toBe(2)
  }))
