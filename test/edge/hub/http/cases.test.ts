import { CaseList } from '@pingting/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { HALL_ID } from '../../../../server/living-hall/seed.ts'
import { type Door, openDoor } from '../../../support/access/door.ts'
import { Client, eventOf, rating } from '../../../support/client.ts'
import { Listener } from '../../../support/room.ts'

const CASES = `/api/halls/${HALL_ID}/cases`
const NAME = '张三丰'

/** As far as it tells of the cases. */
interface OpenApi {
  paths: {
    '/api/halls/{hall}/cases': {
      get: { responses: { 200: { content: Record<'application/json', { schema: object }> } } }
    }
  }
  components: { schemas: { CaseList: { properties: object } } }
}

let door: Door
const tokens = new Map<string, string>()
beforeAll(async () => {
  door = await openDoor()
})
afterAll(() => door?.close())

async function rated(over: object): Promise<string> {
  const { clerk, kiosk, hub } = door
  const answer = await kiosk.must('ticket.take', { serviceCode: 'enterprise' })
  const { ticketId } = eventOf(answer, 'ticket.taken')
  await clerk.must('ticket.callOne', { counterId: 'C01', ticketId })
  await clerk.must('ticket.arrive', { counterId: 'C01', ticketId })
  await clerk.must('ticket.finish', { counterId: 'C01', ticketId })
  tokens.set(ticketId, answer.ticket!.token)
  await new Client(hub.url, answer.ticket!.token).must('evaluation.submit', rating(ticketId, 'phone', over))
  return ticketId
}

test('[RT3] managers get the open cases newest first and counted by class, without the words of the visitor', async () => {
  const { manager, clerk, called } = door
  expect((await manager.get(CASES)).json).toEqual({ tallies: { open: 0, conduct: 0, sector: 0 }, cases: [] })
  await clerk.must('ticket.miss', { counterId: 'C01', ticketId: called.ticketId })
  const conduct = await rated({ level: 2, tagCodes: ['214'], text: NAME })
  await rated({ level: 3 })
  const sector = await rated({ level: 1, text: NAME })

  const { status, json } = await manager.get<CaseList>(CASES)
  expect(status).toBe(200)
  expect(CaseList.parse(json)).toEqual(json)
  expect(Object.entries(json.tallies)).toEqual([
    ['open', 2],
    ['conduct', 1],
    ['sector', 1],
  ])
  expect(json.cases).toMatchObject([
    { ticketId: sector, level: 1, caseClass: 'sector', counterId: 'C01' },
    { ticketId: conduct, level: 2, caseClass: 'conduct', counterId: 'C01' },
  ])
  expect(JSON.stringify(json)).not.toMatch(new RegExp(`${NAME}|clerk`))

  const { json: document } = await door.nobody.get<OpenApi>('/api/openapi.json')
  const { 200: answer } = document.paths['/api/halls/{hall}/cases'].get.responses
  expect(answer.content['application/json'].schema).toEqual({ $ref: '#/components/schemas/CaseList' })
  expect(Object.keys(document.components.schemas.CaseList.properties)).toEqual(Object.keys(json))
})

test('[HL61, HL63, HL64, FA50] taken, told why, replied to and approved by another; the visitor reads the reply and nobody else hears', async () => {
  const { manager, admin, clerk, hub } = door
  const ticketId = await rated({ level: 1, tagCodes: ['115'], text: NAME })
  const { cases } = (await manager.get<CaseList>(CASES)).json
  const { caseId } = cases.find(one => one.ticketId === ticketId)!
  const why = `${CASES}/${caseId}`
  const stream = `hall:${HALL_ID}`
  const token = tokens.get(ticketId)!
  const page = await new Listener(hub.url, { credential: token }).opened()
  const told = await page.resume({ stream, audience: `ticket:${ticketId}` })
  const floor = await new Listener(hub.url, { credential: clerk.credential! }).opened()
  await floor.resume({ stream, audience: 'floor' })
  expect('snapshot' in told && told.snapshot).not.toHaveProperty('fate')

  expect((await manager.get(why)).json).toMatchObject({ code: 'case.not-taken' })
  expect((await clerk.get(why)).json).toMatchObject({ code: 'access.denied' })
  await manager.must('rectification.take', { caseId })
  expect((await manager.get(why)).json).toEqual({ tagCodes: ['115'], text: NAME })
  expect((await admin.get(why)).json).toMatchObject({ code: 'case.not-yours' })
  await manager.must('rectification.extend', { caseId, reason: '需核实监控' })
  await manager.must('rectification.reply', { caseId, outcome: 'rectified', text: '已致歉并调整窗口' })
  expect((await manager.command('rectification.approve', { caseId })).json).toMatchObject({ code: 'case.same-person' })
  await admin.must('rectification.return', { caseId, text: '写明日期' })
  await manager.must('rectification.reply', { caseId, outcome: 'rectified', text: '11月23日已致歉' })
  await admin.must('rectification.approve', { caseId })

  await expect
    .poll(() => page.envelopes.flatMap(({ events }) => events).at(-1))
    .toMatchObject({ text: '11月23日已致歉' })
  const heard = page.envelopes.flatMap(({ events }) => events)
  expect(heard.map(({ type }) => type)).toEqual(['taken', 'extended', 'approved'].map(word => `rectification.${word}`))
  expect(JSON.stringify(heard)).not.toMatch(/manager|admin|监控|caseId/)
  expect(JSON.stringify(floor.envelopes)).not.toContain('rectification')
  const again = await page.resume({ stream, audience: `ticket:${ticketId}` })
  expect(again).toMatchObject({ snapshot: { fate: { outcome: 'rectified', reply: '11月23日已致歉' } } })
  for (const one of [page, floor]) one.close()
})
