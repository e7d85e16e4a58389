import {
  businessDayOf,
  instantOf,
  localTime,
  type OfficeFrame,
  type Ratings,
  type Trend,
  type WallFrame,
} from '@pingting/contract'
import readXlsxFile from 'read-excel-file/node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { HALL_ID } from '../../../../server/living-hall/seed.ts'
import { type Door, HALL, openDoor } from '../../../support/access/door.ts'
import { Client, eventOf, rating } from '../../../support/client.ts'
import { APART_HALL_ID } from '../../../support/hub-process.ts'
import { Listener, until } from '../../../support/room.ts'
import { pairWall } from '../../../support/screens/wall.ts'

const WORDS = '我叫张三丰，等得太久'
const PLATE = '鲁F13579'
/** A minute of the hall is a second here: what comes onto a wall a quarter of an hour later is seen. */
const today = businessDayOf(instantOf(Date.now()))
const BUSINESS_CLOCK = `${localTime(today, '09:00')}@${Date.now()}x60`
const PERIOD = `?from=${today}&to=${today}`

let door: Door
let office: Listener
let wall: Listener
const rooms: Record<string, Listener> = {}
beforeAll(async () => {
  door = await openDoor({ BUSINESS_CLOCK })
  const { hub, manager, clerk } = door
  await clerk.must('ticket.miss', { counterId: 'C01', ticketId: door.called.ticketId })
  const enter = async (audience: string, client: Client): Promise<Listener> => {
    const listener = await new Listener(hub.url, client.credential ? { credential: client.credential } : {}).opened()
    const answer = await listener.enter(HALL, audience)
    listener.frames.push({ ...answer, stream: HALL, audience, at: '', frame: answer.frame! })
    rooms[audience] = listener
    return listener
  }
  office = await enter('office', manager)
  wall = await enter('wall', new Client(hub.url, (await pairWall(hub.url, manager)).token))
  await enter('floor', clerk)
  await enter('public', door.nobody)
})
afterAll(async () => {
  for (const room of Object.values(rooms)) room.close()
  await door?.close()
})

/** Somebody with a car is served and rates. @returns his ticket */
async function rated(over: object): Promise<string> {
  const { clerk, kiosk, hub } = door
  const answer = await kiosk.must('ticket.take', { serviceCode: 'enterprise', plate: PLATE })
  const { ticketId } = eventOf(answer, 'ticket.taken')
  await clerk.must('ticket.callOne', { counterId: 'C01', ticketId })
  await clerk.must('ticket.arrive', { counterId: 'C01', ticketId })
  await new Client(hub.url, answer.ticket!.token).must('evaluation.submit', rating(ticketId, 'phone', over))
  await clerk.must('ticket.finish', { counterId: 'C01', ticketId })
  return ticketId
}

const frameOf = <F>(room: Listener): F => room.frames.at(-1)!.frame as F
/** All that a room was ever told. */
const allOf = (audience: string): string => JSON.stringify([rooms[audience]!.envelopes, rooms[audience]!.frames])

test('[AC69] the office is for who manages this hall, the wall also for a wall of it; over HTTP the same', async () => {
  const { hub, clerk, operator, manager, nobody } = door
  const asked: [Client, string, string][] = [
    ...[nobody, clerk, operator].flatMap((who): [Client, string, string][] => [
      [who, HALL, 'office'],
      [who, HALL, 'wall'],
    ]),
    [manager, `hall:${APART_HALL_ID}`, 'office'],
    [manager, `hall:${APART_HALL_ID}`, 'wall'],
    [new Client(hub.url, wall.credential), HALL, 'office'],
    [new Client(hub.url, wall.credential), HALL, 'floor'],
    [new Client(hub.url, wall.credential), `hall:${APART_HALL_ID}`, 'wall'],
  ]
  for (const [{ credential }, stream, audience] of asked) {
    const listener = await new Listener(hub.url, credential === undefined ? {} : { credential }).opened()
    const code = credential === undefined ? 'access.unknown' : 'access.denied'
    expect(await listener.resume({ stream, audience })).toMatchObject({ code })
    listener.close()
  }
  for (const name of ['trend', 'trend.csv', 'trend.xlsx', 'ratings', 'ratings.csv', 'ratings.xlsx']) {
    expect((await clerk.send('GET', `/api/halls/${HALL_ID}/${name}${PERIOD}`)).status).toBe(403)
    expect((await manager.send('GET', `/api/halls/${APART_HALL_ID}/${name}${PERIOD}`)).status).toBe(403)
  }
})

