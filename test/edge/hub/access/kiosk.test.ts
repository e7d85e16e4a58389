import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { HALL_ID } from '../../../../server/living-hall/seed.ts'
import { type Door, everything, openDoor } from '../../../support/access/door.ts'
import { type Client, codeOf, pair, rating } from '../../../support/client.ts'

let door: Door
beforeAll(async () => {
  door = await openDoor()
})
afterAll(() => door?.close())

const rate = (kiosk: Client, opener?: string, ticketId = door.called.ticketId) =>
  kiosk.command('evaluation.submit', rating(ticketId, 'kiosk', opener === undefined ? {} : { opener }))
const bind = (kiosk: Client, opener?: string) =>
  kiosk.command('plate.bind', {
    ...{ ticketId: door.called.ticketId, plate: '鲁F12345' },
    ...(opener !== undefined && { opener }),
  })

describe('[AC50] a kiosk rates and binds only with what opens the ticket', () => {
  test('without, with the code of another, or with a token of another hall: refused, and nothing is changed', async () => {
    const before = await everything(door)
    for (const opener of [undefined, door.waiting.code, door.waiting.token, door.otherCitizen.credential!, 'x']) {
      const answers = [await rate(door.kiosk, opener), await bind(door.kiosk, opener)]
      expect(answers.map(({ status, json }) => [status, codeOf(json)])).toEqual([
        [403, 'ticket.code-wrong'],
        [403, 'ticket.code-wrong'],
      ])
    }
    expect(await everything(door)).toEqual(before)
  })

  test('with the code as typed it rates; with the token it was given it binds; told again it is a repeat', async () => {
    const kiosk = await pair(door.hub.url, 'kiosk')
    const typed = `${door.called.code.slice(0, 3)}-${door.called.code.slice(3)}`.toLowerCase()
    const commandId = crypto.randomUUID()
    const send = (opener: string) =>
      kiosk.command('evaluation.submit', rating(door.called.ticketId, 'kiosk', { opener }), { commandId })
    expect([(await send(typed)).status, (await bind(kiosk, door.called.token)).status]).toEqual([201, 201])
    // Another way of opening is no other command: it is no part of the body.
    expect((await send(door.called.token)).status).toBe(200)
  })

  test('neither code nor token stands in the journal, in a read model or in a log', async () => {
    await door.hub.stop()
    const kept = readdirSync(door.hub.dataDir, { recursive: true, encoding: 'utf8' })
      .filter(path => /sqlite|logs/.test(path) && !path.endsWith('logs'))
      .map(path => readFileSync(join(door.hub.dataDir, path), 'latin1'))
      .join('\n')
    await door.hub.start()
    expect(kept).toContain('evaluation.submitted')
    for (const secret of [door.called.code, door.called.token]) expect(kept).not.toContain(secret)
  })
})

test('[AC51] ten wrong codes, and a kiosk waits ten minutes: the right code is not heard, a token is, and other kiosks go on', async () => {
  const kiosk = await pair(door.hub.url, 'kiosk')
  const path = (code: string) => `/api/halls/${HALL_ID}/tickets/by-code/${code}`
  const wrong = []
  for (let time = 0; time < 5; time += 1) {
    wrong.push((await rate(kiosk, 'WRONGC0DE', door.waiting.ticketId)).status)
    wrong.push((await kiosk.get(path('WRONGC0DE'))).status)
  }
  expect(wrong).toEqual(Array.from({ length: 5 }, () => [403, 404]).flat())
  expect((await kiosk.get(path(door.waiting.code))).status).toBe(429)
  expect((await rate(kiosk, door.waiting.code, door.waiting.ticketId)).status).toBe(429)
  // Nobody has called this number: the rules are asked, so the token was heard.
  expect(codeOf((await rate(kiosk, door.waiting.token, door.waiting.ticketId)).json)).toBe('evaluation.not-called')
  const other = await pair(door.hub.url, 'kiosk')
  expect((await other.get(path(door.waiting.code))).json).toMatchObject({ ticketId: door.waiting.ticketId })
})
