import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Door, faultsOf, HALL, openDoor } from '../../support/access/door.ts'
import { Listener } from '../../support/room.ts'

let door: Door
beforeAll(async () => {
  door = await openDoor()
})
afterAll(() => door?.close())

test('[AC30] pairing links are not for a request that came through a proxy', async () => {
  const reply = await door.nobody.send('GET', '/api/pairing-links', undefined, { 'x-forwarded-for': '10.0.0.1' })
  expect([reply.status, ...faultsOf(reply)]).toEqual([403])
})

test('[AU2] what is no request for a room, and a command of nobody, are refused over the socket too', async () => {
  const listener = await new Listener(door.hub.url).opened()
  const rooms = ['everything', 'counter:', '__proto__', 'ticket:x']
  for (const audience of rooms)
    expect(await listener.resume({ stream: HALL, audience })).toMatchObject({ code: 'command.malformed' })
  expect(await listener.command(HALL, 'ticket.take', { serviceCode: 'tax' })).toMatchObject({
    code: 'access.unknown',
  })
  listener.close()
})
