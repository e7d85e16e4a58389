import { afterAll, beforeAll, expect, test } from 'vitest'
import { HALL_ID } from '../../../server/living-hall/seed.ts'
import { Client, logIn, pair } from '../../support/client.ts'
import { hallJournal } from '../../support/hubs/hall-journal.ts'
import { KioskCrowd } from '../../support/hubs/kiosk-crowd.ts'
import { type OneAddress, openOneAddress } from '../../support/hubs/one-address.ts'
import { startTwoHubs, type TwoHubs } from '../../support/hubs/two-hubs.ts'
import { until } from '../../support/room.ts'
import { Face } from '../../support/screens/face.ts'

const STREAM = `hall:${HALL_ID}` as const

let two: TwoHubs
let address: OneAddress
beforeAll(async () => {
  two = await startTwoHubs()
  address = await openOneAddress(two.hubs.map(({ url }) => url))
}, 60_000)
afterAll(async () => {
  await address?.close()
  await two?.dispose()
})

test('[HB12] behind one address nothing has to stick: pairing, log-in, commands and screens go through whichever hub comes next', async () => {
  // given a kiosk that is paired and a manager who logs in, each request on a connection of its own
  const kiosk = await pair(address.url, 'kiosk')
  const manager = await logIn(address.url, 'manager')
  const again = (): Client => new Client(address.url, manager.credential)
  // when each asks again and again · then they are known wherever they come out
  for (let round = 0; round < 6; round += 1) {
    const asking = again()
    expect((await asking.get('/api/me')).status).toBe(200)
    asking.close()
  }
  expect(address.given.every(tally => tally > 3)).toBe(true)
  kiosk.close()
})

test('[HB12, HB5] while the owner is killed and comes back, whoever uses the one address loses nothing', async () => {
  // given kiosks and screens that know the one address only
  const { credential } = await pair(address.url, 'kiosk')
  const kiosks = Array.from({ length: 4 }, () => new Client(address.url, credential))
  const faces = [new Face(address.url, STREAM, 'public'), new Face(address.url, STREAM, 'public')]
  await Promise.all(faces.map(face => face.shown()))
  const crowd = new KioskCrowd(kiosks)
  await until('the crowd is at work', () => crowd.taken.length > 50)

  // when the hub that owns the hall is killed, the other goes on, and the killed one comes back
  await two.hubs[0].kill()
  const before = crowd.taken.length
  await until('the other hub serves', () => crowd.taken.length > before + 50)
  await two.hubs[0].start()
  const back = crowd.taken.length
  await until('both serve', () => crowd.taken.length > back + 50)
  const taken = await crowd.end()

  // then everything acknowledged stands in the journal, once, and every screen shows what a newcomer is shown
  const seqs = new Map((await hallJournal(two)).map(({ commandId, seq }) => [commandId, seq]))
  expect(taken.filter(({ commandId, answer }) => seqs.get(commandId) !== answer.seq)).toEqual([])
  const newcomer = new Face(address.url, STREAM, 'public')
  await newcomer.shown()
  for (const face of faces) expect(await face.differencesFrom(newcomer)).toEqual([])
  for (const face of [...faces, newcomer]) face.close()
})
