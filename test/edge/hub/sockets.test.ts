import { isDeepStrictEqual } from 'node:util'
import type { Accepted, Envelope, ResumeAnswer } from '@pingting/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Keeper, keepRoom } from '../../../hall-display/src/hub/keeper.ts'
import type { Held } from '../../../hall-display/src/hub/place.ts'
import { HALL_ID } from '../../../server/living-hall/seed.ts'
import { type Client, eventOf, logIn, pair, rating } from '../../support/client.ts'
import { type HubProcess, startHub } from '../../support/hub-process.ts'
import { Listener, until } from '../../support/room.ts'

const STREAM = `hall:${HALL_ID}` as const

let hub: HubProcess
let kiosk: Client
let clerk: Client
let manager: Client
beforeAll(async () => {
  hub = await startHub()
  kiosk = await pair(hub.url, 'kiosk')
  clerk = await logIn(hub.url, 'clerk01')
  manager = await logIn(hub.url, 'manager')
  await clerk.must('counter.open', { counterId: 'C01' })
})
afterAll(() => hub?.dispose())

/** A face's own keeper of one room, on a real socket that comes back by itself. */
class Face {
  readonly listener: Listener
  readonly audience: string
  /** The envelopes it was given, in the order they came, live or on resuming. */
  readonly told: Envelope[] = []
  readonly answers: ResumeAnswer[] = []
  held: Held | undefined
  readonly #keeper: Keeper

  constructor(audience: string, credential?: string) {
    this.audience = audience
    this.listener = new Listener(hub.url, { reconnects: true, ...(credential && { credential }) })
    this.#keeper = keepRoom(STREAM, audience, {
      ask: async request => {
        const answer = await this.listener.resume(request)
        if ('code' in answer) throw new Error(answer.code)
        this.answers.push(answer)
        this.told.push(...(answer.envelopes ?? []))
        return answer
      },
      changed: held => {
        this.held = held
      },
      refused: ({ code }) => {
        throw new Error(code)
      },
      afterPause: step => setTimeout(step, 50),
    })
    this.listener.socket.on('event', (envelope: Envelope) => {
      this.told.push(envelope)
      this.#keeper.envelope(envelope)
    })
    this.listener.socket.on('connect', () => this.#keeper.resume())
  }

  async opened(): Promise<this> {
    await until(`${this.audience} is open`, () => this.held !== undefined)
    return this
  }

  /** Pulls the plug: nothing is said good-bye to. */
  cut(): void {
    this.listener.socket.io.engine.close()
  }

  /** Has it caught up, and does it hold what a newcomer would be shown? */
  async comparedWithNewcomer(): Promise<{ held: unknown; fresh: unknown }> {
    const { credential } = this.listener
    const newcomer = await new Listener(hub.url, credential === undefined ? {} : { credential }).opened()
    const { snapshot } = await newcomer.enter(STREAM, this.audience)
    newcomer.close()
    // What is still on its way has five seconds; what differs then is told by the comparison.
    await until('it has caught up', () => isDeepStrictEqual(this.held?.screen, snapshot), 5_000).catch(() => {})
    return { held: this.held?.screen, fresh: snapshot }
  }
}

/** The codes on the slips of visitors, by ticket. */
const slips = new Map<string, string>()

/** The next in the queue is called, served, and rates badly. */
async function serve(): Promise<void> {
  const { ticketId } = eventOf(await clerk.must('ticket.callNext', { counterId: 'C01' }), 'ticket.called')
  await clerk.must('ticket.arrive', { counterId: 'C01', ticketId })
  const opener = slips.get(ticketId)
  await kiosk.must('evaluation.submit', { ...rating(ticketId, 'kiosk', { opener }), level: 1, text: '等得太久' })
  await clerk.must('ticket.finish', { counterId: 'C01', ticketId })
}

function keepSlip(taken: Accepted): void {
  slips.set(eventOf(taken, 'ticket.taken').ticketId, taken.ticket!.code)
}

