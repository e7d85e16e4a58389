import type { Anchor, StreamAudit } from '../src/hub/archive/audit.ts'
import { ArchiveError } from '../src/hub/archive/files.ts'
import type { KeyRow } from '../src/hub/archive/source.ts'

/** `hall:x@1234:<64 hex>`, as a backup and an audit print heads. @throws ArchiveError for anything else */
export function parseAnchor(text: string): Anchor {
  const [, stream, seq, hash] = /^([a-z]+:[^@]+)@(\d+):([0-9a-f]{64})$/.exec(text) ?? []
  if (stream === undefined || hash === undefined)
    throw new ArchiveError(`--anchor ${text}：应为 流@序号:哈希。 / --anchor is STREAM@SEQ:HASH.`)
  return { stream, seq: Number(seq), hash }
}

/** Prints a line for each stream. @throws ArchiveError with the places where a chain does not hold */
export function report(audits: readonly StreamAudit[], keys: readonly KeyRow[]): void {
  const there = new Set(keys.map(({ _id }) => _id))
  for (const { stream, commitTally, head, keyNames } of audits) {
    const erased = [...keyNames]
      .filter(name => !there.has(name))
      .map(name => name.slice(name.indexOf('|') + 1))
      .sort()
    console.log(
      `${stream}\t${commitTally} 条 commits\thead ${stream}@${head.seq}:${head.hash}\t` +
        `已清除 erased ${erased.length === 0 ? '—' : erased.join(' ')}`,
    )
  }
  const broken = audits.filter(({ fault }) => fault !== undefined)
  if (broken.length === 0) {
    console.log('哈希链完整。 / Every chain holds from its start to its head.')
    return
  }
  throw new ArchiveError(
    broken
      .map(({ stream, fault }) => `${stream} 在第 ${fault!.seq} 条断裂 / is broken at seq ${fault!.seq}: ${fault!.why}`)
      .join('\n'),
  )
}
