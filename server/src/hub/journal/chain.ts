import { canonicalJson, sha256 } from './canonical.ts'
import type { StoredCommit } from './codec.ts'

/** One end of the chain: what the next commit has to follow on. */
export interface Link {
  seq: number
  hash: string
}

export const hashOf = (commit: Omit<StoredCommit, 'hash'>): string => sha256(commit.prevHash + canonicalJson(commit))

/** Why a commit does not follow the one before it in its stream, in words; nothing where it does. */
export function faultOf(stored: StoredCommit, stream: string, before: Link): string | undefined {
  const { hash, ...body } = stored
  if (stored.stream !== stream) return `it belongs to ${stored.stream}`
  if (stored.seq !== before.seq + 1) return `seq ${before.seq + 1} is expected and seq ${stored.seq} is there`
  if (stored.prevHash !== before.hash) return 'it was not written after the commit that stands before it'
  return hashOf(body) === hash ? undefined : 'its content does not give its hash'
}
