import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Commit, Screen } from '@pingting/contract'
import { Server } from 'socket.io'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Publisher, roomOf, type Shown } from '../../../../server/src/hub/publish/publish.ts'
import { Listener, until } from '../../../support/room.ts'

const STREAM = 'lot:east'
const REPLAY_MAX = 256
const CLOCK = { at: '2026-11-23T01:00:00.000Z', speed: 1 }
const SCREEN = { counters: {} } as unknown as Screen
const shown: Shown = {
  where: {
    ...{ tabletsOf: () => [], counterIds: () => [], ticketIds: () => [], lotIds: () => [] },
    ...{ ticketOf: () => undefined, lotOf: () => undefined, plateOf: () => undefined },
  },
  screen: () => SCREEN,
  frame: () => undefined,
}
const commitAt = (seq: number): Commit =>
  ({ stream: STREAM, seq, at: CLOCK.at, events: [{ type: 'lot.linkLost', v: 1, at: CLOCK.at }] }) as unknown as Commit

const http = createServer()
const io = new Server(http, { transports: ['websocket'] })
let listener: Listener
beforeAll(async () => {
  io.on('connection', socket => {
    socket.join(roomOf(STREAM, 'parking'))
    socket.on('leave', () => socket.leave(roomOf(STREAM, 'parking')))
    socket.on('join', () => socket.join(roomOf(STREAM, 'parking')))
  })
  await new Promise<void>(resolve => http.listen(0, '127.0.0.1', resolve))
  listener = await new Listener(`http://127.0.0.1:${(http.address() as AddressInfo).port}`).opened()
})
afterAll(async () => {
  listener.close()
  await io.close()
})

test('[HB4] where commits were left out the room is told of a gap, and who was before it is shown the whole', async () => {
  const publisher = new Publisher(io, 'e')
  publisher.publish(commitAt(1), shown)
  publisher.publish(commitAt(2), shown)
  // A hub that was away read its state from a newer snapshot.
  publisher.publish(commitAt(9), shown)
  publisher.publish(commitAt(10), shown)
  await until('all is heard', () => listener.envelopes.length >= 4)

  expect(listener.envelopes.map(({ seq, last }) => [seq, last])).toEqual([
    [1, 0],
    [2, 1],
    [9, 8],
    [10, 9],
  ])
  const place = (seq: number) => ({ stream: STREAM, audience: 'parking', epoch: 'e', seq }) as const
  expect(publisher.resume(place(2), shown, 10, CLOCK).snapshot).toBe(SCREEN)
  expect(publisher.resume(place(8), shown, 10, CLOCK).envelopes?.map(({ seq }) => seq)).toEqual([9, 10])
})

test('[AU3] who missed more than a replay may hold is shown the whole, and no replay redacts a commit anew', () => {
  let redacted = 0
  const counterIds = () => {
    redacted += 1
    return ['C01']
  }
  const counting: Shown = { ...shown, where: { ...shown.where, counterIds } }
  const publisher = new Publisher(io, 'e')
  const head = REPLAY_MAX + 50
  for (let seq = 1; seq <= head; seq += 1) {
    const events = [{ type: 'hall.dayClosed', v: 1, at: CLOCK.at }]
    publisher.publish({ ...commitAt(seq), events } as unknown as Commit, counting)
  }
  redacted = 0
  const from = (seq: number) =>
    publisher.resume({ stream: STREAM, audience: 'public', epoch: 'e', seq }, counting, head, CLOCK)
  expect(from(head - REPLAY_MAX - 1).snapshot).toBe(SCREEN)
  const { envelopes, snapshot } = from(head - REPLAY_MAX)
  expect([envelopes?.length, envelopes?.[0]?.last, snapshot]).toEqual([REPLAY_MAX, head - REPLAY_MAX, undefined])
  expect(redacted).toBe(0)
})

test('[AU3] of a room that everybody has left nothing is kept, and who takes it up again misses nothing', async () => {
  const rooms = io.of('/').adapter.rooms
  const publisher = new Publisher(io, 'left')
  const heard = () => listener.envelopes.filter(({ epoch }) => epoch === 'left')
  publisher.publish(commitAt(1), shown)
  publisher.publish(commitAt(2), shown)
  listener.socket.emit('leave')
  await until('it is left', () => !rooms.has(roomOf(STREAM, 'parking')))
  listener.socket.emit('join')
  await until('it is taken up', () => rooms.has(roomOf(STREAM, 'parking')))
  publisher.publish(commitAt(3), shown)
  await until('all is heard', () => heard().length >= 3)

  expect(heard().map(({ seq, last }) => [seq, last])).toEqual([
    [1, 0],
    [2, 1],
    [3, 0],
  ])
})
