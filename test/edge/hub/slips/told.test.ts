import { toldIn } from '@pingting/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Client, eventOf, logIn, pair } from '../../../support/client.ts'
import { type HubProcess, startHub } from '../../../support/hub-process.ts'

const TAKE = { serviceCode: 'enterprise' }
const COMMAND_ID = '5b6f9d6e-7a53-4a0e-8f5e-0c4d5a1f2b3c'
const COUNTER = { counterId: 'C01' }

let hub: HubProcess
let kiosk: Client
let manager: Client

beforeAll(async () => {
  hub = await startHub()
  kiosk = await pair(hub.url, 'kiosk')
  manager = await logIn(hub.url, 'manager')
  await (await logIn(hub.url, 'clerk01')).must('counter.open', COUNTER)
})
afterAll(() => hub?.dispose())

const answered = async () => {
  const { json } = await kiosk.command('ticket.take', TAKE, { commandId: COMMAND_ID })
  expect(json.ok).toBe(true)
  return json
}

test('[TK45, JR1] a repeated take is told what it was told first, after the queue has moved and after a restart', async () => {
  // given three who wait, and a fourth who is told so
  for (let n = 0; n < 3; n += 1) await kiosk.must('ticket.take', TAKE)
  const first = await answered()
  const told = toldIn(eventOf(first, 'ticket.taken') as object)
  expect(told).toMatchObject({ aheadTally: 3, waitMinutesFrom: expect.any(Number), waitMinutesTo: expect.any(Number) })

  // when two of them have been called
  for (let n = 0; n < 2; n += 1) {
    const { ticketId } = eventOf(await manager.must('ticket.callNext', COUNTER), 'ticket.called')
    await manager.must('ticket.miss', { ...COUNTER, ticketId })
  }

  // then the repeat says what the first answer said, word for word
  expect(await answered()).toEqual({ ...first, replayed: true })
  await hub.kill()
  await hub.start()
  expect(await answered()).toEqual({ ...first, replayed: true })
})
