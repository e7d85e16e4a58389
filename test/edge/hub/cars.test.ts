import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { HALL_ID, LOT_ID } from '../../../server/living-hall/seed.ts'
import { bridgeCredential } from '../../support/access/bridge-credential.ts'
import { type Door, faultsOf, openDoor } from '../../support/access/door.ts'
import { Client, codeOf, eventOf, pair, type Reply, rating } from '../../support/client.ts'

const CARS = `/api/halls/${HALL_ID}/cars`
const ENTERED = '2026-11-23T00:41:37.250Z'

interface Shown {
  choice: string
  plate: string
  enteredAt: string
}

let door: Door
/** Everything that was told to citizens and devices. */
const told: string[] = []
beforeAll(async () => {
  door = await openDoor()
  const bridge = new Client(door.hub.url, bridgeCredential(join(door.hub.dataDir, 'secrets')))
  const lot = `lots/${LOT_ID}`
  const leased = await bridge.must('lot.lease', { bridgeId: 'b1' }, lot)
  const { bridgeEpoch } = eventOf(leased, 'lot.leased') as unknown as { bridgeEpoch: number }
  const plates = ['鲁F8C345', '鲁YD98345', ...[0, 1, 2, 3, 4, 5].map(n => `鲁B1${n}777`)]
  const records = plates.map((plate, n) => ({
    ...{ kind: 'entered', gateSeq: n + 1, stayId: `stay-${n}`, plate, carClass: 'casual', laneId: 'in' },
    enteredAt: ENTERED,
  }))
  await bridge.must('lot.report', { bridgeEpoch, gateEpoch: 'g1', records }, lot)
})
afterAll(() => door?.close())

async function ask(client: Client, fields: object): Promise<{ reply: Reply; code?: string; cars: Shown[] }> {
  const reply = await client.send('POST', CARS, JSON.stringify(fields))
  told.push(reply.text)
  if (reply.status !== 200) expect(faultsOf(reply)).toEqual([])
  const { code, cars = [] } = JSON.parse(reply.text) as { code: string; cars?: Shown[] }
  return { reply, code: `${reply.status} ${code}`, cars }
}

/** A ticket of its own, called by nobody yet. */
async function another() {
  const answer = await door.kiosk.must('ticket.take', { serviceCode: 'enterprise' })
  const { ticketId } = eventOf(answer, 'ticket.taken')
  return { ticketId, citizen: new Client(door.hub.url, answer.ticket!.token), code: answer.ticket!.code }
}

test('[PL11] [PL14] who has just rated finds the car by its last characters, chooses it, and it is bound; told again it is the first answer', async () => {
  const { ticketId } = door.called
  await door.citizen.must('evaluation.submit', rating(ticketId, 'phone'))
  const { cars } = await ask(door.citizen, { ticketId, ending: '345' })
  expect(cars.map(({ plate, enteredAt }) => [plate, enteredAt])).toEqual([
    ['鲁F***45', '2026-11-23T00:41:00.000Z'],
    ['鲁Y***45', '2026-11-23T00:41:00.000Z'],
  ])
  const commandId = crypto.randomUUID()
  const choose = (choice: string) => door.citizen.command('plate.choose', { ticketId, choice }, { commandId })
  const [first, again] = [await choose(cars[1]!.choice), await choose(cars[1]!.choice)]
  told.push(JSON.stringify([first, again]))
  expect(eventOf(first.json, 'plate.bound')).toMatchObject({ plate: '鲁Y***45', revision: 0 })
  expect([first.status, again.status, again.json]).toMatchObject([201, 200, { replayed: true }])
  expect(codeOf((await choose(cars[0]!.choice)).json)).toBe('command.id-reused')
})

test('[PL13] what was shown for one ticket is nothing for another, and what is made up is nothing at all', async () => {
  const [mine, theirs] = [await another(), await another()]
  const { cars } = await ask(mine.citizen, { ticketId: mine.ticketId, ending: '8345' })
  for (const choice of [cars[0]!.choice, 'made up', `${cars[0]!.choice}x`]) {
    const { status, json } = await theirs.citizen.command('plate.choose', { ticketId: theirs.ticketId, choice })
    expect([status, codeOf(json)]).toEqual([409, 'plate.choice-ended'])
  }
  const { ticketId } = mine
  expect((await theirs.citizen.command('plate.choose', { ticketId, choice: cars[0]!.choice })).status).toBe(403)
})