async function visit(): Promise<void> {
  keepSlip(await kiosk.must('ticket.take', { serviceCode: 'enterprise' }))
  await serve()
}

/** In order, none twice, and each naming the one before it: a gap could not hide. */
function faultsOf(told: readonly Envelope[]): string[] {
  return told.flatMap((envelope, index) => {
    const before = told[index - 1]
    if (before === undefined) return []
    if (envelope.seq <= before.seq) return [`${envelope.seq} after ${before.seq}`]
    return envelope.last > before.seq ? [`${envelope.seq} follows ${envelope.last}, and ${before.seq} was told`] : []
  })
}

describe('[AU3] who was away a moment hears what it missed, in order and without a gap', () => {
  test('of two faces the one that is cut five times hears the same envelopes as the one that stayed', async () => {
    const credential = clerk.credential!
    const stayed = await new Face('floor', credential).opened()
    const cut = await new Face('floor', credential).opened()
    for (let time = 0; time < 5; time += 1) {
      await visit()
      cut.cut()
      await visit()
      await until('it is back', () => cut.listener.socket.connected)
    }
    await visit()
    const last = () => stayed.told.at(-1)!.seq
    await until('both heard the last', () => cut.told.at(-1)?.seq === last() && cut.held?.seq === last())

    expect(cut.answers.length).toBeGreaterThan(5)
    expect(cut.answers.slice(1).every(answer => answer.snapshot === undefined)).toBe(true)
    expect(faultsOf(cut.told)).toEqual([])
    expect(cut.told.map(({ seq, events }) => ({ seq, events }))).toEqual(
      stayed.told.map(({ seq, events }) => ({ seq, events })),
    )
    const { held, fresh } = await cut.comparedWithNewcomer()
    expect(held).toEqual(fresh)
    for (const face of [stayed, cut]) face.listener.close()
  })

  test('a place of another epoch, or ahead of the head, is answered with a snapshot; a good one with envelopes', async () => {
    const board = await new Listener(hub.url).opened()
    const { epoch, seq } = await board.enter(STREAM, 'public')
    expect(await board.enter(STREAM, 'public', { epoch: 'another', seq })).toHaveProperty('snapshot')
    expect(await board.enter(STREAM, 'public', { epoch, seq: seq + 1 })).toHaveProperty('snapshot')
    expect(await board.enter(STREAM, 'public', { epoch })).toHaveProperty('snapshot')
    const same = await board.enter(STREAM, 'public', { epoch, seq })
    expect([same.envelopes, same.snapshot]).toEqual([[], undefined])
    const older = await board.enter(STREAM, 'public', { epoch, seq: seq - 10 })
    expect(faultsOf(older.envelopes!)).toEqual([])
    expect(older.envelopes!.length).toBeGreaterThan(0)
    board.close()
  })
})

describe('[AU4] a hub that comes back goes on at the same place', () => {
  test.each(['kill', 'stop'] as const)('after a %s each face holds what a newcomer is shown', async end => {
    const faces = [new Face('public'), new Face('floor', clerk.credential), new Face('parking', manager.credential)]
    for (const face of faces) await face.opened()
    await visit()
    const epochs = faces.map(face => face.held!.epoch)

    await hub[end]()
    await hub.start()
    await visit()
    await until('all are back', () => faces.every(face => face.listener.socket.connected && face.answers.length > 1))
    await visit()

    for (const [index, face] of faces.entries()) {
      expect(face.held!.epoch).toBe(epochs[index])
      const { held, fresh } = await face.comparedWithNewcomer()
      expect(held).toEqual(fresh)
      face.listener.close()
    }
  })

  test('what was committed while nobody listened is told on resuming, also by a hub that was killed since', async () => {
    const board = await new Listener(hub.url).opened()
    const place = await board.enter(STREAM, 'public')
    board.close()
    await visit()
    await hub.kill()
    await hub.start()

    const back = await new Listener(hub.url).opened()
    const answer = await back.enter(STREAM, 'public', { epoch: place.epoch, seq: place.seq })
    back.close()

    expect(answer.envelopes!.flatMap(({ events }) => events.map(event => event.type))).toEqual(['ticket.called'])
    expect(answer.envelopes![0]!.last).toBe(place.seq)
  })
})

