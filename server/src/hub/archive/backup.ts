import { join } from 'node:path'
import type { Instant, StreamName } from '@pingting/contract'
import about from '../../../package.json' with { type: 'json' }
import type { StoredCommit } from '../journal/codec.ts'
import { CHAIN_START, type StreamAudit } from './audit.ts'
import {
  ArchiveError,
  fileOf,
  KEYS_FILE,
  type Manifest,
  makeFolder,
  removeManifest,
  writeLines,
  writeManifest,
} from './files.ts'
import { type Source, withKeys } from './source.ts'
import { verifyBackup } from './verify.ts'

export interface BackupTerms {
  backupId: string
  epoch: string
  madeAt: Instant
}

/**
 * Writes journal and keys of a source into an empty folder, then reads all of it back and checks it. Every key a commit
 * in the backup needs is in it, unless the backup says that its day was erased.
 * @throws ArchiveError when the folder is not empty, or the journal is broken
 */
export async function backup(source: Source, folder: string, terms: BackupTerms): Promise<Manifest> {
  makeFolder(folder)
  const { found: journal, keys: rows } = await withKeys(source, async () => {
    const written: Manifest['journal'] = []
    for (const stream of await source.streams()) written.push(await writeStream(source, folder, stream))
    return written
  })
  if (journal.length === 0) throw new ArchiveError('这里还没有任何记录。 / There is nothing in the journal yet.')
  const keys = await writeLines(join(folder, KEYS_FILE), rows)
  writeManifest(folder, {
    ...{ format: 1, version: about.version, ...terms, journal },
    keys: { file: KEYS_FILE, keyTally: keys.tally, sha256: keys.sha256 },
  })
  const { manifest, audits } = await verifyBackup(folder)
  const broken = audits.find(audit => audit.fault !== undefined)
  if (broken === undefined) return manifest
  removeManifest(folder)
  throw brokenAt(broken)
}

/** Notes what it wrote; whether that holds is asked of the file. */
async function writeStream(source: Source, folder: string, stream: StreamName): Promise<Manifest['journal'][number]> {
  const file = fileOf(stream)
  let head = CHAIN_START
  async function* noted(): AsyncGenerator<StoredCommit> {
    for await (const commit of source.commits(stream)) {
      head = { seq: commit.seq, hash: commit.hash }
      yield commit
    }
  }
  const { sha256, tally } = await writeLines(join(folder, file), noted())
  return { file, stream, commitTally: tally, head, sha256 }
}

export const brokenAt = ({ stream, fault }: Pick<StreamAudit, 'stream' | 'fault'>): ArchiveError =>
  new ArchiveError(
    `${stream} 的记录在第 ${fault?.seq} 条断裂，不可使用。 / ` +
      `The journal of ${stream} is broken at seq ${fault?.seq}: ${fault?.why}.`,
  )
