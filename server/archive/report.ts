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

/** Days whose key was used and is not there, in order: those that the journal says were erased, and the others. */
function goneDays({ keyNames, erasedDays }: StreamAudit, there: ReadonlySet<string>) {
  const gone = [...keyNames]
    .filter(name => !there.has(name))
    .map(name => name.slice(name.indexOf('|') + 1))
    .sort()
  // The event is durable before a key is dropped, and a key before anything is sealed with it.
  return {
    erased: gone.filter(day => erasedDays.includes(day)),
    lost: gone.filter(day => !erasedDays.includes(day)),
  }
}

/** Prints a line for each stream. @throws ArchiveError with the places where a chain does not hold, and keys that are lost */
export function report(audits: readonly StreamAudit[], keys: readonly KeyRow[]): void {
  const there = new Set(keys.map(({ _id }) => _id))
  const faults: string[] = []
  for (const audit of audits) {
    const { stream, commitTally, head, fault } = audit
    const { erased, lost } = goneDays(audit, there)
    console.log(
      `${stream}\t${commitTally} 条 commits\thead ${stream}@${head.seq}:${head.hash}\t` +
        `已清除 erased ${erased.length === 0 ? '—' : erased.join(' ')}`,
    )
    if (fault !== undefined)
      faults.push(`${stream} 在第 ${fault.seq} 条断裂 / is broken at seq ${fault.seq}: ${fault.why}`)
    // Behind a break nothing was read, and there it may stand that a day was erased.
    else if (lost.length > 0) faults.push(lostKeys(stream, lost.join(' ')))
  }
  if (faults.length > 0) throw new ArchiveError(faults.join('\n'))
  console.log('哈希链完整。 / Every chain holds from its start to its head.')
}

const lostKeys = (stream: string, days: string): string =>
  `${stream} 的日密钥 ${days} 不见了，而没有记录说那天已清除 / ` +
  `the data key of ${days} is gone, and no commit says that the day was erased`