test('[PL12] of a ticket the sixth question is not looked at, whoever asks it; more than five cars are no list', async () => {
  const { ticketId, citizen, code } = await another()
  const asked = ['777', '12', '0777', '999', '345', '345'].map(ending => ({ ticketId, ending }))
  const codes = []
  for (const question of asked) codes.push((await ask(citizen, question)).code)
  expect(codes).toEqual([
    ...['409 plate.too-many', '422 plate.ending-malformed', '200 undefined', '200 undefined'],
    ...['200 undefined', '200 undefined'],
  ])
  expect((await ask(citizen, { ticketId, ending: '345' })).code).toBe('429 plate.asked-too-often')
  expect((await ask(door.kiosk, { ticketId, ending: '345', opener: code })).code).toBe('429 plate.asked-too-often')
})

test('[PL11] a kiosk asks with what opens the ticket, a tablet for its own visitor; nobody for somebody else', async () => {
  const { ticketId, citizen, code } = await another()
  expect((await ask(door.kiosk, { ticketId, ending: '345' })).code).toBe('403 ticket.code-wrong')
  const { cars } = await ask(door.kiosk, { ticketId, ending: '345', opener: code })
  const chosen = await door.kiosk.command('plate.choose', { ticketId, choice: cars[0]!.choice, opener: code })
  expect(chosen.status).toBe(201)
  expect((await ask(door.tablet, { ticketId, ending: '345' })).code).toBe('409 ticket.not-here')
  expect((await ask(door.tablet, { ticketId: door.called.ticketId, ending: '345' })).cars).toHaveLength(2)
  expect((await ask(citizen, { ticketId: door.called.ticketId, ending: '345' })).code).toBe('403 access.denied')
  expect((await ask(await pair(door.hub.url, 'board'), { ticketId, ending: '345' })).code).toBe('403 access.denied')
})

test('[PL17] an operator matches a car one character off, told again once; nobody else may, and the visitor still corrects', async () => {
  const { ticketId, citizen } = await another()
  await citizen.must('plate.bind', { ticketId, plate: '鲁B19777' })
  const commandId = crypto.randomUUID()
  const match = async (client: Client, stayId: string, id = crypto.randomUUID() as string) => {
    const fields = { ticketId, lotId: LOT_ID, stayId, reason: '摄像头误读' }
    return client.command('plate.match', fields, { commandId: id })
  }
  for (const client of [citizen, door.manager, door.clerk, door.kiosk])
    expect((await match(client, 'stay-2')).status).toBe(403)
  expect(codeOf((await match(door.operator, 'stay-0')).json)).toBe('plate.not-near')
  const [first, again] = [
    await match(door.operator, 'stay-2', commandId),
    await match(door.operator, 'stay-2', commandId),
  ]
  expect(eventOf(first.json, 'plate.corrected')).toMatchObject({ plate: '鲁B10777', staffId: 'operator', revision: 1 })
  expect([first.status, again.status, again.json]).toMatchObject([201, 200, { replayed: true }])
  expect(codeOf((await match(door.operator, 'stay-3')).json)).toBe('plate.is-inside')
  const corrected = await citizen.must('plate.bind', { ticketId, plate: '鲁B19777' })
  told.push(JSON.stringify(corrected))
  expect(eventOf(corrected, 'plate.corrected')).toMatchObject({ plate: '鲁B***77', revision: 2 })
  expect(codeOf((await citizen.command('plate.bind', { ticketId, plate: '鲁B18777' })).json)).toBe(
    'plate.already-corrected',
  )
})

test('[PL11] [AC43] nothing of a full plate, and no name of a car, has left the hub for a citizen, a device or its log', () => {
  const log = readFileSync(join(door.hub.dataDir, 'logs', 'hub.log'), 'utf8')
  const choices = told.flatMap(text => [...text.matchAll(/"choice":"([^"]+)"/g)].map(match => match[1]!))
  expect(choices.length).toBeGreaterThan(5)
  for (const text of [...told, log]) expect(text).not.toMatch(/8C345|98345|1\d777|37\.250/)
  for (const choice of choices) expect(log).not.toContain(choice)
})
