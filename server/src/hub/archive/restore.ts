import { randomUUID } from 'node:crypto'
import {
  type Command,
  type Instant,
  isRefusal,
  publishedCalendar,
  REAL_TIME,
  type StreamName,
} from '@pingting/contract'
import type { Connection } from 'mongoose'
import type { World } from '../../domain.ts'
import { exemptionIdOf, idOf, visitIdOf } from '../ids.ts'
import { openRestoreMark } from '../journal/epoch.ts'
import { openJournal } from '../journal/journal.ts'
import { type Keys, openKeys, unseal } from '../journal/keys.ts'
import { openSnapshots } from '../journal/snapshots.ts'
import { openClock } from '../process/clock.ts'
import type { Logger } from '../process/log.ts'
import { Stream, type StreamPorts } from '../stream.ts'
import { rulesOf } from '../streams/kinds.ts'
import { type Anchor, auditStream } from './audit.ts'
import { brokenAt } from './backup.ts'
import { ArchiveError } from './files.ts'
import { type KeyRow, sourceOf } from './source.ts'
import type { Verified } from './verify.ts'

export interface RestorePorts {
  connection: Connection
  wrappingKey: Buffer
  now(): Instant
  log: Logger
}

const BATCH_MAX = 500
/** What a restore writes; with the mark, which goes last. */
const OURS = ['journal', 'keys', 'snapshots', 'epoch']

/**
 * Writes a verified backup into an empty store, and says in every hall and lot that it happened. Until the last write a
 * mark stands in the store, with which no hub starts; what a restore that was cut off has left is cleared away first.
 * @throws ArchiveError when the store is not empty, or data.key is not the one the keys were wrapped with
 */
export async function restore(backup: Verified, ports: RestorePorts): Promise<void> {
  const { connection, wrappingKey } = ports
  for (const audit of backup.audits) if (audit.fault !== undefined) throw brokenAt(audit)
  assertKeysFit(backup.keys, wrappingKey)
  const mark = openRestoreMark(connection)
  const wasCutOff = await mark.isSet()
  await assertEmpty(connection, wasCutOff ? OURS : [])
  if (wasCutOff) await clear(connection)
  await mark.set(backup.manifest.backupId)
  const keys = openKeys(connection, wrappingKey)
  const journal = openJournal(connection, keys)
  try {
    await journal.prepare()
    await write(backup, connection)
    await keys.loadAll()
    await announce(backup, { journal, snapshots: openSnapshots(connection, keys), ...portsOf(ports, keys) })
  } catch (error) {
    await clear(connection)
    throw error
  }
  await mark.clear()
}

function assertKeysFit(keys: readonly KeyRow[], wrappingKey: Buffer): void {
  try {
    for (const { _id, wrapped } of keys) unseal(wrappingKey, wrapped, _id)
  } catch {
    throw new ArchiveError(
      'secrets/data.key 不是这份备份的密钥。 / secrets/data.key is not the key that this backup was made with.',
    )
  }
}

/** A collection that is there, with or without a document, is somebody's: rows or a checkpoint of another journal would pass for ours. */
async function assertEmpty(connection: Connection, left: readonly string[]): Promise<void> {
  if ((await namesIn(connection)).some(name => !left.includes(name)))
    throw new ArchiveError('目标数据库不是空的，不能恢复到这里。 / The target store is not empty; nothing was written.')
}

/** Takes away what a restore has written, and nothing that others have put beside it. */
async function clear(connection: Connection): Promise<void> {
  const found = await namesIn(connection)
  for (const name of OURS) if (found.includes(name)) await connection.dropCollection(name)
}

/** Those that are called `system` MongoDB keeps for itself. */
const namesIn = async (connection: Connection): Promise<string[]> =>
  (await connection.listCollections()).map(({ name }) => name).filter(name => !name.startsWith('system.'))

async function write({ manifest, audits, keys, source }: Verified, connection: Connection): Promise<void> {
  for (const { stream } of audits) {
    for await (const batch of batches(source.commits(stream)))
      await connection.collection<{ _id: string }>('journal').insertMany(batch, { ordered: true })
  }
  // A key that was dropped before the backup and slipped into it stays dropped.
  const erased = new Set(audits.flatMap(({ stream, erasedDays }) => erasedDays.map(day => `${stream}|${day}`)))
  const kept = keys.filter(({ _id }) => !erased.has(_id))
  if (kept.length > 0) await connection.collection<KeyRow>('keys').insertMany(kept, { ordered: true })
  const anchors: Anchor[] = manifest.journal.map(({ stream, head }) => ({ stream, ...head }))
  for (const { stream } of audits) {
    const audit = await auditStream(stream, sourceOf(connection).commits(stream), anchors)
    if (audit.fault !== undefined) throw brokenAt(audit)
  }
}

async function* batches<T>(rows: AsyncIterable<T>): AsyncGenerator<T[]> {
  let batch: T[] = []
  for await (const row of rows) {
    batch.push(row)
    if (batch.length < BATCH_MAX) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}

/** A restore decides nothing that needs another stream. */
const ALONE: World = {
  calendar: publishedCalendar,
  exemptionIdFor: exemptionIdOf,
  visitIdFor: visitIdOf,
  lot: () => undefined,
  halls: () => [],
  failed: (_ticketId, error) => {
    throw error
  },
}

const portsOf = ({ log, now }: RestorePorts, keys: Keys) => ({
  ...{ log, clock: { ...openClock(REAL_TIME), now } },
  ...{ indexOf: (text: string) => keys.index(text), published: () => {} },
})

/** Goes the one road in each stream, as any command does; the streams are written down, so that a start need not read them. */
async function announce({ manifest, audits }: Verified, ports: StreamPorts): Promise<void> {
  // Another restore of the same backup is another restore.
  const restoreId = randomUUID()
  for (const { stream } of audits) {
    const owner = new Stream(stream, rulesOf(stream, ALONE), ports)
    await owner.open()
    const command = restoreCommand(stream, manifest.backupId, manifest.madeAt, idOf('restore', restoreId, stream))
    if (command !== undefined) {
      const outcome = await owner.dispatch(command, { kind: 'system', part: 'restore' })
      if (isRefusal(outcome)) throw new Error(`the restore of ${stream} was refused: ${outcome.refused}`)
    }
    await owner.close()
  }
}

/** Accounts need nothing: nobody is logged in any more, since sessions are in no backup. */
function restoreCommand(stream: StreamName, backupId: string, backupAt: Instant, commandId: string) {
  const kind = stream.slice(0, stream.indexOf(':'))
  return kind === 'city' ? undefined : ({ type: `${kind}.restore`, commandId, backupId, backupAt } as Command)
}
