import { appendFileSync, cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { fen, REAL_TIME } from '@pingting/contract'
import { openDoor } from '@pingting/embedded-mongo'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { lotRules } from '../../../server/src/domain.ts'
import { backup } from '../../../server/src/hub/archive/backup.ts'
import { sourceOf } from '../../../server/src/hub/archive/source.ts'
import { verifyBackup } from '../../../server/src/hub/archive/verify.ts'
import { openRestoreMark, readEpoch } from '../../../server/src/hub/journal/epoch.ts'
import { openJournal } from '../../../server/src/hub/journal/journal.ts'
import { openKeys } from '../../../server/src/hub/journal/keys.ts'
import { openSnapshots } from '../../../server/src/hub/journal/snapshots.ts'
import { openClock } from '../../../server/src/hub/process/clock.ts'
import { readConfig } from '../../../server/src/hub/process/config.ts'
import { openLog } from '../../../server/src/hub/process/log.ts'
import { openStore } from '../../../server/src/hub/process/store.ts'
import { Stream } from '../../../server/src/hub/stream.ts'
import { bridgeCredential } from '../../support/access/bridge-credential.ts'
import { Client, eventOf } from '../../support/client.ts'
import { startHub } from '../../support/hub-process.ts'
import { archive, folderWithSecretsOf, newFolder } from './cli.ts'

const LOT = 'lot:east'
const PLATE = '鲁F12345'
const NOW = '2026-11-23T01:00:00.000Z'

const dataDir = newFolder()
const good = join(newFolder(), 'good')
const folders = [dataDir, good]
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})
const folder = (): string => {
  const made = folderWithSecretsOf(dataDir)
  folders.push(made)
  return made
}

/** A lot in a store, opened as the hub opens it. */
async function withLot<T>(
  at: string,
  work: (lot: Stream<ReturnType<typeof lotRules.initial>>, store: Awaited<ReturnType<typeof openStore>>) => Promise<T>,
  now = NOW,
): Promise<T> {
  const config = readConfig({ DATA_DIR: at })
  const store = await openStore(undefined, config.dataDir)
  const keys = openKeys(store.connection, config.secrets.data)
  await keys.loadAll()
  const journal = openJournal(store.connection, keys)
  await journal.prepare()
  const snapshots = openSnapshots(store.connection, keys)
  const ports = {
    journal,
    snapshots,
    log: openLog('silent'),
    clock: { ...openClock(REAL_TIME), now: () => now },
    indexOf: (text: string) => keys.index(text),
  }
  const lot = new Stream(LOT, lotRules, { ...ports, published: () => {} })
  await lot.open()
  try {
    return await work(lot, store)
  } finally {
    await lot.close()
    await store.close()
  }
}

const BRIDGE = { kind: 'bridge' as const, lotIds: ['east'] }
const LEFT = {
  ...{ bridgeEpoch: 1, gateEpoch: 'g1' },
  records: [
    {
      ...{ kind: 'exited' as const, gateSeq: 2, stayId: 's1', plate: PLATE, laneId: 'out', exitedAt: NOW, minutes: 1 },
      ...{ feeBeforeFen: fen(0), feeWaivedFen: fen(0), feeAfterFen: fen(0) },
    },
  ],
}
const card = { lotId: 'east', name: '东区', nameEn: 'East', spaces: 9, hallIds: ['h1'] }

beforeAll(async () => {
  await withLot(dataDir, async (lot, { connection }) => {
    await lot.dispatch({ type: 'lot.open', commandId: crypto.randomUUID(), lot: card }, BRIDGE)
    await lot.dispatch({ type: 'lot.lease', commandId: crypto.randomUUID(), bridgeId: 'b' }, BRIDGE)
    const car = { kind: 'entered' as const, stayId: 's1', plate: PLATE, carClass: 'casual' as const, laneId: 'in' }
    const report = { bridgeEpoch: 1, gateEpoch: 'g1', records: [{ gateSeq: 1, ...car, enteredAt: NOW }] }
    await lot.dispatch({ type: 'lot.report', commandId: crypto.randomUUID(), ...report }, BRIDGE)
    const terms = { backupId: crypto.randomUUID(), epoch: await readEpoch(connection), madeAt: NOW }
    await backup(sourceOf(connection), good, terms)
  })
})

/** Takes a copy of the good backup and does something to it. */
function spoiled(spoil: (at: string) => void): string {
  const copy = join(newFolder(), 'copy')
  folders.push(copy)
  cpSync(good, copy, { recursive: true })
  spoil(copy)
  return copy
}

