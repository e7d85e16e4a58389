import { afterAll, beforeAll, expect, test } from 'vitest'
import { HALL_ID } from '../../../server/living-hall/seed.ts'
import { Client, eventOf, pair } from '../../support/client.ts'
import { type CabledHubs, startCabledHubs } from '../../support/hubs/cabled-hubs.ts'
import { Listener } from '../../support/room.ts'

const STREAM = `hall:${HALL_ID}` as const
/** Longer than a lease lives, and than the other hub waits to take over. */
const TAKEN_OVER_MS = 6_000
const SHOWN_MS = 3_000

let hubs: CabledHubs
beforeAll(async () => {
  hubs = await startCabledHubs()
})
afterAll(() => hubs?.dispose())

test('[HB6] an owner cut off from Redis alone hears from the journal of who has taken over, and its screens go on', async () => {
  // given a hub that owns the hall, a ticket taken there, and its way to Redis silent until another has taken over
  const [first, second] = hubs.two.hubs
  const { credential } = await pair(first.url, 'kiosk')
  const kiosk = new Client(second.url, credential)
  for (const cable of hubs.cables.redisOfFirst) cable.weather('blackHole')
  await new Promise(resolve => setTimeout(resolve, TAKEN_OVER_MS))

  // when a ticket is taken at the other, and nobody commands anything at the first
  const taken = await kiosk.must('ticket.take', { serviceCode: 'enterprise' })
  const { ticketId } = eventOf(taken, 'ticket.taken')
  await new Promise(resolve => setTimeout(resolve, SHOWN_MS))

  // then its page is shown at the first
  const page = await new Listener(first.url, { credential: taken.ticket!.token }).opened()
  const { snapshot } = await page.enter(STREAM, `ticket:${ticketId}`)
  expect(Object.keys(snapshot?.tickets ?? {})).toEqual([ticketId])
  page.close()
}, 60_000)
