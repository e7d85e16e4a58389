import { createHash } from 'node:crypto'
import {
  createReadStream,
  createWriteStream,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { PassThrough, Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import { At, StreamName, Uuid } from '@pingting/contract'
import { z } from 'zod'

/** Something a person can mend, told as a sentence in both languages. */
export class ArchiveError extends Error {}

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/)
const FileName = z.string().regex(/^[A-Za-z0-9._-]+\.jsonl\.gz$/)

/** What a backup says of itself; written last, so that a folder without it is none. */
const Manifest = z.strictObject({
  format: z.literal(1),
  backupId: Uuid,
  /** Of the house that made it. */
  version: z.string(),
  /** Of the journal it was made from. */
  epoch: z.string(),
  madeAt: At,
  journal: z.array(
    z.strictObject({
      file: FileName,
      stream: StreamName,
      commitTally: z.int().min(1),
      head: z.strictObject({ seq: z.int(), hash: Sha256 }),
      sha256: Sha256,
    }),
  ),
  keys: z.strictObject({ file: FileName, keyTally: z.int().min(0), sha256: Sha256 }),
})
export type Manifest = z.infer<typeof Manifest>

const MANIFEST = 'manifest.json'
export const KEYS_FILE = 'keys.jsonl.gz'

/** A stream's file; a colon is no letter of a file name everywhere. */
export const fileOf = (stream: string): string => `${stream.replace(':', '.')}.jsonl.gz`

/** @throws ArchiveError unless the folder is new or empty */
export function makeFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  if (readdirSync(folder).length > 0)
    throw new ArchiveError(`${folder} 不是空文件夹。 / The folder ${folder} is not empty.`)
}

/** Writes one JSON text a line, packed, and on disk when it resolves. @returns lines written, and the file's SHA-256 */
export async function writeLines(
  path: string,
  rows: AsyncIterable<object> | Iterable<object>,
): Promise<{ tally: number; sha256: string }> {
  const hash = createHash('sha256')
  const hashing = new PassThrough().on('data', chunk => hash.update(chunk))
  let tally = 0
  async function* lines(): AsyncGenerator<string> {
    for await (const row of rows) {
      tally += 1
      yield `${JSON.stringify(row)}\n`
    }
  }
  const file = createWriteStream(path, { flags: 'wx', mode: 0o600, flush: true })
  await pipeline(Readable.from(lines()), createGzip(), hashing, file)
  return { tally, sha256: hash.digest('hex') }
}

/** @throws when the file is no such file */
export async function* readLines<T>(path: string): AsyncGenerator<T> {
  const unpacked = createReadStream(path).pipe(createGunzip())
  for await (const line of createInterface({ input: unpacked, crlfDelay: Number.POSITIVE_INFINITY }))
    yield JSON.parse(line) as T
}

export async function gather<T>(rows: AsyncIterable<T>): Promise<T[]> {
  const gathered: T[] = []
  for await (const row of rows) gathered.push(row)
  return gathered
}

export async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return hash.digest('hex')
}

export function writeManifest(folder: string, manifest: Manifest): void {
  const path = join(folder, MANIFEST)
  writeFileSync(`${path}.new`, `${JSON.stringify(manifest, undefined, 2)}\n`, { flag: 'wx', mode: 0o600, flush: true })
  renameSync(`${path}.new`, path)
}

/** What was found broken is no backup. */
export const removeManifest = (folder: string): void => rmSync(join(folder, MANIFEST))

/** @throws ArchiveError where there is none, or none of ours */
export function readManifest(folder: string): Manifest {
  let json: unknown
  try {
    json = JSON.parse(readFileSync(join(folder, MANIFEST), 'utf8'))
  } catch {
    throw new ArchiveError(`${folder} 中没有完整的备份。 / There is no finished backup in ${folder}.`)
  }
  const parsed = Manifest.safeParse(json)
  if (parsed.success) return parsed.data
  throw new ArchiveError(`${folder} 的备份清单无法识别。 / The manifest in ${folder} is not one this version reads.`)
}
