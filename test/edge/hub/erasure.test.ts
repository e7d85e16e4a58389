import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Connection } from 'mongoose'
import { afterAll, expect, test } from 'vitest'
import { HALL_ID, LOT_ID } from '../../../server/living-hall/seed.ts'
import { lotRules } from '../../../server/src/domain.ts'
import { sourceOf } from '../../../server/src/hub/archive/source.ts'
import { openKeys } from '../../../server/src/hub/journal/keys.ts'
import { openSnapshots } from '../../../server/src/hub/journal/snapshots.ts'
import { openStore } from '../../../server/src/hub/process/store.ts'
import { bridgeCredential } from '../../support/access/bridge-credential.ts'
import * as lived from '../../support/books/lived-day.ts'
import { Client, eventOf, logIn, pair } from '../../support/client.ts'
import { type HubProcess, startHub } from '../../support/hub-process.ts'
import { archive, newFolder } from '../archive/cli.ts'

const HALL = `hall:${HALL_ID}` as const
const LOT = `lot:${LOT_ID}` as const
const DAY = '2026-11-23'
const PLATE = '鲁F12345'
const clockAt = (instant: string) => ({ BUSINESS_CLOCK: `${instant}@${Date.now()}x1` })

const hubs: HubProcess[] = []
afterAll(async () => {
  for (const hub of hubs) await hub.dispose()
})
async function hubAt(instant: string, dataDir?: string): Promise<HubProcess> {
  const environment = clockAt(instant)
  const hub = await startHub(dataDir === undefined ? { environment } : { environment, dataDir })
  hubs.push(hub)
  return hub
}

/** What a data folder holds, as its owner finds it with every key there is. */
async function found(dataDir: string) {
  const store = await openStore(undefined, dataDir)
  try {
    const keys = openKeys(
      store.connection,
      Buffer.from(readFileSync(join(dataDir, 'secrets', 'data.key'), 'utf8'), 'hex'),
    )
    await keys.loadAll()
    const snapshots = openSnapshots(store.connection, keys)
    const types: string[] = []
    for (const stream of [HALL, LOT] as const)
      for await (const commit of sourceOf(store.connection).commits(stream))
        types.push(...commit.events.map(event => `${event.type} ${event['businessDay'] ?? ''}`))
    const states = await Promise.all([
      snapshots.load(HALL, lotRules.stateVersion),
      snapshots.load(LOT, lotRules.stateVersion),
    ])
    const text = JSON.stringify(states, (_, value) => (value instanceof Map ? [...value] : value))
    return { types, text, keys: [HALL, LOT].filter(stream => keys.find(`${stream}|${DAY}`) !== undefined) }
  } finally {
    await store.close()
  }
}

test('[JR24] thirty days after its last ticket and car are settled a day is erased: key, snapshot, journal and screens', async () => {
  const hub = await hubAt(`${DAY}T01:00:00.000Z`)
  const [kiosk, manager] = [await pair(hub.url, 'kiosk'), await logIn(hub.url, 'manager')]
  const bridge = new Client(hub.url, bridgeCredential(join(hub.dataDir, 'secrets')))
  const lease = await bridge.must('lot.lease', { bridgeId: 'b' }, `lots/${LOT_ID}`)
  const bridgeEpoch = Number(eventOf(lease, 'lot.leased')['bridgeEpoch'])
  const car = { stayId: 's1', plate: PLATE, laneId: 'l' }
  const money = { minutes: 10, feeBeforeFen: 0, feeWaivedFen: 0, feeAfterFen: 0 }
  const records = [
    { kind: 'entered', gateSeq: 1, ...car, carClass: 'casual', enteredAt: `${DAY}T00:30:00.000Z` },
    { kind: 'exited', gateSeq: 2, ...car, exitedAt: `${DAY}T00:40:00.000Z`, ...money },
  ]
  await bridge.must('lot.report', { bridgeEpoch, gateEpoch: 'g1', records }, `lots/${LOT_ID}`)
  const taken = await kiosk.must('ticket.take', { serviceCode: 'enterprise', plate: PLATE })
  await manager.must('ticket.cancel', { ticketId: eventOf(taken, 'ticket.taken').ticketId })
  await hub.stop()

  // Within the thirty days everything is there. The snapshot is from the day itself.
  const before = await found(hub.dataDir)
  expect(before.keys).toEqual([HALL, LOT])
  expect(before.text).toContain(PLATE)
  const early = await hubAt('2026-12-23T15:59:00.000Z', hub.dataDir)
  await early.stop()
  expect((await found(hub.dataDir)).keys).toEqual([HALL, LOT])

  const late = await hubAt('2026-12-23T16:00:30.000Z', hub.dataDir)
  const audited = async () => (await archive(['audit', '--data', hub.dataDir])).out
  for (let tries = 0; tries < 40 && !/erased 2026-11-23[\s\S]*erased 2026-11-23/.test(await audited()); tries += 1);
  const out = await audited()
  expect(out.match(/erased 2026-11-23/g)).toHaveLength(2)
  expect(out).toContain('Every chain holds')
  // Without putting anything away: what was to be erased is not waiting for an orderly end.
  await late.kill()
  const after = await found(hub.dataDir)
  expect(after.keys).toEqual([])
  expect(after.text.includes(PLATE)).toBe(false)
  expect(after.types.filter(type => type.includes('dayErased'))).toEqual([
    `hall.dayErased ${DAY}`,
    `lot.dayErased ${DAY}`,
  ])

  // Once is enough: another start erases nothing anew, and a backup of it is whole.
  const next = await hubAt('2026-12-24T01:00:00.000Z', hub.dataDir)
  const folder = newFolder()
  expect((await archive(['backup', '--to', join(folder, 'b'), '--data', hub.dataDir])).code).toBe(0)
  await next.stop()
  expect((await found(hub.dataDir)).types.filter(type => type.includes('dayErased'))).toHaveLength(2)
})

