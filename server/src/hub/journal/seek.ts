import type { Instant, StreamName } from '@pingting/contract'
import type { Connection } from 'mongoose'
import type { StoredCommit } from './codec.ts'
import { type Head, START } from './journal.ts'

/**
 * The head of a stream just before an instant: from there its commits may be read on. Time never goes back within a
 * stream, so it is found in as many looks as the length of the stream has binary digits.
 */
export async function headBefore(connection: Connection, stream: StreamName, at: Instant): Promise<Head> {
  const commits = connection.collection<StoredCommit & { _id: string }>('journal')
  const look = (query: object) =>
    commits.findOne({ stream, ...query }, { projection: { seq: 1, hash: 1, at: 1 }, sort: { seq: -1 } })
  let before = START
  let after = ((await look({}))?.seq ?? 0) + 1
  while (after - before.seq > 1) {
    const middle = await look({ seq: Math.floor((before.seq + after) / 2) })
    if (middle === null) throw new Error(`the journal of ${stream} has a gap`)
    if (middle.at < at) before = { seq: middle.seq, hash: middle.hash, at: middle.at }
    else after = middle.seq
  }
  return before
}
