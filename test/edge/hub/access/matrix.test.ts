import { createHash } from 'node:crypto'
import { type Answer, AudienceName, CityCommand, type Command, HallCommand, LotCommand } from '@pingting/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { pairDevice } from '../../../../server/living-hall/device.ts'
import { HALL_ID, LOT_ID } from '../../../../server/living-hall/seed.ts'
import { openApi } from '../../../../server/src/hub/http/openapi.ts'
import { assembleRoutes, type RoutePorts } from '../../../../server/src/hub/http/routes.ts'
import { accessTable, CALLERS, type Caller, type Row } from '../../../support/access/access-table.ts'
import { Client, logIn } from '../../../support/client.ts'
import { ANOTHER_LOT_ID, APART_HALL_ID } from '../../../support/hub-process.ts'
import { Listener } from '../../../support/room.ts'
import { type Door, faultsOf, openDoor } from '../door.ts'
import { type About, wishes } from './wishes.ts'

const HERE = { hall: HALL_ID, lot: LOT_ID, city: '370600' }
/** A hall with no car park, where nobody of the first belongs; a lot that is nobody's of the first; a city that is not there. */
const ELSEWHERE = { hall: APART_HALL_ID, lot: ANOTHER_LOT_ID, city: '370700' }
type Place = typeof HERE

let door: Door
let callers: Record<Caller, Client>
const told = { cells: 0, refused: 0, unexpected: [] as string[] }

beforeAll(async () => {
  door = await openDoor()
  const device = async (kind: 'board' | 'booth'): Promise<Client> => {
    const code = crypto.randomUUID()
    const codeHash = createHash('sha256').update(code).digest('hex')
    const expiresAt = new Date(Date.now() + 60_000).toISOString()
    await door.manager.must('device.invite', { deviceId: kind, kind, codeHash, expiresAt })
    const { token } = await pairDevice(code, async (path, body) => (await door.nobody.post<never>(path, body)).json)
    return new Client(door.hub.url, token)
  }
  const { nobody, citizen, kiosk, tablet, clerk, manager, operator, admin, bridge } = door
  callers = {
    ...{ nobody, citizen, kiosk, tablet, clerk, manager, operator, admin, bridge },
    ...{ board: await device('board'), booth: await device('booth') },
  }
})
afterAll(async () => {
  await door?.close()
  console.log(`access: ${told.cells} cells, ${told.refused} refused, ${told.unexpected.length} unexpected`)
})

/** Codes that say: you may not. Whatever else is answered was let through to the rules. */
const SHUT: ReadonlySet<string> = new Set(['access.unknown', 'access.denied', 'evaluation.not-citizen'])

/** Notes one cell, and what is wrong with it. */
function note(what: string, caller: Caller, may: boolean, status: number, code: string | undefined): void {
  told.cells += 1
  const shut = SHUT.has(code ?? '')
  if (shut) told.refused += 1
  const rightlyShut = shut && status === (caller === 'nobody' ? 401 : 403)
  if (may ? shut || status >= 500 : !rightlyShut)
    told.unexpected.push(`${caller}, ${what}: ${status} ${code ?? 'let in'}, and ${may ? 'may' : 'may not'}`)
}

async function everyCell(
  table: ReadonlyMap<string, Row>,
  ask: (name: string, caller: Caller, place: Place) => Promise<{ status: number; code: string | undefined }>,
): Promise<void> {
  const before = told.unexpected.length
  for (const [name, { here, elsewhere }] of table)
    for (const [place, may] of [[HERE, here] as const, [ELSEWHERE, elsewhere] as const])
      for (const caller of CALLERS) {
        const { status, code } = await ask(name, caller, place)
        note(`${name} ${place === HERE ? 'at home' : 'elsewhere'}`, caller, may.includes(caller), status, code)
      }
  expect(told.unexpected.slice(before)).toEqual([])
}

describe('[AC60] every command', () => {
  const table = accessTable('Commands')
  const types = [HallCommand, LotCommand, CityCommand].flatMap(union =>
    union.options.map(option => option.shape.type.value as Command['type']),
  )
  const pathOf = (type: string, { hall, lot, city }: Place): string => {
    if (type.startsWith('lot.')) return `lots/${lot}`
    return /^(city|account)\./.test(type) ? `cities/${city}` : `halls/${hall}`
  }
  /** A citizen has his own ticket, a kiosk one that it can open; everybody else names one that is not there. */
  const aboutOf = (caller: Caller): About => {
    const { ticketId, code } = door.called
    if (caller === 'citizen') return { ticketId, channel: 'phone' }
    if (caller === 'kiosk') return { ticketId, channel: 'kiosk', opener: code }
    return { ticketId: '20200101-A001', channel: 'tablet' }
  }

  test('stands in the table, and nothing else does', () => {
    expect([...table.keys()].sort()).toEqual([...types].sort())
    expect(types.length).toBeGreaterThan(40)
  })

  test('is open to whom the table names, where it names them, and to nobody else', async () => {
    await everyCell(table, async (type, caller, place) => {
      const fields = wishes[type as Command['type']](aboutOf(caller))
      const { status, json } = await callers[caller].command(type, fields, { to: pathOf(type, place) })
      return { status, code: (json as Answer & { code?: string }).code }
    })
  })

  test('about a ticket of somebody else is shut to a citizen, and to a kiosk without what opens it', async () => {
    for (const caller of ['citizen', 'kiosk'] as const)
      for (const type of types) {
        const fields = wishes[type]({ ticketId: door.waiting.ticketId, channel: 'phone' })
        if (!('ticketId' in fields)) continue
        const { status, json } = await callers[caller].command(type, fields)
        const opens = caller === 'kiosk' && accessTable('Commands').get(type)!.here.includes('kiosk')
        const code = opens ? 'ticket.code-wrong' : 'access.denied'
        expect({ caller, type, status, json }).toMatchObject({ status: 403, json: { code } })
      }
  })
})