test('[FA50] a bad rating is on the stream of the office at once, with its level and its time, and on no other', async () => {
  const ticketId = await rated({ level: 1, tagCodes: ['115'], text: WORDS })

  const told = () =>
    office.envelopes.flatMap(({ events }) => events).find(({ type }) => type === 'rectification.opened')
  await until('the office hears of it', () => told() !== undefined)
  const opened = told()
  expect(opened).toMatchObject({
    type: 'rectification.opened',
    ticketId,
    counterId: 'C01',
    level: 1,
    caseClass: 'conduct',
  })
  expect((opened as { dueAt: string }).dueAt > today).toBe(true)
  expect(Object.keys(opened!)).not.toContain('staffId')
  for (const audience of ['floor', 'public', 'wall']) expect(allOf(audience)).not.toContain('rectification')
  // who comes later is shown the same
  const later = await new Listener(door.hub.url, { credential: door.manager.credential! }).opened()
  const { snapshot } = await later.enter(HALL, 'office')
  later.close()
  expect(snapshot!.cases).toMatchObject([{ ticketId, level: 1, dueAt: (opened as { dueAt: string }).dueAt }])
})

test('[ME38] the office hears every level to the last rating', async () => {
  await rated({ level: 4 })
  await until('both services are told', () => frameOf<OfficeFrame>(office).today.completedTally === 2)
  const { today: figures, byCounter, missedTally, outlooks } = frameOf<OfficeFrame>(office)
  expect(figures.byLevel).toEqual({ 5: 0, 4: 1, 3: 0, 2: 0, 1: 1 })
  expect(figures.rates.activeGood).toBe(0.5)
  expect(byCounter).toEqual({ C01: figures.byLevel })
  expect(missedTally).toBe(1)
  expect(outlooks['enterprise']).toHaveProperty('waitMinutesTo')
})

test('[FA55] a wall counts the case down, and no word, plate, name, level or ticket of it is ever on it', async () => {
  const { tally } = frameOf<WallFrame>(wall).cases
  await until('the quarter of an hour is over', () => frameOf<WallFrame>(wall).cases.tally === 1, 60_000)
  expect(tally).toBe(0)
  const { rows } = frameOf<WallFrame>(wall).cases
  expect(Object.keys(rows[0]!).sort()).toEqual(['caseClass', 'caseId', 'counterId', 'dueAt', 'serviceCode'])
  const ofOffice = allOf('office')
  for (const canary of [WORDS, '张三丰', PLATE, 'F13579']) expect(ofOffice).not.toContain(canary)
  for (const canary of [WORDS, '张三丰', PLATE, 'F13579', 'clerk01', '1号窗口工作人员'])
    expect(allOf('wall')).not.toContain(canary)
  expect(allOf('wall')).not.toMatch(/"level"|"byLevel"/)
})

test('[FA54] a wall shows which devices are there, as they come and go', async () => {
  const stateOf = (deviceId: string) => frameOf<WallFrame>(wall).devices.find(row => row.deviceId === deviceId)
  const { token, deviceId } = await pairWall(door.hub.url, door.manager)
  await until('it is paired', () => stateOf(deviceId)?.online === false)
  const other = await new Listener(door.hub.url, { credential: token }).opened()
  await until('it is there', () => stateOf(deviceId)?.online === true)
  other.close()
  await until('it has gone', () => stateOf(deviceId)?.online === false)
  expect(frameOf<WallFrame>(wall).gates).toMatchObject([{ usable: false, alarmTally: 0 }])
})

test('[FA52, ME33] a period as JSON, as CSV with a BOM, and as a workbook: the same figures', async () => {
  const { manager } = door
  const path = `/api/halls/${HALL_ID}`
  const trend = await whenWritten(async () => (await manager.get<Trend>(`${path}/trend${PERIOD}`)).json, 2)
  expect(trend.days).toMatchObject([{ from: today, to: today, completed: 2, evaluated: 2, missed: 1 }])
  expect(trend.weeks).toEqual(trend.days)
  expect((await manager.get<Ratings>(`${path}/ratings${PERIOD}`)).json).toEqual({
    days: 1,
    cells: [
      {
        ...{ counterId: 'C01', serviceCode: 'enterprise', channel: 'phone' },
        byLevel: { 5: 0, 4: 1, 3: 0, 2: 0, 1: 1 },
      },
    ],
  })
  const csv = await manager.send('GET', `${path}/ratings.csv${PERIOD}`)
  expect(csv.bytes.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]))
  expect(csv.headers['content-disposition']).toContain(`${HALL_ID}-ratings-${today}-${today}.csv`)
  expect(csv.text.split('\r\n')[1]).toBe('1,企业开办与变更,phone,2,0,1,0,0,1,0.5,4')
  const book = await manager.send('GET', `${path}/trend.xlsx${PERIOD}`)
  const [sheet] = (await readXlsxFile(book.bytes)) as unknown as [{ data: unknown[][] }]
  expect(sheet.data[1]!.slice(0, 4)).toEqual([today, today, trend.days[0]!.taken, 2])
  expect(sheet.data).toHaveLength(3)
  for (const asked of ['', `?from=${today}&to=2020-01-01`, '?from=2020-01-01&to=2026-11-23'])
    expect((await manager.send('GET', `${path}/trend${asked}`)).status).toBe(400)
})

/** Days are written every few seconds. */
async function whenWritten(ask: () => Promise<Trend>, completed: number): Promise<Trend> {
  let told = await ask()
  for (let left = 100; told.days[0]?.completed !== completed && left > 0; left -= 1) {
    await new Promise(resolve => setTimeout(resolve, 200))
    told = await ask()
  }
  return told
}
