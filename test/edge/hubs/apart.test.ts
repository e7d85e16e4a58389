import { afterAll, beforeAll, expect, test } from 'vitest'
import { HALL_ID, LOT_ID } from '../../../server/living-hall/seed.ts'
import { openLog } from '../../../server/src/hub/process/log.ts'
import { openRedis } from '../../../server/src/hub/process/redis.ts'
import { bridgeCredential } from '../../support/access/bridge-credential.ts'
import { Client, eventOf, logIn, pair, rating } from '../../support/client.ts'
import { startHub } from '../../support/hub-process.ts'
import { expectKept, hallJournal } from '../../support/hubs/hall-journal.ts'
import { KioskCrowd } from '../../support/hubs/kiosk-crowd.ts'
import { startTwoHubs, type TwoHubs } from '../../support/hubs/two-hubs.ts'
import { Listener, until } from '../../support/room.ts'

const PAUSED_MS = 4_500
const SERVICE_MS = 1_000
const PLATE = '鲁F5K789'

let two: TwoHubs
beforeAll(async () => {
  // A minute of the hall is a second here: a service too short earns nothing.
  two = await startTwoHubs({ BUSINESS_CLOCK: `${new Date().toISOString()}@${Date.now()}x60` })
})
afterAll(() => two?.dispose())

const readBridgeKey = (): string => bridgeCredential(two.secretsDir)

/** The lot goes to the second hub while the first is held up; the hall comes back to the first. */
async function partHallAndLot(): Promise<void> {
  const redis = openRedis(two.redis.url, openLog('silent'))!
  await until('redis answers', () => redis.status === 'ready')
  const [hallKey] = (await redis.keys('*lease:hall:*')) as [string]
  const [lotKey] = (await redis.keys('*lease:lot:*')) as [string]
  const first = (await redis.get(hallKey))!
  two.hubs[0].part.process.kill('SIGSTOP')
  await new Promise(resolve => setTimeout(resolve, PAUSED_MS))
  two.hubs[0].part.process.kill('SIGCONT')
  await redis.set(hallKey, first, 'PX', 3_000)
  await new Promise(resolve => setTimeout(resolve, 2_000))
  expect([await redis.get(hallKey), (await redis.get(lotKey)) === first]).toEqual([first, false])
  redis.disconnect()
}

test('[HB9] a car that enters at a lot of one hub completes the free parking of a hall of the other, once', async () => {
  await partHallAndLot()
  const [atHall, atLot] = two.hubs
  const manager = await logIn(atLot.url, 'manager')
  const desk = await new Listener(atLot.url, { credential: manager.credential! }).opened()
  await desk.enter(`hall:${HALL_ID}`, 'parking')
  const kiosk = await pair(atHall.url, 'kiosk')
  const clerk = await logIn(atLot.url, 'clerk01')
  await clerk.must('counter.open', { counterId: 'C01' })
  const taken = await kiosk.must('ticket.take', { serviceCode: 'enterprise', plate: PLATE })
  const { ticketId } = eventOf(taken, 'ticket.taken')
  await clerk.must('ticket.callNext', { counterId: 'C01' })
  await clerk.must('ticket.arrive', { counterId: 'C01', ticketId })
  await new Promise(resolve => setTimeout(resolve, SERVICE_MS))
  await kiosk.must('evaluation.submit', rating(ticketId, 'kiosk', { opener: taken.ticket?.code }))
  await clerk.must('ticket.finish', { counterId: 'C01', ticketId })
  expect(desk.envelopes.flatMap(({ events }) => events.map(({ type }) => type))).not.toContain('exemption.granted')

  const bridge = new Client(atHall.url, readBridgeKey())
  const leased = await bridge.must('lot.lease', { bridgeId: 'test' }, `lots/${LOT_ID}`)
  const { bridgeEpoch } = eventOf(leased, 'lot.leased')
  const enteredAt = new Date(Date.now() - 60_000).toISOString()
  const car = { stayId: 's1', plate: PLATE, carClass: 'casual', laneId: 'in', enteredAt }
  const records = [{ kind: 'entered', gateSeq: 1, ...car }]
  await bridge.must('lot.report', { bridgeEpoch, gateEpoch: 'g1', records }, `lots/${LOT_ID}`)

  const granted = () =>
    desk.envelopes.flatMap(({ events }) => events.filter(({ type }) => type === 'exemption.granted'))
  await until('the exemption is granted', () => granted().length > 0)
  await new Promise(resolve => setTimeout(resolve, 500))
  expect(granted()).toHaveLength(1)
  desk.close()
})

test('[JR5] a second hub on the same data folder is refused, also where MongoDB is named', async () => {
  const hub = two.hubs[0]
  await expect(hub.startRival()).rejects.toThrow(/[\p{Script=Han}].*\S.*[A-Za-z]/su)
  expect((await new Client(hub.url).get('/readyz')).status).toBe(200)
})

test('[HB10] a hub with other secrets does not start on this store', async () => {
  const stranger = startHub({ environment: { MONGODB_URL: two.storeUrl, REDIS_URL: two.redis.url, SEED_FILE: '' } })
  await expect(stranger).rejects.toThrow()
})

test('[HB6] without Redis two hubs on one store both own everything, and what they acknowledge is right all the same', async () => {
  const { credential } = await pair(two.hubs[0].url, 'kiosk')
  await Promise.all(two.hubs.map(hub => hub.stop()))
  const environment = { MONGODB_URL: two.storeUrl, SECRETS_DIR: two.secretsDir, SEED_FILE: '' }
  const alone = [await startHub({ environment }), await startHub({ environment })]

  const crowd = new KioskCrowd(alone.map(hub => new Client(hub.url, credential)))
  await until('both have served', () => crowd.taken.length > 100)
  const taken = await crowd.end()

  expect(new Set(taken.map(({ by }) => by)).size).toBe(2)
  expectKept(await hallJournal(two), taken)
  for (const hub of alone) await hub.dispose()
})