test('[JR21] plates and words are in a backup only as the store holds them, and the wrapping key is not in it', () => {
  expect(readdirSync(good).sort()).toEqual(['keys.jsonl.gz', 'lot.east.jsonl.gz', 'manifest.json'])
  const secret = readFileSync(join(dataDir, 'secrets', 'data.key'), 'utf8').trim()
  const texts = readdirSync(good).map(name => {
    const bytes = readFileSync(join(good, name))
    return (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')
  })
  expect(texts.join('')).toContain('sealed')
  for (const text of texts) expect([text.includes(PLATE), text.includes(secret)]).toEqual([false, false])
})

const lines = (text: string, change: (lines: string[]) => string[]): Buffer =>
  gzipSync(`${change(text.trimEnd().split('\n')).join('\n')}\n`)
const STREAM_FILE = 'lot.east.jsonl.gz'
const rewrite = (at: string, change: (lines: string[]) => string[]): void => {
  const path = join(at, STREAM_FILE)
  writeFileSync(path, lines(gunzipSync(readFileSync(path)).toString('utf8'), change))
}

test.each<[string, (at: string) => void, string]>([
  ['a file with one byte more', at => appendFileSync(join(at, STREAM_FILE), ' '), 'is not the file the manifest names'],
  ['a commit edited', at => rewrite(at, ls => ls.map(l => l.replace('East', 'West'))), 'is not the file the manifest'],
  ['a file that is gone', at => rmSync(join(at, STREAM_FILE)), 'The backup lacks'],
  ['keys that are gone', at => rmSync(join(at, 'keys.jsonl.gz')), 'The backup lacks'],
  ['no manifest', at => rmSync(join(at, 'manifest.json')), 'There is no finished backup'],
  [
    'a manifest of another kind',
    at => writeFileSync(join(at, 'manifest.json'), '{"format":2}'),
    'is not one this version',
  ],
])('[JR21] a backup with %s is none', async (_what, spoil, sentence) => {
  await expect(verifyBackup(spoiled(spoil))).rejects.toThrow(sentence)
})

test('[JR21] of a backup that does not hold nothing is restored', async () => {
  const target = folder()
  const spoilt = spoiled(at => appendFileSync(join(at, STREAM_FILE), ' '))
  const told = await archive(['restore', '--from', spoilt, '--data', target])
  expect([told.code, told.error]).toEqual([1, expect.stringContaining('is not the file the manifest names')])
  expect(existsSync(join(target, 'documents.sqlite'))).toBe(false)
})

test('[JR21] a store that is not empty, another wrapping key, or none, is refused with a sentence', async () => {
  const full = await archive(['restore', '--from', good, '--data', dataDir])
  expect([full.code, full.error]).toEqual([1, expect.stringContaining('is not empty; nothing was written')])
  const other = folder()
  writeFileSync(join(other, 'secrets', 'data.key'), '0'.repeat(64))
  const wrong = await archive(['restore', '--from', good, '--data', other])
  expect([wrong.code, wrong.error]).toEqual([
    1,
    expect.stringContaining('is not the key that this backup was made with'),
  ])
  rmSync(join(other, 'secrets', 'data.key'))
  const none = await archive(['restore', '--from', good, '--data', other])
  expect([none.code, none.error]).toEqual([1, expect.stringContaining('data.key is missing')])
  const nowhere = await archive(['audit', '--data', newFolder()])
  expect([nowhere.code, nowhere.error]).toEqual([1, expect.stringContaining('There is no store')])
})

test('[JR21] after a restore that was cut off no hub starts, and the next restore clears it away', async () => {
  const target = folder()
  const store = await openStore(undefined, target)
  await openRestoreMark(store.connection).set(crypto.randomUUID())
  await store.connection.collection<{ _id: string }>('journal').insertOne({ _id: 'lot:east#1' })
  await expect(readEpoch(store.connection)).rejects.toThrow('A restore was cut off here')
  await store.close()
  const told = await archive(['restore', '--from', good, '--data', target])
  expect([told.error, told.code]).toEqual(['', 0])
  await withLot(target, async lot => {
    expect(lot.peek()).toMatchObject({ bridgeEpoch: 1_001, restored: { backupAt: NOW, ledgerRead: false } })
    expect(lot.peek().stays.get('s1')?.plate).toBe(PLATE)
  })
  expect((await archive(['audit', '--data', target])).code).toBe(0)
})

test('[JR21] an embedded store is restored into the one that MONGODB_URL names, which keeps its keys elsewhere; a hub goes on there', async () => {
  const [elsewhere, target] = [newFolder(), folder()]
  folders.push(elsewhere)
  const apart = join(newFolder(), 'keys')
  const backupFolder = spoiled(at => {
    cpSync(join(at, 'keys.jsonl.gz'), apart)
    rmSync(join(at, 'keys.jsonl.gz'))
  })
  const door = await openDoor({ dataDir: elsewhere })
  const environment = { MONGODB_URL: door.url }
  try {
    const told = await archive(['restore', '--from', backupFolder, '--keys', apart, '--data', target], environment)
    expect([told.error, told.code]).toEqual(['', 0])
    expect((await archive(['audit', '--data', target], environment)).out).toContain('lot:east\t4 ')
    // And a hub goes on where the backup ends: the bridge that comes next is a new one.
    const hub = await startHub({ dataDir: target, environment })
    const bridge = new Client(hub.url, bridgeCredential(join(target, 'secrets'), 'east'))
    const lease = await bridge.must('lot.lease', { bridgeId: 'b' }, 'lots/east')
    expect(eventOf(lease, 'lot.leased')).toMatchObject({ bridgeEpoch: 1_002 })
    await hub.stop()
  } finally {
    await door.close()
  }
  expect(existsSync(join(target, 'documents.sqlite'))).toBe(false)
})

test('[JR24] a key that was dropped stays dropped, though the backup still has it', async () => {
  const [source, target, erasedBackup] = [newFolder(), folder(), join(newFolder(), 'backup')]
  folders.push(source, erasedBackup)
  cpSync(dataDir, source, { recursive: true })
  await withLot(source, lot => lot.dispatch({ type: 'lot.report', commandId: crypto.randomUUID(), ...LEFT }, BRIDGE))
  const later = '2027-01-01T00:00:00.000Z'
  await withLot(
    source,
    async (lot, { connection }) => {
      const erase = { type: 'lot.eraseDay' as const, commandId: crypto.randomUUID(), businessDay: '2026-11-23' }
      expect(await lot.dispatch(erase, { kind: 'system', part: 'clock' })).toMatchObject({ replayed: false })
      // The crash came before the key was dropped.
      const terms = { backupId: crypto.randomUUID(), epoch: await readEpoch(connection), madeAt: later }
      expect((await backup(sourceOf(connection), erasedBackup, terms)).keys.keyTally).toBe(1)
    },
    later,
  )
  expect((await archive(['restore', '--from', erasedBackup, '--data', target])).error).toBe('')
  const audited = await archive(['audit', '--data', target])
  expect([audited.code, audited.out]).toEqual([0, expect.stringContaining('erased 2026-11-23')])
})

test('[JR22] a key that somebody took away is found by the audit, and is not called erased', async () => {
  const target = newFolder()
  folders.push(target)
  cpSync(dataDir, target, { recursive: true })
  const store = await openStore(undefined, target)
  const name = `${LOT}|2026-11-23`
  const { deletedCount } = await store.connection.collection<{ _id: string }>('keys').deleteOne({ _id: name })
  expect(deletedCount).toBe(1)
  await store.close()

  const audited = await archive(['audit', '--data', target])

  expect(audited.out).toContain('erased —')
  expect([audited.code, audited.error]).toEqual([1, expect.stringContaining('the data key of 2026-11-23 is gone')])
})

test('[JR27] a snapshot of another state version is thrown away, and the state read from the journal', async () => {
  const target = newFolder()
  folders.push(target)
  cpSync(dataDir, target, { recursive: true })
  const fold = await withLot(target, async lot => structuredClone(lot.peek()))
  const store = await openStore(undefined, target)
  const rows = store.connection.collection<{ _id: string; stateVersion: number; sealed: string }>('snapshots')
  const kept = await rows.findOne({ _id: LOT })
  expect(kept?.stateVersion).toBe(lotRules.stateVersion)
  // What it holds could not even be opened: only its version says that nobody should try.
  await rows.updateOne({ _id: LOT }, { $set: { stateVersion: lotRules.stateVersion - 1, sealed: 'AAAA' } })
  await store.close()
  await withLot(target, async lot => expect(lot.peek()).toEqual(fold))
  await withLot(target, async (_lot, { connection }) => {
    const written = await connection
      .collection<{ _id: string; stateVersion: number }>('snapshots')
      .findOne({ _id: LOT })
    expect(written?.stateVersion).toBe(lotRules.stateVersion)
  })
})
