import { AudienceName, CityCommand, type Command, HallCommand, LotCommand } from '@pingting/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { HALL_ID } from '../../../../server/living-hall/seed.ts'
import { openApi } from '../../../../server/src/hub/http/openapi.ts'
import { assembleRoutes, type RoutePorts } from '../../../../server/src/hub/http/routes.ts'
import { accessTable } from '../../../support/access/access-table.ts'
import { AccessMatrix, type Cells, note } from '../../../support/access/matrix.ts'
import { wishes } from '../../../support/access/wishes.ts'
import { Listener } from '../../../support/room.ts'

let matrix: AccessMatrix
const told = { cells: 0, refused: 0 }
beforeAll(async () => {
  matrix = await AccessMatrix.open()
})
afterAll(async () => {
  await matrix?.close()
  console.log(`access: ${told.cells} cells, ${told.refused} refused, each as the table says`)
})

async function expectEvery(asking: Promise<Cells>): Promise<void> {
  const { asked, refused, unexpected } = await asking
  expect(unexpected).toEqual([])
  told.cells += asked
  told.refused += refused
}

describe('[AC60] every command', () => {
  const table = accessTable('Commands')
  const types = [HallCommand, LotCommand, CityCommand].flatMap(union =>
    union.options.map(option => option.shape.type.value as Command['type']),
  )
  test('stands in the table, and nothing else does', () => {
    expect([...table.keys()].sort()).toEqual([...types].sort())
    expect(types.length).toBeGreaterThan(40)
  })

  test('is open to whom the table names, where it names them, and to nobody else', () => expectEvery(matrix.commands()))

  test('about a ticket of somebody else is shut to a citizen, and to a kiosk without what opens it', async () => {
    for (const caller of ['citizen', 'kiosk'] as const)
      for (const type of types) {
        const fields = wishes[type]({ ticketId: matrix.door.waiting.ticketId, channel: 'phone' })
        if (!('ticketId' in fields)) continue
        const { status, json } = await matrix.callers[caller].command(type, fields)
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

  test('is open to whom the table names, where it names them, and to nobody else', () => expectEvery(matrix.routes()))
})

test('[AC60] every message of a socket is open to whom the table names, where it names them, and to nobody else', async () => {
  expect([...accessTable('Messages').keys()]).toEqual(['lot sign'])
  await expectEvery(matrix.messages())
})

describe('[AC60, AU2] every room', () => {
  const table = accessTable('Rooms')

  test('stands in the table: each kind of audience, of each kind of stream', () => {
    const named = /\^\(([^)]*)\)\$/.exec(
      String(AudienceName.def.checks?.map(check => String((check._zod.def as unknown as { pattern: RegExp }).pattern))),
    )
    const audiences = [...new Set(named![1]!.split('|').map(part => part.split(':')[0]!))]
    expect(audiences.length).toBeGreaterThan(5)
    const rooms = ['hall', 'lot', 'city'].flatMap(kind => audiences.map(audience => `${kind} ${audience}`))
    expect([...table.keys()].sort()).toEqual(rooms.sort())
  })

  test('is open to whom the table names, where it names them, and to nobody else', () => expectEvery(matrix.rooms()))

  test('of another counter or another ticket in the same hall is shut to tablet and citizen', async () => {
    for (const [caller, audience] of [
      ['tablet', 'counter:C02'],
      ['citizen', `ticket:${matrix.door.waiting.ticketId}`],
    ] as const) {
      const listener = await new Listener(matrix.door.hub.url, {
        credential: matrix.callers[caller].credential!,
      }).opened()
      expect(await listener.resume({ stream: `hall:${HALL_ID}`, audience })).toMatchObject({ code: 'access.denied' })
      listener.close()
    }
  })
})

test('[AC60] the table can fail: a cell that is not what it says is found', () => {
  const cells: Cells = { asked: 0, refused: 0, unexpected: [] }
  note(cells, 'a cell of this test', 'clerk', false, { status: 200 })
  note(cells, 'a cell of this test', 'clerk', true, { status: 403, code: 'access.denied' })
  note(cells, 'a cell of this test', 'nobody', false, { status: 403, code: 'access.denied' })
  note(cells, 'a cell of this test', 'clerk', true, { status: 200, faults: ['no sentence'] })
  expect(cells).toMatchObject({ asked: 4, refused: 2 })
  expect(cells.unexpected).toHaveLength(4)
})
