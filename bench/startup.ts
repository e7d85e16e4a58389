import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Actor, addMinutes, isRefusal, localTime, nextDay, REAL_TIME } from '@pingting/contract'
import { startPart } from '../server/living-hall/processes.ts'
import { chosenAccounts, HALL_ID, seedSteps } from '../server/living-hall/seed.ts'
import { Hub } from '../server/src/hub/dispatch.ts'
import { openJournal } from '../server/src/hub/journal/journal.ts'
import { openKeys } from '../server/src/hub/journal/keys.ts'
import { openSnapshots } from '../server/src/hub/journal/snapshots.ts'
import { openClock } from '../server/src/hub/process/clock.ts'
import { readConfig } from '../server/src/hub/process/config.ts'
import { openLog } from '../server/src/hub/process/log.ts'
import { openStore } from '../server/src/hub/process/store.ts'
import { PASSWORD } from '../test/support/hub-process.ts'
import type { Row } from './pages/report.ts'

const HALL = `hall:${HALL_ID}` as const
const VISITS_A_DAY = 1_200
const AT_ONCE = 40
const manager: Actor = { kind: 'staff', staffId: 'manager', role: 'manager', hallIds: [HALL_ID], lotIds: [] } as never

/** Days of a hall through the rules and the journal, without a socket: as many commits as asked for. */
async function fill(dataDir: string, commits: number): Promise<void> {
  const config = readConfig({ DATA_DIR: dataDir })
  const log = openLog('error')
  const store = await openStore(undefined, config.dataDir)
  const keys = openKeys(store.connection, config.secrets.data)
  await keys.loadAll()
  const journal = openJournal(store.connection, keys)
  await journal.prepare()
  let day = '2026-01-05'
  let now = localTime(day, '08:30')
  let seq = 0
  const hub = new Hub({
    ...{ journal, log, snapshots: openSnapshots(store.connection, keys) },
    clock: { ...openClock(REAL_TIME), now: () => now },
    ...{ indexOf: (text: string) => keys.index(text), opened: () => undefined, opening: async () => undefined },
    published(commit) {
      if (commit.stream === HALL) seq = commit.seq
    },
  })
  await hub.open()
  const send = async (stream: `${'hall' | 'city' | 'lot'}:${string}`, command: object, actor: Actor) => {
    const outcome = await hub.submit(stream, { commandId: crypto.randomUUID(), ...command }, actor)
    if (isRefusal(outcome)) throw new Error(JSON.stringify([outcome, command]))
    return outcome.commit
  }
  for (const { stream, command } of seedSteps(await chosenAccounts(PASSWORD)))
    await send(stream as never, command, { kind: 'system', part: 'seed' })
  const hall = hub.stream('hall', HALL_ID)!.peek().halls.hall!
  const desks = hall.counters.slice(0, AT_ONCE)

  /** One desk, one visitor: five commits. */
  async function visit({ counterId, profile }: (typeof desks)[number], index: number): Promise<void> {
    const serviceCode = profile[index % profile.length]!
    const taken = await send(HALL, { type: 'ticket.take', serviceCode }, manager)
    const { ticketId } = taken.events[0] as { ticketId: string }
    const at = { counterId, ticketId }
    await send(HALL, { type: 'ticket.callOne', ...at }, manager)
    await send(HALL, { type: 'ticket.arrive', ...at }, manager)
    await send(HALL, { type: 'ticket.finish', ...at }, manager)
    const rating = { level: 5, tagVersion: 2, tagCodes: [], channel: 'phone', formOpenMs: 5_000 }
    await send(HALL, { type: 'evaluation.submit', ticketId, ...rating }, { kind: 'citizen', hallId: HALL_ID, ticketId })
  }

  while (seq < commits) {
    for (const [index, { counterId }] of desks.entries()) {
      const clerk = { ...manager, staffId: `clerk${String(index + 1).padStart(2, '0')}` } as Actor
      await send(HALL, { type: 'counter.open', counterId }, clerk)
    }
    for (let served = 0; served < VISITS_A_DAY && seq < commits; served += desks.length) {
      now = addMinutes(now, 15)
      await Promise.all(desks.map(desk => visit(desk, served)))
    }
    day = nextDay(day)
    now = localTime(day, '08:30')
    hub.tick()
    await hub.stream('hall', HALL_ID)!.read(() => undefined)
  }
  // As after a kill -9: no last snapshot, so the start has a tail to read.
  await store.close()
}

/** From the start of the process to its ready line, in seconds. */
async function startOn(dataDir: string): Promise<number> {
  const startedMs = performance.now()
  const part = await startPart(
    'hub',
    'server/src/main.ts',
    { DATA_DIR: dataDir, PORT: '0', LOG_LEVEL: 'error' },
    dataDir,
  )
  const seconds = (performance.now() - startedMs) / 1_000
  await part.stop()
  return seconds
}

/** With so many commits behind it, and with none: the difference is what a history costs. */
export async function benchStartup(commits: number): Promise<Row[]> {
  const [full, empty] = ['full', 'empty'].map(name => mkdtempSync(join(tmpdir(), `pingting-startup-${name}-`)))
  try {
    const filledMs = performance.now()
    await fill(full!, commits)
    const perSecond = commits / ((performance.now() - filledMs) / 1_000)
    const [seconds, bare] = [await startOn(full!), await startOn(empty!)]
    const what = `start-up with ${commits.toLocaleString('en')} commits`
    const figure = `${seconds.toFixed(2)} s; filled at ${perSecond.toFixed(0)} commits/s`
    return [
      { what, side: 'pingting', figure, value: seconds },
      { what: 'start-up with none', side: 'floor', figure: `${bare.toFixed(2)} s`, value: bare },
    ]
  } finally {
    for (const folder of [full!, empty!]) rmSync(folder, { recursive: true, force: true })
  }
}
