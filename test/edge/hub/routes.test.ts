import { globSync, readFileSync } from 'node:fs'
import { AudienceName } from '@pingting/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { HALL_ID, LOT_ID } from '../../../server/living-hall/seed.ts'
import { type Client, logIn } from '../../support/client.ts'
import { OTHER_HALL_ID } from '../../support/hub-process.ts'
import { Listener } from '../../support/room.ts'
import { type Door, faultsOf, HALL, openDoor } from './door.ts'

let door: Door
beforeAll(async () => {
  door = await openDoor()
})
afterAll(() => door?.close())

const ACTORS = ['nobody', 'citizen', 'kiosk', 'tablet', 'clerk', 'operator', 'manager', 'admin', 'bridge'] as const
type ActorName = (typeof ACTORS)[number]

const EVERYBODY = [...ACTORS]
const HALL_STAFF: ActorName[] = ['clerk', 'operator', 'manager', 'admin']

interface Route {
  method: 'GET' | 'POST'
  /** As the router has it. */
  path: string
  at(place: { hall: string; lot: string }): string
  /** Who may, and the status that says so: 400, 404 and 409 come after the question who asks. */
  may: readonly ActorName[]
  status: number
  /** What is there for everybody alike, in whichever hall. */
  isPublic?: true
}

const get = (path: string, may: readonly ActorName[], status = 200, query = ''): Route => ({
  ...{ method: 'GET', path, may, status },
  at: place => filled(path, place) + query,
})
const post = (path: string, may: readonly ActorName[], status: number): Route => ({
  ...{ method: 'POST', path, may, status },
  at: place => filled(path, place),
})
const filled = (path: string, { hall, lot }: { hall: string; lot: string }): string =>
  path
    .replace('/halls/:hall', `/halls/${hall}`)
    .replace('/halls/:id', `/halls/${hall}`)
    .replace(/\/lots\/:(id|lot)/, `/lots/${lot}`)
    .replace('/cities/:id', '/cities/370600')
    .replace(':code', 'NOSUCHCODE')
    .replace(':day', '2020-01-01')
    .replace(':month', '2020-01')

const PUBLIC: readonly Route[] = [
  get('/healthz', EVERYBODY),
  get('/readyz', EVERYBODY),
  get('/metrics', EVERYBODY),
  get('/api/openapi.json', EVERYBODY),
  get('/api/qr.svg', EVERYBODY, 200, '?text=x'),
  get('/api/halls/:hall', EVERYBODY),
  // For a browser on this very machine, and no other.
  get('/api/pairing-links', EVERYBODY),
  post('/api/login', EVERYBODY, 400),
  post('/api/logout', EVERYBODY, 200),
  post('/api/pair', EVERYBODY, 401),
].map(route => ({ ...route, isPublic: true }))

/** An empty body is malformed for whoever is known: who may send which command is asked after its shape. */
const KNOWN = EVERYBODY.filter(name => name !== 'nobody')
const GUARDED: readonly Route[] = [
  post('/api/halls/:id/commands', KNOWN, 400),
  post('/api/lots/:id/commands', KNOWN, 400),
  post('/api/cities/:id/commands', KNOWN, 400),
  post('/api/lots/:lot/signatures', ['bridge'], 400),
  get('/api/me', KNOWN),
  post('/api/here', KNOWN, 200),
  post('/api/password', HALL_STAFF, 400),
  get('/api/second-factor', HALL_STAFF),
  post('/api/second-factor/offer', HALL_STAFF, 400),
  post('/api/second-factor', HALL_STAFF, 400),
  post('/api/second-factor/end', HALL_STAFF, 400),
  get('/api/halls/:hall/tickets/by-code/:code', ['kiosk'], 404),
  get('/api/halls/:hall/exemptions', ['operator', 'manager', 'admin'], 400),
  get('/api/halls/:hall/exemptions', ['operator', 'manager', 'admin'], 200, '?day=2026-01-01'),
  get('/api/halls/:hall/cases', ['manager', 'admin']),
  get('/api/halls/:hall/days/:day', HALL_STAFF, 404),
  get('/api/halls/:hall/days/:day/marginals', ['manager', 'admin'], 404),
  get('/api/halls/:hall/months/:month', ['manager', 'admin'], 404),
]

const HERE = { hall: HALL_ID, lot: LOT_ID }
const ask = (client: Client, { method, at }: Route, place = HERE) =>
  client.send(method, at(place), method === 'POST' ? '{}' : undefined)

/** Who logs out is gone afterwards, so somebody else of his kind does. */
async function sender(name: ActorName, { path }: Route): Promise<Client> {
  const leaves = path === '/api/logout' && HALL_STAFF.includes(name)
  return leaves ? logIn(door.hub.url, name === 'clerk' ? 'clerk02' : name) : door[name]
}

async function table(route: Route, place = HERE): Promise<Record<string, number>> {
  const rows: [string, number][] = []
  for (const name of ACTORS) {
    const reply = await ask(await sender(name, route), route, place)
    if (reply.status >= 400) expect(faultsOf(reply)).toEqual([])
    rows.push([name, reply.status])
  }
  return Object.fromEntries(rows)
}

