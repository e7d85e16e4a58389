import type { Commit, StreamName } from '@pingting/contract'
import { decode, keysIn, type StoredCommit } from '../../../../server/src/hub/journal/codec.ts'
import { type Journal, openJournal } from '../../../../server/src/hub/journal/journal.ts'
import type { Keys } from '../../../../server/src/hub/journal/keys.ts'
import type { Part } from '../../engine/clockwork.ts'
import type { Store } from './store.ts'

/** Read once, and shared by every process that reads it again: a commit never changes. */
const opened = new WeakMap<StoredCommit, Commit>()

/**
 * The product's journal over the doubled store. Only reading up is done here without hashing and unsealing what was
 * read before, since a failed write makes a hub read the whole morning again; the whole chain is checked by the product
 * when the day is over.
 */
export function journalOf(store: Store, part: Part, keys: Keys): Journal {
  const journal = openJournal(store.connectionOf(part), keys)
  return {
    ...journal,
    streams: async () => [...store.streams.keys()],
    async *after(stream: StreamName, head) {
      await store.look(part)
      let { hash, seq } = head
      for (const stored of store.commitsOf(stream).slice(head.seq)) {
        if (stored.prevHash !== hash || stored.seq !== seq + 1)
          throw new Error(`the journal of ${stream} is broken at seq ${stored.seq}: its hash chain does not hold`)
        hash = stored.hash
        seq = stored.seq
        yield { commit: opened.get(stored) ?? (await open(stored, keys)), stored }
      }
    },
  }
}

async function open(stored: StoredCommit, keys: Keys): Promise<Commit> {
  await keys.learn(keysIn(stored.events))
  const commit: Commit = { ...stored, events: stored.events.map(event => decode(event, keys)) }
  opened.set(stored, commit)
  return commit
}
