import { CaseList } from '@pingting/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { HALL_ID } from '../../../../server/living-hall/seed.ts'
import { type Door, openDoor } from '../../../support/access/door.ts'
import { Client, eventOf, rating } from '../../../support/client.ts'

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
