import { type ChildProcess, fork } from 'node:child_process'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { WebSocketServer } from 'ws'
import { COUNTER_TALLY, clerkIdOf, counterIdOf } from '../server/living-hall/seed.ts'
import { Client } from '../test/support/client.ts'
import { PASSWORD, startHub } from '../test/support/hub-process.ts'
import { PlainHttp } from './plain-http.ts'
import type { Row } from './report.ts'

const SCREENS = 20
const EVENTS_PER_SECOND = 500
const PATH = '/api/halls/yt-centre/commands'

const sleep = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms))
const said = (child: ChildProcess): Promise<Record<string, number>> =>
  new Promise(resolve => child.once('message', message => resolve(message as Record<string, number>)))

async function listeners(kind: 'hub' | 'ws', url: string): Promise<{ ask(): Promise<Record<string, number>> }> {
  const child = fork(fileURLToPath(new URL('listeners.ts', import.meta.url)), [kind, url, String(SCREENS)])
  await said(child)
  return {
    ask() {
      const answer = said(child)
      child.send('tell')
      return answer
    },
  }
}

/** Open loop: each event has its time beforehand, and a late one does not hold the next. */
async function atPace(tally: number, send: (index: number) => void): Promise<number> {
  const startedMs = performance.now()
  for (let index = 0; index < tally; ) {
    const due = Math.min(tally, Math.floor(((performance.now() - startedMs) * EVENTS_PER_SECOND) / 1_000))
    for (; index < due; index += 1) send(index)
    await sleep(1)
  }
  return tally / ((performance.now() - startedMs) / 1_000)
}

/** Forty counters that pause and resume: events every screen of the hall sees. */
async function ours(tally: number): Promise<Row> {
  const hub = await startHub()
  try {
    const desks = await Promise.all(
      Array.from({ length: COUNTER_TALLY }, async (_, index) => {
        const reply = await new Client(hub.url).send(
          'POST',
          '/api/login',
          JSON.stringify({ staffId: clerkIdOf(index + 1), password: PASSWORD }),
        )
        const { credential } = JSON.parse(reply.text) as { credential: string }
        const desk = openDesk(await PlainHttp.open(hub.url), credential)
        await desk({ type: 'counter.open', counterId: counterIdOf(index + 1) })
        return desk
      }),
    )
    const room = await listeners('hub', hub.url)
    const perSecond = await atPace(tally, index => {
      const number = index % COUNTER_TALLY
      const isPause = Math.floor(index / COUNTER_TALLY) % 2 === 0
      const counterId = counterIdOf(number + 1)
      void desks[number]!(
        isPause ? { type: 'counter.pause', counterId, reason: 'break' } : { type: 'counter.resume', counterId },
      )
    })
    await sleep(500)
    return {
      what: `room of ${SCREENS} screens, from decision to screen`,
      side: 'pingting',
      perSecond,
      ...(await room.ask()),
    } as Row
  } finally {
    await hub.dispose()
  }
}

/** A clerk's keyboard: one key after the other, however fast they are pressed. */
function openDesk(connection: PlainHttp, credential: string): (body: object) => Promise<void> {
  let last = Promise.resolve()
  return body => {
    last = last.then(async () => {
      const answer = await connection.post(PATH, JSON.stringify({ commandId: crypto.randomUUID(), ...body }), credential)
      if (answer.status !== 201) throw new Error(answer.body)
    })
    return last
  }
}

/** The peer: the same words to as many plain sockets, with nothing decided, written or redacted. */
async function plain(tally: number): Promise<Row> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  await new Promise(resolve => server.once('listening', resolve))
  const room = await listeners('ws', `ws://127.0.0.1:${(server.address() as AddressInfo).port}`)
  const perSecond = await atPace(tally, () => {
    const decidedMs = performance.timeOrigin + performance.now()
    const text = JSON.stringify({
      decidedMs,
      stream: 'hall:yt-centre',
      audience: 'public',
      events: [{ type: 'counter.paused', counterId: 'C01' }],
    })
    for (const socket of server.clients) socket.send(text)
  })
  await sleep(500)
  const told = await room.ask()
  server.close()
  return { what: `raw ws, room of ${SCREENS}`, side: 'peer', perSecond, ...told } as Row
}

export const benchRoom = async (tally: number): Promise<Row[]> => [await ours(tally), await plain(tally)]