describe('[AU5] figures come as frames, at most ten a second, and the last one is the truth', () => {
  test('a burst of a hundred tickets', async () => {
    const board = await new Listener(hub.url).opened()
    const { frame } = await board.enter(STREAM, 'public')
    const before = (frame as { takenTally: number }).takenTally
    const startMs = performance.now()
    for (let time = 0; time < 100; time += 1) await kiosk.must('ticket.take', { serviceCode: 'tax' })
    const tally = () => (board.frames.at(-1)?.frame as { takenTally?: number } | undefined)?.takenTally
    await until('the figures have arrived', () => tally() === before + 100)
    const seconds = (performance.now() - startMs) / 1000
    expect(board.frames.length).toBeLessThanOrEqual(Math.ceil(seconds * 10) + 1)
    expect(board.frames.map(({ seq }) => seq)).toEqual(board.frames.map(({ seq }) => seq).sort((a, b) => a - b))
    board.close()
  })
})

test('[AU6] a room hears what its audience may see: no level, no reason and no plate reaches board, floor or counter', async () => {
  const tablet = await pair(hub.url, 'tablet', 'C01')
  const faces = [new Face('public'), new Face('floor', clerk.credential), new Face('counter:C01', tablet.credential)]
  for (const face of faces) await face.opened()
  const taken = await kiosk.must('ticket.take', { serviceCode: 'enterprise', plate: '鲁F5K789' })
  keepSlip(taken)
  const { ticketId } = eventOf(taken, 'ticket.taken')
  const citizen = new Face(`ticket:${ticketId}`, taken.ticket!.token)
  await citizen.opened()
  await serve()
  const wasServed = (face: Face) =>
    face.told.some(({ events }) => events.some(({ type }) => type === 'ticket.completed'))
  await until('the visit was told', () => [...faces.slice(1), citizen].every(wasServed) && faces[0]!.told.length > 0)

  const heard = JSON.stringify([...faces, citizen].map(face => [face.told, face.answers, face.held]))
  expect(heard).not.toMatch(/"level"|等得太久|鲁F5K789|"tagCodes"|passwordHash|keyHash/)
  expect(JSON.stringify(faces[0]!.told)).not.toMatch(/staff|clerk01/)
  expect(JSON.stringify(faces[1]!.told)).not.toMatch(/evaluation/)
  for (const face of [...faces, citizen]) face.listener.close()
})

test('[AU7] a command over the socket is answered as it is over HTTP', async () => {
  const device = await new Listener(hub.url, { credential: kiosk.credential! }).opened()
  const taken = await device.command(STREAM, 'ticket.take', { serviceCode: 'tax' })
  const refused = await device.command(STREAM, 'ticket.callNext', { counterId: 'C01' })
  const malformed = await device.command(STREAM, 'ticket.take', { serviceCode: 1 })
  const overHttp = await kiosk.command('ticket.callNext', { counterId: 'C01' })
  expect(taken).toMatchObject({ ok: true, replayed: false, stream: STREAM })
  expect(refused).toEqual(overHttp.json)
  expect(malformed).toMatchObject({ ok: false, code: 'command.malformed', paths: ['serviceCode'] })
  device.close()
})

test('[AU42] a connection without a room is told what time it is, and how fast it runs', async () => {
  const visitor = new Listener(hub.url)
  const said = await new Promise<{ at: string; speed: number }>(resolve => visitor.socket.once('clock', resolve))
  visitor.close()

  expect(said.speed).toBe(1)
  expect(Math.abs(Date.parse(said.at) - Date.now())).toBeLessThan(5_000)
})
