import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Door, openDoor } from '../../../support/access/door.ts'
import { codeOf } from '../../../support/client.ts'

const NUMBER = '11010519491231002X'
const READER = 'http://127.0.0.1:8777/card'

let door: Door
beforeAll(async () => {
  door = await openDoor()
})
afterAll(() => door?.close())

const take = (person: string, commandId: string = crypto.randomUUID()) =>
  door.kiosk.command('ticket.take', { serviceCode: 'tax', person }, { commandId })
const policyOf = async (path: string) =>
  String((await door.nobody.send('GET', path)).headers['content-security-policy']).split('; ')

test('[TK79, TK80, TK81] a number comes in, nobody keeps it, and who shows it again has a ticket', async () => {
  const { hub, admin } = door
  await admin.must('hall.setRealName', { realName: 'optional' })

  // when he takes one, the answer is lost and told again, and he tries once more; also after the hub was started anew
  const commandId = crypto.randomUUID()
  const [first, repeated, second] = [await take(NUMBER, commandId), await take(NUMBER, commandId), await take(NUMBER)]
  await hub.stop()
  await hub.start()
  const later = await take(NUMBER)
  const wrong = await take(`${NUMBER.slice(0, 17)}1`)

  expect([first.status, repeated.status]).toEqual([201, 200])
  expect(repeated.json).toEqual({ ...(first.json as object), replayed: true })
  expect([second, later, wrong].map(({ json }) => codeOf(json))).toEqual([
    'ticket.person-waits',
    'ticket.person-waits',
    'ticket.card-unreadable',
  ])
  expect(JSON.stringify([first, second, wrong].map(({ json }) => json))).not.toMatch(/19491231|personMark/)

  // then the mark is in the journal, and the number nowhere
  await hub.stop()
  const kept = readdirSync(hub.dataDir, { recursive: true, encoding: 'utf8' })
    .filter(path => /sqlite|logs\//.test(path))
    .map(path => readFileSync(join(hub.dataDir, path), 'latin1'))
    .join('\n')
  await hub.start()
  expect(kept).toContain('"personMark"')
  expect(kept).not.toContain(NUMBER.slice(0, 17))
})

test('[FA110] the page of the kiosks may ask the reader of their machine, and no other page', async () => {
  expect(await policyOf('/kiosk')).toContain("connect-src 'self'")
  await door.admin.must('hall.setRealName', { realName: 'optional', readerUrl: READER })
  expect(await policyOf('/kiosk')).toContain(`connect-src 'self' ${READER}`)
  for (const path of ['/board', '/phone', '/api/halls']) expect(await policyOf(path)).toContain("connect-src 'self'")
})
