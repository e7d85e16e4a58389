import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'
import { Desk } from '../../../../server/living-hall/demo/client.ts'
import type { Hall } from '../../../../server/living-hall/demo/hall.ts'
import type { Car, Visitor } from '../../../../server/living-hall/demo/plan.ts'
import { randomOf } from '../../../../server/living-hall/demo/random.ts'
import type { Town } from '../../../../server/living-hall/demo/visitors.ts'
import { HALL_ID } from '../../../../server/living-hall/seed.ts'

export const TICKET = '20261123-A001'
export const NINE = '2026-11-23T01:00:00.000Z'

/** What was asked: a command by its type, or a path of the gate's control door. */
export interface Asked {
  what: string
  by?: string | undefined
  body: Record<string, unknown>
}
export interface Answer {
  status?: number
  body: object
}

export const ok = (...events: object[]): Answer => ({
  body: { ok: true, stream: 'hall:h1', seq: 1, replayed: false, events },
})
export const refused = (code: string): Answer => ({ status: 409, body: { ok: false, code, zh: '', en: '' } })

/** Hub and gate that answer as told, over HTTP; what nobody told them about is accepted. */
export async function openDoors(answers: Record<string, Answer[]>) {
  const asked: Asked[] = []
  const server = createServer(async (request, response) => {
    const body = (await json(request)) as Record<string, unknown>
    const what = request.url!.startsWith('/api/') ? String(body['type']) : request.url!
    asked.push({ what, by: request.headers.authorization?.slice(7), body })
    const { status = 200, body: said } = answers[what]?.shift() ?? usual[what] ?? ok()
    response.writeHead(status).end(JSON.stringify(said))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    ...{ url, asked, what: () => asked.map(one => one.what), answers },
    close: () => {
      server.closeAllConnections()
      return new Promise(resolve => server.close(resolve))
    },
  }
}
export type Doors = Awaited<ReturnType<typeof openDoors>>

const usual: Record<string, Answer> = {
  'ticket.take': {
    body: { ...ok({ type: 'ticket.taken', ticketId: TICKET }).body, ticket: { token: 'phone', code: 'CODE' } },
  },
  '/cars/enter': { body: { stayId: 's1' } },
  '/cars/exit': { body: { paidFen: 200 } },
}

/** A hall whose time stands still until somebody waits, and then is where he waits for. */
export function hallAt(now = NINE): Hall {
  let nowMs = Date.parse(now)
  return {
    businessDay: '2026-11-23',
    time: {
      now: () => new Date(nowMs).toISOString(),
      until: async at => {
        nowMs = Math.max(nowMs, Date.parse(at))
      },
      seconds: async count => {
        nowMs += count * 1_000
      },
    },
    ...{ random: randomOf(1), visits: new Map(), idle: new Map(), allArrived: false },
  }
}

export function townAt({ url }: Doors): Town {
  const tally = { visitors: 0, cars: 0, turnedAway: 0, evaluations: 0, exits: 0, paidFen: 0, refused: new Map() }
  const kiosk = new Desk(url, HALL_ID, 'kiosk')
  return { hall: hallAt(), hubUrl: url, controlUrl: url, kiosk, tally, outcomes: [] }
}

export const car = (over: Partial<Car> = {}): Car => ({
  ...{ plate: '鲁F12345', seenAs: '鲁F12345', carClass: 'casual', enterAt: NINE, minutesAfterService: 5 },
  ...{ returnsLater: false, ...over },
})
export const visitor = (over: Partial<Visitor> = {}): Visitor => ({
  ...{ arriveAt: NINE, serviceCode: 'tax', serviceMinutes: 4, priority: 'none', comes: true, plateAtTicket: true },
  ...over,
})
export const rating = (channel: 'tablet' | 'kiosk' | 'phone' = 'phone'): NonNullable<Visitor['rating']> => ({
  ...{ level: 5, channel, tagCodes: [], delayMinutes: 2 },
})
