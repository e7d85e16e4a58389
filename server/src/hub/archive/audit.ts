import type { StreamName } from '@pingting/contract'
import { faultOf, type Link } from '../journal/chain.ts'
import type { StoredCommit } from '../journal/codec.ts'
import type { Source } from './source.ts'

/** A head that was written down somewhere the store's owner cannot reach. */
export interface Anchor extends Link {
  stream: string
}

export interface StreamAudit {
  stream: StreamName
  /** Commits read, up to the fault where there is one. */
  commitTally: number
  head: Link
  /** Names of the data keys its events were sealed with. */
  keyNames: Set<string>
  /** Days it says were erased. */
  erasedDays: string[]
  /** The first place where it does not hold, and why. */
  fault?: { seq: number; why: string }
}

export const CHAIN_START: Link = { seq: 0, hash: '0'.repeat(64) }

/**
 * Reads a stream from its start to its head and tells the first place where the chain does not hold. Whoever rewrites
 * every hash after his change, or cuts the end off, is found only by an anchor.
 */
export async function auditStream(
  stream: StreamName,
  commits: AsyncIterable<StoredCommit> | Iterable<StoredCommit>,
  anchors: readonly Anchor[] = [],
): Promise<StreamAudit> {
  const audit: StreamAudit = { stream, commitTally: 0, head: CHAIN_START, keyNames: new Set(), erasedDays: [] }
  const anchored = anchors.filter(anchor => anchor.stream === stream)
  for await (const commit of commits) {
    const why = faultOf(commit, stream, audit.head) ?? anchorFault(commit, anchored)
    if (why !== undefined) return { ...audit, fault: { seq: audit.head.seq + 1, why } }
    audit.commitTally += 1
    audit.head = { seq: commit.seq, hash: commit.hash }
    note(audit, commit)
  }
  const cut = anchored.find(({ seq }) => seq > audit.head.seq)
  if (cut === undefined) return audit
  return { ...audit, fault: { seq: audit.head.seq + 1, why: `it ends here and was anchored at seq ${cut.seq}` } }
}

function anchorFault({ seq, hash }: StoredCommit, anchors: readonly Anchor[]): string | undefined {
  const differs = anchors.some(anchor => anchor.seq === seq && anchor.hash !== hash)
  return differs ? 'its hash is not the anchored one: it or a commit before it was written anew' : undefined
}

function note(audit: StreamAudit, { events }: StoredCommit): void {
  for (const event of events) {
    if (event.type.endsWith('.dayErased')) audit.erasedDays.push(String(event['businessDay']))
    for (const field of Object.values(event))
      if (typeof field === 'object' && field !== null && 'sealed' in field && 'key' in field)
        audit.keyNames.add(String(field.key))
  }
}

/** Every stream there is, and every one that was anchored and is gone. */
export async function auditAll(source: Source, anchors: readonly Anchor[]): Promise<StreamAudit[]> {
  const audits: StreamAudit[] = []
  for (const stream of await source.streams()) audits.push(await auditStream(stream, source.commits(stream), anchors))
  const there = new Set<string>(audits.map(one => one.stream))
  const gone = new Set(anchors.map(({ stream }) => stream).filter(stream => !there.has(stream)))
  for (const stream of gone) audits.push(await auditStream(stream as StreamName, [], anchors))
  return audits
}
