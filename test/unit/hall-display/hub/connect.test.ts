import type { Socket } from 'socket.io'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Reply } from '../../../../hall-display/src/hub/http.ts'
import { clearStage, show, shows } from '../stage/hooks.ts'
import { openHub, type SayingHub } from '../stage/hub.ts'
import { openPage } from '../stage/page.ts'
import { refusedBy } from '../stage/refused.ts'
import { called, emptyScreen, envelopeOf, NINE, TICKET, taken } from './screens.ts'

const SNAPSHOT = { epoch: 'e1', seq: 5, snapshot: emptyScreen(), clock: { at: NINE, speed: 100 } }

/** A page has one socket for good: each test is a page of its own. */
const pageOf = async () => ({
  ...(await import('../../../../hall-display/src/hub/connect.ts')),
  ...(await import('../../../../hall-display/src/hub/store.ts')),
})

let hub: SayingHub
let came: Socket[]
let asked: object[]
let answer: object
let face: Awaited<ReturnType<typeof pageOf>>

beforeEach(async () => {
  vi.spyOn(Math, 'random').mockReturnValue(0)
  vi.resetModules()
  came = []
  asked = []
  answer = SNAPSHOT
  hub = await openHub()
  hub.sockets.on('connection', socket => {
    came.push(socket)
    socket.on('resume', (request: object, ack: (answer: object) => void) => {
      asked.push(request)
      ack(answer)
    })
  })
  openPage(`${hub.url}/board`)
  face = await pageOf()
})
afterEach(async () => {
  face.liveSocket()?.disconnect()
  await clearStage()
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
  await hub.close()
})

const connected = () => vi.waitUntil(() => face.liveSocket() !== undefined, 10_000)
const ticketsOf = () => came.map(({ handshake }) => handshake.auth)

describe('the one socket of a page', () => {
  test('[AU2] without a ticket it hears what is public, and is opened once', async () => {
    face.connect()
    face.connect()
    await connected()

    expect(ticketsOf()).toEqual([{}])
    expect(face.useHub.getState()).toMatchObject({ link: 'live', turnedAway: false })
  })

  test('[AU42] it keeps the time the hub told it, whether or not a room is taken up', async () => {
    hub.sockets.on('connection', socket => socket.emit('clock', { at: NINE, speed: 100 }))
    face.connect()
    await vi.waitUntil(() => face.useHub.getState().clock !== undefined, 10_000)

    expect(asked).toEqual([])
    expect(face.nowMs()).toBeGreaterThanOrEqual(Date.parse(NINE))
    expect(face.nowMs()).toBeLessThan(Date.parse(NINE) + 100 * 60_000)
  })

  test('[AC56] each connection asks for a ticket of its own, also after the hub itself hung up', async () => {
    let tickets = 0
    face.connect(async () => ({ ok: true, value: { ticket: `k${++tickets}` } }))
    await connected()

    came[0]!.disconnect(true)
    await vi.waitUntil(() => face.useHub.getState().link === 'lost', 10_000)
    await connected()

    expect(ticketsOf()).toEqual([{ ticket: 'k1' }, { ticket: 'k2' }])
  })

  test('[AC55] without a ticket there is no handshake; who is known no more is turned away, and goes on asking', async () => {
    const replies: Reply<{ ticket: string }>[] = [refusedBy('hub.busy'), refusedBy('access.unknown')]
    const seen: (boolean | undefined)[] = []
    face.connect(async () => {
      seen.push(face.useHub.getState().turnedAway)
      return replies.shift() ?? { ok: true, value: { ticket: 'k' } }
    })
    await vi.waitUntil(() => face.useHub.getState().turnedAway === true, 10_000)
    expect(came).toEqual([])
    expect(face.useHub.getState().link).toBe('lost')

    await connected()

    expect(seen).toEqual([undefined, undefined, true])
    expect(ticketsOf()).toEqual([{ ticket: 'k' }])
    expect(face.useHub.getState().turnedAway).toBe(false)
  })
})

describe('a room of the page', () => {
  const floor = () => show(() => face.useRoom('hall:h1', 'floor'))

  test('[AU3] is asked for once there is a socket, follows its own events and frames, and brings the time', async () => {
    const room = await floor()
    expect(room.now).toEqual({})
    face.connect()
    await shows(() => room.now.held !== undefined)

    came[0]!.emit('event', envelopeOf(6, [taken()]))
    came[0]!.emit('event', envelopeOf(6, [taken()], { audience: 'board' }))
    const frame = { kind: 'lot', insideTally: 1, spacesLeft: 2 } as const
    const message = { stream: 'hall:h1', audience: 'floor', epoch: 'e1', seq: 6, at: NINE, frame }
    came[0]!.emit('frame', message)
    came[0]!.emit('frame', { ...message, audience: 'board' })
    await shows(() => room.now.held?.frame !== undefined)

    expect(room.now.held).toMatchObject({ seq: 6, frame, screen: { tickets: { [TICKET]: { status: 'waiting' } } } })
    expect(asked).toEqual([{ stream: 'hall:h1', audience: 'floor' }])
    expect(face.useHub.getState().clock?.speed).toBe(100)
    expect(face.nowMs()).toBeGreaterThan(Date.parse(NINE))
  })

  test('[FA1] an envelope of many events, and a frame, cost one write to the store each', async () => {
    const room = await floor()
    face.connect()
    await shows(() => room.now.held !== undefined)
    let writes = 0
    const stop = face.useHub.subscribe(() => {
      writes += 1
    })

    came[0]!.emit('event', envelopeOf(6, [taken(), called(), taken('20261123-A002')]))
    await shows(() => room.now.held?.seq === 6)
    expect(writes).toBe(1)
    const frame = { kind: 'lot', insideTally: 1, spacesLeft: 2 } as const
    came[0]!.emit('frame', { stream: 'hall:h1', audience: 'floor', epoch: 'e1', seq: 6, at: NINE, frame })
    await shows(() => room.now.held?.frame !== undefined)
    expect(writes).toBe(2)
    stop()

    expect(Object.keys(room.now.held!.screen.tickets)).toHaveLength(2)
  })

  test('[AU3] goes on from its place after a break, and two parts of a face share it', async () => {
    face.connect()
    await connected()
    const room = await floor()
    const same = await floor()
    await shows(() => room.now.held !== undefined)
    expect(same.now).toBe(room.now)

    answer = { ...SNAPSHOT, snapshot: undefined, seq: 6, envelopes: [envelopeOf(6, [taken(), called()])] }
    came[0]!.disconnect(true)
    await shows(() => room.now.held?.seq === 6)

    expect(asked).toEqual([
      { stream: 'hall:h1', audience: 'floor' },
      { stream: 'hall:h1', audience: 'floor', epoch: 'e1', seq: 5 },
    ])
    expect(room.now.held?.screen.tickets[TICKET]?.status).toBe('called')
  })

  test('[AU2] that is denied says so, and a stream nobody knows yet is none', async () => {
    answer = refusedBy('access.denied')
    face.connect()
    await connected()
    const room = await floor()
    const none = await show(() => face.useRoom(undefined, 'floor'))

    await shows(() => room.now.refused !== undefined)

    expect(room.now.refused?.code).toBe('access.denied')
    expect(room.now.held).toBeUndefined()
    expect(none.now).toEqual({})
  })
})
