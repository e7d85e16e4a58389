import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Commit } from '@pingting/contract'
import { expect } from 'vitest'
import { HALL_ID } from '../../server/living-hall/seed.ts'
import { openJournal, START } from '../../server/src/hub/journal/journal.ts'
import { openKeys } from '../../server/src/hub/journal/keys.ts'
import { openStore } from '../../server/src/hub/process/store.ts'
import type { TakenTicket } from './kiosk-crowd.ts'
import type { TwoHubs } from './two-hubs.ts'

/** The whole journal of the hall as the shared store has it. @throws where its chain does not hold. */
export async function hallJournal({ storeUrl, secretsDir }: TwoHubs): Promise<Commit[]> {
  const store = await openStore(storeUrl, '')
  try {
    const keys = openKeys(store.connection, Buffer.from(readFileSync(join(secretsDir, 'data.key'), 'utf8'), 'hex'))
    await keys.loadAll()
    const commits: Commit[] = []
    for await (const { commit } of openJournal(store.connection, keys).after(`hall:${HALL_ID}`, START)) {
      commits.push(commit)
    }
    return commits
  } finally {
    await store.close()
  }
}

/** Everything acknowledged is in the journal where it was said to be, once, and nothing else was given out twice. */
export function expectKept(commits: readonly Commit[], taken: readonly TakenTicket[]): void {
  const seqs = new Map(commits.map(({ commandId, seq }) => [commandId, seq]))
  expect(commits.map(({ seq }) => seq)).toEqual(commits.map((_, place) => place + 1))
  expect(seqs.size).toBe(commits.length)
  expect(taken.filter(({ commandId, answer }) => seqs.get(commandId) !== answer.seq)).toEqual([])
  const numbers = commits.flatMap(({ events }) =>
    events.flatMap(one => (one.type === 'ticket.taken' ? one.ticketId : [])),
  )
  expect(new Set(numbers).size).toBe(numbers.length)
}
