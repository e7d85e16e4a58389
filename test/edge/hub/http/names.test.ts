import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Connection } from 'mongoose'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { HALL_ID } from '../../../../server/living-hall/seed.ts'
import { type Head, openJournal, START } from '../../../../server/src/hub/journal/journal.ts'
import { openKeys } from '../../../../server/src/hub/journal/keys.ts'
import { openStore } from '../../../../server/src/hub/process/store.ts'
import { type Client, logIn } from '../../../support/client.ts'
import { type HubProcess, startHub } from '../../../support/hub-process.ts'
import { Listener } from '../../../support/room.ts'

const NAME = '7号窗口工作人员'
const STREAM = `hall:${HALL_ID}` as const

let hub: HubProcess
let clerk: Client
beforeAll(async () => {
  hub = await startHub()
  clerk = await logIn(hub.url, 'clerk07')
})
afterAll(() => hub?.dispose())

/** The data folder of a hub that has ended, opened with the hub's own store. */
async function withStore<T>(work: (connection: Connection) => Promise<T>): Promise<T> {
  const store = await openStore(undefined, hub.dataDir)
  return work(store.connection).finally(() => store.close())
}

async function counterShown(): Promise<unknown> {
  const staff = await new Listener(hub.url, { credential: clerk.credential! }).opened()
  const { snapshot } = await staff.enter(STREAM, 'floor')
  staff.close()
  return (snapshot as unknown as { counters: Record<string, object> }).counters['C07']
}

test('[AC44] whoever acts is shown by name, and no document of the store holds the name in clear', async () => {
  await clerk.must('counter.open', { counterId: 'C07' })
  expect(await counterShown()).toMatchObject({ staffName: NAME })
  await hub.stop()

  const found = await withStore(async connection => {
    const collections = await connection.db!.listCollections().toArray()
    const texts: string[] = []
    for (const { name } of collections)
      for (const row of await connection.collection(name).find().toArray()) texts.push(JSON.stringify(row))
    return texts
  })

  expect(found.filter(text => text.includes('clerk07')).length).toBeGreaterThan(1)
  expect(found.filter(text => text.includes('窗口工作人员'))).toEqual([])
  await hub.start()
  expect(await counterShown()).toMatchObject({ staffName: NAME })
})

test('[AC44] a commit of the first days, with a name in clear, is read on as it is', async () => {
  await hub.stop()
  await withStore(async connection => {
    const keys = openKeys(
      connection,
      Buffer.from(readFileSync(join(hub.dataDir, 'secrets', 'data.key'), 'utf8'), 'hex'),
    )
    await keys.loadAll()
    const journal = openJournal(connection, keys)
    let head: Head = START
    for await (const { commit } of journal.after(STREAM, START)) head = commit
    const actor = { kind: 'staff' as const, staffId: 'clerk07', name: NAME, role: 'clerk' as const }
    const paused = { type: 'counter.paused', v: 1, at: head.at, counterId: 'C07', reason: 'break' } as const
    const draft = { commandId: crypto.randomUUID(), bodyHash: 'x', at: head.at, events: [paused] }
    await journal.append(STREAM, [{ ...draft, actor: { ...actor, hallIds: [HALL_ID], lotIds: [] } }], head)
  })
  await hub.start()
  expect(await counterShown()).toMatchObject({ status: 'paused', staffName: NAME })
  await clerk.must('counter.resume', { counterId: 'C07' })
})
