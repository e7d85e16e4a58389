import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { StreamName } from '@pingting/contract'
import type { StoredCommit } from '../journal/codec.ts'
import { type Anchor, auditAll, type StreamAudit } from './audit.ts'
import { ArchiveError, gather, type Manifest, readLines, readManifest, sha256Of } from './files.ts'
import type { KeyRow, Source } from './source.ts'

export interface Verified {
  manifest: Manifest
  audits: StreamAudit[]
  keys: KeyRow[]
  source: Source
}

/**
 * Reads a backup whole: every file by its hash, every stream by its chain, its count and its head. A fault of a chain is
 * told in its audit.
 * @param keysFile where the keys lie when they are kept apart from the rest
 * @throws ArchiveError that names the file and the place
 */
export async function verifyBackup(folder: string, keysFile?: string, anchors: Anchor[] = []): Promise<Verified> {
  const manifest = readManifest(folder)
  const keysPath = keysFile ?? join(folder, manifest.keys.file)
  await assertFile(keysPath, manifest.keys.sha256)
  const keys = await gather(readLines<KeyRow>(keysPath))
  if (keys.length !== manifest.keys.keyTally) throw wrong(keysPath)
  const source = sourceOfBackup(folder, manifest, keys)
  for (const { file, sha256 } of manifest.journal) await assertFile(join(folder, file), sha256)
  const heads = manifest.journal.map(({ stream, head }) => ({ stream, ...head }))
  const audits = await auditAll(source, [...anchors, ...heads])
  for (const { file, stream, commitTally } of manifest.journal) {
    const audit = audits.find(one => one.stream === stream)
    if (audit?.fault === undefined && audit?.commitTally !== commitTally) throw wrong(join(folder, file))
  }
  return { manifest, audits, keys, source }
}

function sourceOfBackup(folder: string, { journal }: Manifest, keys: readonly KeyRow[]): Source {
  const fileBy = new Map(journal.map(({ stream, file }) => [stream, file]))
  return {
    streams: async () => journal.map(({ stream }) => stream as StreamName),
    commits: stream => readLines<StoredCommit>(join(folder, fileBy.get(stream)!)),
    async *keys() {
      yield* keys
    },
  }
}

async function assertFile(path: string, sha256: string): Promise<void> {
  if (!existsSync(path))
    throw new ArchiveError(`备份缺少文件 ${path}。 / The backup lacks ${path}; look in ${dirname(path)}.`)
  if ((await sha256Of(path)) !== sha256) throw wrong(path)
}

const wrong = (path: string): ArchiveError =>
  new ArchiveError(`${path} 与备份清单不符。 / ${path} is not the file the manifest names.`)
