import { afterAll, beforeAll, expect, test } from 'vitest'
import { HALL_ID } from '../../../server/living-hall/seed.ts'
import { openLog } from '../../../server/src/hub/process/log.ts'
import { openRedis } from '../../../server/src/hub/process/redis.ts'
import { Client, codeOf, eventOf, logIn, pair } from '../../support/client.ts'
import { hallJournal } from '../../support/hall-journal.ts'
import { KioskCrowd } from '../../support/kiosk-crowd.ts'
import { Listener, until } from '../../support/room.ts'
import { startTwoHubs, type TwoHubs } from '../../support/two-hubs.ts'

const AWAY_MS = 3_000
const SEND_EVERY_MS = 40
/** Far above what is measured: a command that waited for Redis would wait for its time-out, or for all of the outage. */
const DELAY_MS_MAX = 1_000
const STREAM = `hall:${HALL_ID}` as const

let two: TwoHubs
let kiosks: [Client, Client]
let floors: [Listener, Listener]
/** When each hub's screen heard of a commit, by its seq. */
const heardAtMs: [Map<number, number>, Map<number, number>] = [new Map(), new Map()]
beforeAll(async () => {
  two = await startTwoHubs()
  const paired = await pair(two.hubs[0].url, 'kiosk')
  const { credential } = await logIn(two.hubs[0].url, 'manager')
  kiosks = two.hubs.map(hub => new Client(hub.url, paired.credential)) as [Client, Client]
  floors = (await Promise.all(
    two.hubs.map(async (hub, place) => {
      const listener = await new Listener(hub.url, { credential: credential! }).opened()
      listener.socket.on('event', ({ seq }) => heardAtMs[place as 0 | 1].set(seq, performance.now()))
      await listener.enter(STREAM, 'floor')
      return listener
    }),
  )) as [Listener, Listener]
})
afterAll(async () => {
  for (const floor of floors ?? []) floor.close()
  await two?.dispose()
})

interface Sent {
  seq: number
  sentAtMs: number
}

/** Takes a ticket at the owner now and then, for as long as `lasts`. */
async function takeSteadily(lasts: () => boolean): Promise<Sent[]> {
  const sent: Sent[] = []
  while (lasts()) {
    const sentAtMs = performance.now()
    const { seq } = await kiosks[0].must('ticket.take', { serviceCode: 'enterprise' })
    sent.push({ seq, sentAtMs })
    await new Promise(resolve => setTimeout(resolve, SEND_EVERY_MS))
  }
  return sent
}

const longestMs = (sent: readonly Sent[]): number =>
  Math.round(
    Math.max(...sent.map(({ seq, sentAtMs }) => (heardAtMs[0].get(seq) ?? Number.POSITIVE_INFINITY) - sentAtMs)),
  )

test(`[HB7] Redis is gone for ${AWAY_MS} ms: the owner's own screens are told as before, and afterwards nobody lacks anything`, async () => {
  const startedAtMs = performance.now()
  const before = await takeSteadily(() => performance.now() < startedAtMs + AWAY_MS / 2)

  await two.redis.kill()
  const killedAtMs = performance.now()
  const away = await takeSteadily(() => performance.now() < killedAtMs + AWAY_MS)
  // Who is at the other hub is served through the owner, whom it has not forgotten.
  const { status } = await kiosks[1].command('ticket.take', { serviceCode: 'enterprise' })
  await two.redis.start()
  const startedAgainAtMs = performance.now()
  const after = await takeSteadily(() => performance.now() < startedAgainAtMs + 1_500)

  expect(status).toBe(201)
  const expected = (await hallJournal(two)).flatMap(({ seq, events }) =>
    events.some(({ type }) => type === 'ticket.taken') ? seq : [],
  )
  for (const { envelopes } of floors) {
    await until('all is heard', () => envelopes.length >= expected.length)
    expect(envelopes.map(({ seq }) => seq)).toEqual(expected)
  }
  const [usual, worst, again] = [before, away, after].map(longestMs) as [number, number, number]
  console.log(`command to local screen, longest: ${usual} ms before, ${worst} ms without Redis, ${again} ms after`)
  expect(away.length).toBeGreaterThan(10)
  expect(worst).toBeLessThan(DELAY_MS_MAX)
})

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
