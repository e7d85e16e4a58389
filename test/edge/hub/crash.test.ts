import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { seal } from '../../../server/src/hub/journal/keys.ts'
import { acknowledged, doubledIn, lostIn, repeat, type Sent } from '../../support/crowds/audit.ts'
import { FloorCrowd, type Life } from '../../support/crowds/floor-crowd.ts'
import { HALL_STREAM, journalOf, ticketsIn, withStore } from '../../support/crowds/stored-journal.ts'
import { type HubProcess, startHub } from '../../support/hub-process.ts'
import { until } from '../../support/room.ts'

const KILLS = 10
const CLIENTS = 16

let hub: HubProcess
let crowd: FloorCrowd

beforeAll(async () => {
  hub = await startHub()
  crowd = await FloorCrowd.gather(hub, CLIENTS)
})
afterAll(() => hub?.dispose())

const repeatAll = async ({ sent }: Life): Promise<string[]> => (await Promise.all(sent.map(repeat))).flat()

test(`[JR1] kill -9, ${KILLS} times under ${CLIENTS} callers: what was acknowledged is there, told again as it was, and nothing is doubled`, async () => {
  const faults: string[] = []
  const sent: Sent[] = []
  for (let number = 0; number < KILLS; number += 1) {
    const life = crowd.work()
    // Never at the same place: once early, once late.
    await until('enough commands are under way', () => life.tally() >= 60 + ((number * 37) % 100))
    await hub.kill()
    await life.over

    await hub.start()

    faults.push(...(await repeatAll(life)))
    sent.push(...acknowledged(life.sent.flat()))
  }
  expect(faults).toEqual([])

  await hub.kill()
  const commits = await journalOf(hub.dataDir)
  expect(sent.length).toBeGreaterThan(KILLS * 30)
  expect(lostIn(commits, sent)).toEqual([])
  expect(doubledIn(commits)).toEqual([])
  for (const once of ['ticket.taken', 'evaluation.submitted'])
    expect(ticketsIn(commits, once).length).toBeGreaterThan(KILLS)
  await hub.start()
})

test('[JR5] a second hub on the same data folder is refused with a sentence, and the first serves on', async () => {
  await expect(hub.startRival()).rejects.toThrow(/[\p{Script=Han}].*\S.*[A-Za-z]/su)
  expect((await crowd.kiosk.command('ticket.take', { serviceCode: 'tax' })).status).toBe(201)
})

test('[JR6] SIGTERM puts everything away: it ends with 0, callers are answered or may repeat, and the next start goes on', async () => {
  const life = crowd.work(20)
  await until('commands are under way', () => life.sent.every(sent => sent.length > 1))

  const ended = await hub.stop()

  await life.over
  expect(ended).toEqual({ code: 0, signal: undefined })
  expect(life.sent.flat().filter(({ answer }) => (answer?.status ?? 0) >= 500)).toEqual([])
  await hub.start()
  expect(await repeatAll(life)).toEqual([])
})

test('[JR7] without a single snapshot the next start knows every stream, and repeats what was answered', async () => {
  const life = crowd.work(20)
  await until('commands are under way', () => life.sent.every(sent => sent.length > 1))
  await hub.kill()
  await life.over
  const lost = await withStore(hub.dataDir, connection => connection.collection('snapshots').deleteMany({}))
  // Nothing is founded anew either.
  writeFileSync(join(hub.dataDir, 'seed.json'), '[]')

  await hub.start()

  expect(lost.deletedCount).toBeGreaterThan(1)
  expect(await repeatAll(life)).toEqual([])
  expect((await crowd.kiosk.command('ticket.take', { serviceCode: 'tax' })).status).toBe(201)
})

test('[JR7] a snapshot that this hub cannot read, as another Node or an older hub wrote it, is as one that is lost', async () => {
  const life = crowd.work(20)
  await until('commands are under way', () => life.sent.every(sent => sent.length > 1))
  await hub.stop()
  await life.over
  await withStore(hub.dataDir, async (connection, { house }) => {
    const rows = connection.collection<{ _id: string; sealed: string }>('snapshots')
    const text = gzipSync(JSON.stringify({ tickets: { map: [] } })).toString('base64')
    for await (const { _id } of rows.find()) await rows.updateOne({ _id }, { $set: { sealed: seal(house, text, _id) } })
  })

  await hub.start()

  expect(await repeatAll(life)).toEqual([])
  expect((await crowd.kiosk.command('ticket.take', { serviceCode: 'tax' })).status).toBe(201)
})

test('[JR4] a journal that another hand has changed is not served: the start says where its chain breaks', async () => {
  const { seq } = await crowd.kiosk.must('ticket.take', { serviceCode: 'tax' })
  await hub.kill()
  await withStore(hub.dataDir, async connection => {
    const changed = { $set: { at: '2020-01-01T00:00:00.000Z' } }
    await connection.collection<{ _id: string }>('journal').updateOne({ _id: `${HALL_STREAM}#${seq}` }, changed)
  })

  await expect(hub.start()).rejects.toThrow(`the journal of ${HALL_STREAM} is broken at seq ${seq}`)
})
