import { commandsOf } from '../../../server/embedded-mongo/src/commands.ts'
import { Database } from '../../../server/embedded-mongo/src/database.ts'

type Doc = Record<string, unknown>

/** The door's commands over a database in memory, without a socket and a thread between. */
export function openedStore() {
  const answer = commandsOf(new Database(':memory:'))
  const run = (command: Doc) => answer({ ...command, $db: 'test' })
  const found = (command: Doc) => (run(command)['cursor'] as { firstBatch: Doc[] }).firstBatch
  const docs = (find: string) => found({ find, batchSize: 10_000 })
  return { run, found, docs }
}
