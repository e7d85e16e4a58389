import { afterAll, beforeAll, expect, test } from 'vitest'
import { HALL_ID } from '../../../server/living-hall/seed.ts'
import { openLog } from '../../../server/src/hub/process/log.ts'
import { openRedis } from '../../../server/src/hub/process/redis.ts'
import { Client, codeOf, eventOf, pair } from '../../support/client.ts'
import { KioskCrowd } from '../../support/hubs/kiosk-crowd.ts'
import { startTwoHubs, type TwoHubs } from '../../support/hubs/two-hubs.ts'
import { Listener, until } from '../../support/room.ts'

const STREAM = `hall:${HALL_ID}` as const

let two: TwoHubs
let kiosks: [Client, Client]
beforeAll(async () => {
  two = await startTwoHubs()
  const paired = await pair(two.hubs[0].url, 'kiosk')
  kiosks = two.hubs.map(hub => new Client(hub.url, paired.credential)) as [Client, Client]
})
afterAll(() => two?.dispose())

test('[HB3, HB7] who commands through a hub finds it done there, also while nothing is carried', async () => {
  await two.redis.kill()
  for (let round = 0; round < 5; round += 1) {
    const taken = await kiosks[1].must('ticket.take', { serviceCode: 'enterprise' })
    const page = await new Listener(two.hubs[1].url, { credential: taken.ticket!.token }).opened()
    const shown = await page.enter(STREAM, `ticket:${eventOf(taken, 'ticket.taken').ticketId}`)
    expect(Object.keys(shown.snapshot?.tickets ?? {})).toHaveLength(1)
    page.close()
  }
  await two.redis.start()
})

test('[HB1, HB7] a Redis that comes back empty gives every stream to who has it', async () => {
  const crowd = new KioskCrowd(kiosks)
  const redis = openRedis(two.redis.url, openLog('silent'))!
  await until('redis answers', () => redis.status === 'ready')
  const [key] = (await redis.keys('*lease:hall:*')) as [string]
  const holder = await redis.get(key)
  await two.redis.kill()
  await two.redis.start()
  const before = crowd.taken.length
  await until('both hubs go on', () => crowd.taken.length > before + 50)
  // Longer than a lease lives: by now a hub that wanted to take over would have.
  await new Promise(resolve => setTimeout(resolve, 4_000))
  const taken = await crowd.end()

  expect(await redis.get(key)).toBe(holder)
  redis.disconnect()
  expect(crowd.unansweredTally).toBe(0)
  expect(taken.length).toBeGreaterThan(50)
})

test('[HB8] without its owner and without Redis a stream is not served, and that is said', async () => {
  await two.redis.kill()
  await two.hubs[0].kill()

  const { status, headers, text } = await kiosks[1].send(
    'POST',
    `/api/halls/${HALL_ID}/commands`,
    JSON.stringify({ commandId: crypto.randomUUID(), type: 'ticket.take', serviceCode: 'enterprise' }),
  )

  expect([status, headers['retry-after'], codeOf(JSON.parse(text))]).toEqual([503, '1', 'hub.unavailable'])
  expect((await kiosks[1].get('/healthz')).status).toBe(200)
  await two.redis.start()
  const crowd = new KioskCrowd([kiosks[1]])
  await until('the other hub takes over', () => crowd.taken.length > 0)
  await crowd.end()
})