describe('[AC60] every route', () => {
  const table = accessTable('Routes')
  /** Whatever a route would ask of the house is only asked when it is called. */
  const house: unknown = new Proxy(() => undefined, { get: () => house })
  const routes = assembleRoutes(house as RoutePorts).flatMap(router =>
    router.stack.flatMap(layer =>
      layer.methods.filter(method => method !== 'HEAD').map(method => `${method} ${layer.path}`),
    ),
  )

  test('of the hub’s own routers stands in the table, and nothing else does', () => {
    expect([...table.keys()].sort()).toEqual([...routes].sort())
    expect(routes.length).toBeGreaterThan(20)
  })

  test('of the hub’s own routers is told in the OpenAPI document, and nothing else is', () => {
    const { paths } = openApi('0') as { paths: Record<string, object> }
    const written = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map(method => `${method.toUpperCase()} ${path.replaceAll(/\{\w+\}/g, ':')}`),
    )
    expect(written.sort()).toEqual(routes.map(route => route.replaceAll(/:\w+/g, ':')).sort())
  })

  /** Who logs out is gone afterwards, so somebody of his kind does it in another session. */
  const leaver = (caller: Caller): Promise<Client> | Client =>
    ['clerk', 'manager', 'operator', 'admin'].includes(caller)
      ? logIn(door.hub.url, caller === 'clerk' ? 'clerk02' : caller)
      : callers[caller]

  test('is open to whom the table names, where it names them, and to nobody else', async () => {
    await everyCell(table, async (name, caller, { hall, lot, city }) => {
      const [method = '', path = ''] = name.split(' ')
      const at = path
        .replace(/\/halls\/:\w+/, `/halls/${hall}`)
        .replace(/\/lots\/:\w+/, `/lots/${lot}`)
        .replace(/\/cities\/:\w+/, `/cities/${city}`)
        .replace(':code', 'N0SVCHC0D')
        .replace(':day', '2020-01-01')
        .replace(':month', '2020-01')
      const client = path === '/api/logout' ? await leaver(caller) : callers[caller]
      const reply = await client.send(method, at, method === 'GET' ? undefined : '{}')
      if (reply.status < 400) return { status: reply.status, code: undefined }
      // A path of the house's own state, such as /readyz, is told without a sentence.
      expect(faultsOf(reply)).toEqual([])
      return { status: reply.status, code: (JSON.parse(reply.text) as { code: string }).code }
    })
  })
})

describe('[AC60, AU2] every room', () => {
  const table = accessTable('Rooms')

  test('stands in the table: each kind of audience, of each kind of stream', () => {
    const named = /\^\(([^)]*)\)\$/.exec(
      String(AudienceName.def.checks?.map(check => String((check._zod.def as unknown as { pattern: RegExp }).pattern))),
    )
    const audiences = named![1]!.split('|').map(part => part.split(':')[0]!)
    expect(audiences.length).toBeGreaterThan(5)
    const rooms = ['hall', 'lot', 'city'].flatMap(kind => audiences.map(audience => `${kind} ${audience}`))
    expect([...table.keys()].sort()).toEqual(rooms.sort())
  })

  test('is open to whom the table names, where it names them, and to nobody else', async () => {
    await everyCell(table, async (name, caller, place) => {
      const [kind = 'hall', audience = ''] = name.split(' ') as [keyof Place, string]
      const about = audience === 'counter' ? ':C01' : audience === 'ticket' ? `:${door.called.ticketId}` : ''
      const { credential } = callers[caller]
      const listener = await new Listener(door.hub.url, credential === undefined ? {} : { credential }).opened()
      const answer = await listener.resume({ stream: `${kind}:${place[kind]}`, audience: audience + about })
      listener.close()
      if (!('code' in answer)) expect(answer).toHaveProperty('snapshot')
      return {
        status: 'code' in answer ? (answer.code === 'access.unknown' ? 401 : 403) : 200,
        code: 'code' in answer ? answer.code : undefined,
      }
    })
  })

  test('of another counter or another ticket in the same hall is shut to tablet and citizen', async () => {
    for (const [caller, audience] of [
      ['tablet', 'counter:C02'],
      ['citizen', `ticket:${door.waiting.ticketId}`],
    ] as const) {
      const listener = await new Listener(door.hub.url, { credential: callers[caller].credential! }).opened()
      expect(await listener.resume({ stream: `hall:${HALL_ID}`, audience })).toMatchObject({ code: 'access.denied' })
      listener.close()
    }
  })
})

test('[AC60] the table can fail: a cell that is not what it says is found', () => {
  const before = told.unexpected.length
  note('a cell of this test', 'clerk', false, 200, undefined)
  note('a cell of this test', 'clerk', true, 403, 'access.denied')
  note('a cell of this test', 'nobody', false, 403, 'access.denied')
  expect(told.unexpected.splice(before)).toHaveLength(3)
  told.cells -= 3
  told.refused -= 2
})
