import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as nextTurn, setTimeout as wait } from 'node:timers/promises'
import { type Actor, type Commit, type Event, type Instant, isRefusal, type StreamName } from '@pingting/contract'
import { openExemptionStore } from '../../../server/src/exemptions/store.ts'
import { Books } from '../../../server/src/hub/books/books.ts'
import { Hub } from '../../../server/src/hub/dispatch.ts'
import { type Journal, openJournal } from '../../../server/src/hub/journal/journal.ts'
import { openKeys } from '../../../server/src/hub/journal/keys.ts'
import { openLog } from '../../../server/src/hub/process/log.ts'
import { openStore } from '../../../server/src/hub/process/store.ts'
import { rulesOf } from '../../../server/src/hub/streams/kinds.ts'
import type { DrawnSettlement } from '../../../server/src/settlements/store.ts'

export const SYSTEM: Actor = { kind: 'system', part: 'seed' }

/** Wrong rules for one stream: what a hub with that fault in it would write down. */
export type Trick = (rules: ReturnType<typeof rulesOf>) => ReturnType<typeof rulesOf>

/**
 * The product's road, from a command to what the books say of it: dispatcher, deciders, reactions and journal over the
 * embedded store, diary and pass. Time is whatever it is set to.
 */
export interface Site {
  readonly hub: Hub
  readonly books: Books
  readonly journal: Pick<Journal, 'after'>
  readonly tricks: Map<StreamName, Trick>
  now: Instant
  /** How many commits there are, of all streams. */
  tally(): number
  /** @throws where it is refused. */
  must(stream: StreamName, command: object, actor?: Actor): Promise<readonly Event[]>
  /** When everything that was said to these streams has been done, and what follows from it too. */
  settled(...names: readonly StreamName[]): Promise<void>
  close(): Promise<void>
}

export async function openSite(): Promise<Site> {
  const dataDir = mkdtempSync(join(tmpdir(), 'pingting-journals-'))
  const store = await openStore(undefined, dataDir)
  const { connection } = store
  const keys = openKeys(connection, Buffer.alloc(32, 3))
  const journal = openJournal(connection, keys)
  await journal.prepare()
  const log = openLog('silent')
  const papers = openPapers()
  const granted = new Set<string>()
  const tricks = new Map<StreamName, Trick>()
  let commits = 0
  let sent = 0
  const hub = new Hub({
    ...{ journal, log, indexOf: (text: string) => keys.index(text) },
    snapshots: { load: async () => undefined, save: async () => {} },
    clock: { now: () => site.now, speed: 1, turn: () => nextTurn(), pause: ms => wait(ms) },
    opened: () => {},
    opening: async () => undefined,
    published: commit => {
      commits += 1
      papers.take(commit)
      for (const event of commit.events) if (event.type === 'exemption.granted') granted.add(event.exemptionId)
    },
    rules: (name, world) => {
      // A trick may come after the stream was founded.
      const rules = rulesOf(name, world)
      return { ...rules, decide: (...asked) => (tricks.get(name)?.(rules) ?? rules).decide(...asked) }
    },
  })
  await hub.open()
  const site: Site = {
    ...{ hub, journal, tricks, now: '', tally: () => commits },
    books: new Books({
      ...{ hub, connection, journal, log, papers: papers as never },
      exemptions: {
        rows: openExemptionStore(connection, async () => false).rows,
        known: async ids => ids.filter(id => granted.has(id)),
      },
    }),
    async must(stream, command, actor = SYSTEM) {
      const commandId = (command as { commandId?: string }).commandId ?? uuidOf(++sent)
      const outcome = await hub.submit(stream, { ...command, commandId }, actor)
      if (isRefusal(outcome))
        throw new Error(`${JSON.stringify(command)} was refused: ${JSON.stringify(outcome)} at ${site.now}`)
      return outcome.commit.events
    },
    async settled(...names) {
      for (let before = -1; before !== commits; ) {
        before = commits
        for (const name of names) await hub.stream(...placeOf(name))?.read(() => undefined)
      }
    },
    async close() {
      await site.books.close()
      await store.close()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
  return site
}

const placeOf = (name: StreamName): ['hall' | 'lot', string] => {
  const [kind, id = ''] = name.split(':')
  return [kind as 'hall', id]
}

/** Of commands, in the order they are sent: the same day is the same journal. */
const uuidOf = (number: number): string => `00000000-0000-4000-8000-${number.toString(16).padStart(12, '0')}`

/** Settlements and daily files as they were written, at once; the store of the product is read up a moment later. */
function openPapers() {
  const drawn = new Map<string, DrawnSettlement>()
  const filed = new Map<string, readonly unknown[]>()
  return {
    take({ stream, events }: Commit): void {
      const lotId = stream.slice('lot:'.length)
      for (const event of events) {
        if (event.type === 'settlement.drawn')
          drawn.set(`${lotId}|${event.businessDay}|${event.version}`, { lotId, ...event })
        if (event.type === 'settlement.fileTaken') filed.set(`${lotId}|${event.businessDay}`, event.exits)
      }
    },
    drawn: async (lotId: string, day: string, version: number) => drawn.get(`${lotId}|${day}|${version}`),
    filed: async (lotId: string, day: string) => filed.get(`${lotId}|${day}`) ?? [],
  }
}
