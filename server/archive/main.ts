import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { instantOf, parseBusinessClock, REAL_TIME } from '@pingting/contract'
import { DataDirInUse } from '@pingting/embedded-mongo'
import { auditAll } from '../src/hub/archive/audit.ts'
import { backup } from '../src/hub/archive/backup.ts'
import { ArchiveError } from '../src/hub/archive/files.ts'
import { restore } from '../src/hub/archive/restore.ts'
import { openForReading, sourceOf, withKeys } from '../src/hub/archive/source.ts'
import { verifyBackup } from '../src/hub/archive/verify.ts'
import { readEpoch } from '../src/hub/journal/epoch.ts'
import { openClock } from '../src/hub/process/clock.ts'
import { ConfigurationError } from '../src/hub/process/config.ts'
import { openLog } from '../src/hub/process/log.ts'
import { openStore } from '../src/hub/process/store.ts'
import { parseAnchor, report } from './report.ts'

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    to: { type: 'string' },
    from: { type: 'string' },
    keys: { type: 'string' },
    data: { type: 'string', default: process.env['DATA_DIR'] || 'data' },
    anchor: { type: 'string', multiple: true, default: [] },
  },
})
const dataDir = resolve(values.data)
const url = process.env['MONGODB_URL'] || undefined

const verbs: Record<string, () => Promise<void>> = {
  async backup() {
    const folder = resolve(needed('to', values.to))
    const store = await openForReading(url, dataDir)
    try {
      const terms = {
        backupId: crypto.randomUUID(),
        epoch: await readEpoch(store.connection),
        madeAt: instantOf(Date.now()),
      }
      const { journal, keys } = await backup(sourceOf(store.connection), folder, terms)
      for (const { stream, commitTally, head } of journal)
        console.log(`${stream}\t${commitTally} 条 commits\thead ${stream}@${head.seq}:${head.hash}`)
      console.log(`备份完成并已校验：${folder}（${keys.keyTally} 个日密钥） / Backed up and verified: ${folder}`)
    } finally {
      await store.close()
    }
  },

  async restore() {
    const verified = await verifyBackup(resolve(needed('from', values.from)), values.keys)
    const wrappingKey = readWrappingKey(join(dataDir, 'secrets', 'data.key'))
    const store = await openStore(url, dataDir)
    const { now } = openClock(parseBusinessClock(process.env['BUSINESS_CLOCK'] ?? '') ?? REAL_TIME)
    try {
      await restore(verified, { connection: store.connection, wrappingKey, now, log: openLog('warn') })
      console.log(
        `已从 ${verified.manifest.madeAt} 的备份恢复。启动后请停车员核对道闸台账并确认。 / ` +
          `Restored from the backup of ${verified.manifest.madeAt}. After the start the parking operator has to sign off.`,
      )
    } finally {
      await store.close()
    }
  },

  async audit() {
    const anchors = values.anchor.map(parseAnchor)
    if (values.from !== undefined) {
      const { audits, keys } = await verifyBackup(resolve(values.from), values.keys, anchors)
      return report(audits, keys)
    }
    const store = await openForReading(url, dataDir)
    try {
      const source = sourceOf(store.connection)
      const { found, keys } = await withKeys(source, () => auditAll(source, anchors))
      report(found, keys)
    } finally {
      await store.close()
    }
  },
}

function needed(name: string, value: string | undefined): string {
  if (value !== undefined && value !== '') return value
  throw new ArchiveError(`缺少参数 --${name} 文件夹。 / --${name} FOLDER is missing.`)
}

/** A restore never makes a key: with a new one, no plate of the backup could be read. */
function readWrappingKey(path: string): Buffer {
  try {
    return Buffer.from(readFileSync(path, 'utf8').trim(), 'hex')
  } catch {
    throw new ArchiveError(
      `请先把备份时的 secrets 文件夹放回：缺少 ${path}。 / Put the secrets of that time back first: ${path} is missing.`,
    )
  }
}

try {
  const verb = verbs[positionals[0] ?? '']
  if (verb === undefined) throw new ArchiveError('backup --to · restore --from · audit [--from]')
  await verb()
} catch (error) {
  const told = error instanceof ArchiveError || error instanceof DataDirInUse || error instanceof ConfigurationError
  if (!told) throw error
  console.error(error.message)
  process.exitCode = 1
}