interface Row {
  plate: { key: string; index: string }
}

/** Does something in a folder that no hub has open. */
async function inStore<T>(dataDir: string, work: (connection: Connection) => Promise<T>): Promise<T> {
  const store = await openStore(undefined, dataDir)
  try {
    return await work(store.connection)
  } finally {
    await store.close()
  }
}
const indexesOf = (dataDir: string): Promise<string[]> =>
  inStore(dataDir, async connection =>
    (await connection.collection<Row>('exemptionRows').find({}).toArray()).map(({ plate }) => plate.index),
  )

test('[JR29] an erased plate finds nothing any more: not in the rows, not after a stop on the way, not in rows made anew', async () => {
  // given a visit of a day, found by its plate while that day is kept
  const { dataDir, exemptionId } = await lived.livedDay()
  const find = async (hub: HubProcess) =>
    (
      await (
        await logIn(hub.url, 'operator')
      ).post<{ exemptions: object[] }>(`/api/${lived.LOT}/stories`, { plate: PLATE })
    ).json.exemptions
  const kept = await hubAt('2026-12-20T01:00:00.000Z', dataDir)
  await expect.poll(() => find(kept), { timeout: 10_000 }).toMatchObject([{ exemptionId }])
  await kept.stop()
  expect(await indexesOf(dataDir)).toEqual([expect.stringMatching(/./)])

  // when the day is erased, and the hub dies as soon as nothing is found
  const late = await hubAt('2026-12-30T01:00:00.000Z', dataDir)
  await expect.poll(() => find(late), { timeout: 20_000 }).toEqual([])
  await late.kill()

  // then the next start ends what was begun
  const next = await hubAt('2026-12-30T02:00:00.000Z', dataDir)
  expect(await find(next)).toEqual([])
  await next.stop()
  expect(await indexesOf(dataDir)).toEqual([''])

  // and rows that are made anew from the journal come to the same
  await inStore(dataDir, async connection => {
    for (const name of ['exemptionRows', 'projected']) await connection.collection(name).deleteMany({})
  })
  const anew = await hubAt('2026-12-30T03:00:00.000Z', dataDir)
  expect(await find(anew)).toEqual([])
  await anew.stop()
  expect(await indexesOf(dataDir)).toEqual([''])
})

const WORDS = '车主张三 13800001234'

/** Files of a folder in which these words stand readable. */
const readableIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name))
    .filter(file => readFileSync(file).includes(WORDS))

const keysOf = (dataDir: string): Promise<string[]> =>
  inStore(dataDir, async connection =>
    (await connection.collection<{ _id: string }>('keys').find({}).toArray()).map(({ _id }) => _id),
  )

test('[JR30] what staff write about a citizen stands nowhere in the clear, and is erased thirty days after its difference is closed', async () => {
  // given a use that no hall has granted
  const { dataDir, phantom } = await lived.livedDay()
  const hub = await hubAt('2026-11-24T03:00:00.000Z', dataDir)
  const [operator, manager] = [await logIn(hub.url, 'operator'), await logIn(hub.url, 'manager')]
  await operator.post(`/api/${lived.LOT}/days/${DAY}/books`, {})

  // when one writes why, and another approves
  const adjustment = { key: phantom, kind: 'nothingDue', minutes: 0, amountFen: 0, reason: WORDS }
  await operator.must('adjustment.propose', adjustment, lived.LOT)
  await manager.must('adjustment.approve', { key: phantom }, lived.LOT)
  await hub.kill()

  // then neither what was written last tells it, nor what an orderly end puts away
  expect(readableIn(dataDir)).toEqual([])
  await (await hubAt('2026-12-20T01:00:00.000Z', dataDir)).stop()
  expect(readableIn(dataDir)).toEqual([])
  const key = `${LOT}|2026-11-24`
  expect(await keysOf(dataDir)).toContain(key)

  // and thirty days later nobody can read it any more
  const late = await hubAt('2026-12-30T01:00:00.000Z', dataDir)
  const audited = async () => (await archive(['audit', '--data', dataDir])).out
  await expect.poll(audited, { timeout: 30_000 }).toContain('erased 2026-11-23 2026-11-24')
  await late.stop()
  expect(await keysOf(dataDir)).not.toContain(key)
})