describe('[AC30] no route is open that should not be', () => {
  test('every route of the hub stands in these tables, and none stands here that is not one', () => {
    const files = globSync('server/src/{*,hub/http}/{http,routes}.ts')
    const routes = files.flatMap(file =>
      [...readFileSync(file, 'utf8').matchAll(/router\.(get|post|put|patch|delete|all|use)\(\s*'([^']+)'/g)].map(
        ([, method, path]) => `${method!.toUpperCase()} ${path}`,
      ),
    )
    const tested = [...PUBLIC, ...GUARDED].map(({ method, path }) => `${method} ${path}`)
    expect(routes.length).toBeGreaterThan(15)
    expect([...new Set(tested)].sort()).toEqual(routes.sort())
  })

  test.each([...PUBLIC, ...GUARDED])('$method $path ($status)', async route => {
    const expected = ACTORS.map(name => {
      if (route.may.includes(name)) return [name, route.status]
      return [name, name === 'nobody' ? 401 : 403]
    })
    expect(await table(route)).toEqual(Object.fromEntries(expected))
  })

  test.each(GUARDED.filter(({ path, method }) => path.includes('/halls/') && method === 'GET'))(
    '$path of another hall is shut to everybody',
    async route => {
      const elsewhere = await table(route, { hall: OTHER_HALL_ID, lot: LOT_ID })
      expect(Object.values(elsewhere)).toEqual(ACTORS.map(name => (name === 'nobody' ? 401 : 403)))
    },
  )

  test('the signatures of a lot that is not theirs are shut even to the bridge', async () => {
    const route = GUARDED.find(({ path }) => path.endsWith('/signatures'))!
    expect((await ask(door.bridge, route, { hall: HALL_ID, lot: 'another-lot' })).status).toBe(403)
  })

  test('pairing links are not for a request that came through a proxy', async () => {
    const reply = await door.nobody.send('GET', '/api/pairing-links', undefined, { 'x-forwarded-for': '10.0.0.1' })
    expect([reply.status, ...faultsOf(reply)]).toEqual([403])
  })
})

const ROOMS: readonly [stream: string, audience: string, may: readonly ActorName[]][] = [
  [HALL, 'public', EVERYBODY],
  [HALL, 'floor', ['clerk', 'manager', 'admin']],
  [HALL, 'parking', ['operator', 'manager', 'admin']],
  [HALL, 'bridge', ['bridge']],
  [HALL, 'counter:C01', ['tablet']],
  [HALL, 'counter:C02', []],
  [HALL, 'ticket:called', ['citizen']],
  [HALL, 'ticket:waiting', []],
  [`hall:${OTHER_HALL_ID}`, 'public', EVERYBODY],
  [`hall:${OTHER_HALL_ID}`, 'floor', []],
  [`hall:${OTHER_HALL_ID}`, 'parking', []],
  // The two halls share the car park, and the bridge serves both.
  [`hall:${OTHER_HALL_ID}`, 'bridge', ['bridge']],
  [`hall:${OTHER_HALL_ID}`, 'counter:C01', []],
  [`hall:${OTHER_HALL_ID}`, 'ticket:called', []],
  [`lot:${LOT_ID}`, 'public', []],
  [`lot:${LOT_ID}`, 'floor', []],
  [`lot:${LOT_ID}`, 'parking', ['operator', 'manager', 'admin']],
  [`lot:${LOT_ID}`, 'bridge', ['bridge']],
  ['city:370600', 'public', []],
  ['city:370600', 'floor', []],
]

describe('[AU2] who may listen to which room', () => {
  test('every kind of room stands in the table', () => {
    const kinds = new Set(ROOMS.map(([, audience]) => audience.split(':')[0]))
    const named = /\^\(([^)]*)\)\$/.exec(
      String(AudienceName.def.checks?.map(check => String((check._zod.def as unknown as { pattern: RegExp }).pattern))),
    )
    const expected = named![1]!.split('|').map(part => part.split(':')[0]!)
    expect([...kinds].sort()).toEqual(expected.sort())
  })

  test.each(ACTORS)('%s', async name => {
    const credential = door[name].credential
    const listener = await new Listener(door.hub.url, credential === undefined ? {} : { credential }).opened()
    const rooms: string[] = []
    const asked = ROOMS.map(([stream, audience]) => {
      const about = audience.replace('called', door.called.ticketId).replace('waiting', door.waiting.ticketId)
      return { stream, audience: about }
    })
    for (const [index, request] of asked.entries()) {
      const answer = await listener.resume(request)
      const [stream, audience, may] = ROOMS[index]!
      rooms.push(`${stream}/${audience} ${'code' in answer ? answer.code : 'open'}`)
      if (may.includes(name)) expect(answer).toHaveProperty('snapshot')
    }
    listener.close()
    const denied = name === 'nobody' ? 'access.unknown' : 'access.denied'
    expect(rooms).toEqual(ROOMS.map(([s, a, may]) => `${s}/${a} ${may.includes(name) ? 'open' : denied}`))
  })

  test('a socket with a credential that no longer holds is told so, and none is let in with it', async () => {
    for (const credential of ['s1.none', `${door.called.token.slice(0, -2)}AA`, '']) {
      const listener = new Listener(door.hub.url, { credential })
      await expect(listener.opened()).rejects.toThrow('access.unknown')
      listener.close()
    }
  })

  test('what is no request for a room, and a command of nobody, are refused over the socket too', async () => {
    const listener = await new Listener(door.hub.url).opened()
    const rooms = ['everything', 'counter:', '__proto__', 'ticket:x']
    for (const audience of rooms)
      expect(await listener.resume({ stream: HALL, audience })).toMatchObject({ code: 'command.malformed' })
    expect(await listener.command(HALL, 'ticket.take', { serviceCode: 'tax' })).toMatchObject({
      code: 'access.unknown',
    })
    listener.close()
  })
})
