import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { HALL_ID, LOT_ID } from '../../../server/living-hall/seed.ts'
import { COMMANDS, type Door, everything, faultsOf, openDoor } from '../../support/access/door.ts'
import { Client, type Reply, rating } from '../../support/client.ts'
import { ANOTHER_LOT_ID, OTHER_HALL_ID } from '../../support/hub-process.ts'

let door: Door
beforeAll(async () => {
  door = await openDoor()
})
afterAll(() => door?.close())

type Case = readonly [name: string, status: number, code: string, send: () => Promise<Reply>]

const id = () => crypto.randomUUID()
const take = (over: object = {}) =>
  JSON.stringify({ commandId: id(), type: 'ticket.take', serviceCode: 'tax', ...over })
const post = (client: Client, body: string, path = COMMANDS) => client.send('POST', path, body)
const rate = (client: Client, over: object, ticketId = door.called.ticketId) =>
  post(client, JSON.stringify({ commandId: id(), type: 'evaluation.submit', ...rating(ticketId, 'phone'), ...over }))
const nested = (levels: number): string => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`
const as = (credential: string): Client => new Client(door.hub.url, credential)

/** Answers with what is expected, in a form a person can use, and leaves everything as it was. */
async function refusesAll(cases: readonly Case[]): Promise<void> {
  const before = await everything(door)
  const heard: string[] = []
  for (const [name, , , send] of cases) {
    const reply = await send()
    heard.push(`${name}: ${[`${reply.status} ${JSON.parse(reply.text).code}`, ...faultsOf(reply)].join('; ')}`)
  }
  expect(heard).toEqual(cases.map(([name, status, code]) => `${name}: ${status} ${code}`))
  expect(await everything(door)).toEqual(before)
}

describe('[AC20] what is no request of ours is refused with a code, a status and a sentence in zh and en, and changes nothing', () => {
  test('the body', () =>
    refusesAll([
      ['no JSON', 400, 'command.malformed', () => post(door.kiosk, '{"type":')],
      ['empty', 400, 'command.malformed', () => post(door.kiosk, '')],
      ['a word', 400, 'command.malformed', () => post(door.kiosk, '"ticket.take"')],
      ['null', 400, 'command.malformed', () => post(door.kiosk, 'null')],
      ['a list', 400, 'command.malformed', () => post(door.kiosk, `[${take()}]`)],
      ['unknown type', 400, 'command.malformed', () => post(door.kiosk, take({ type: 'ticket.vanish' }))],
      [
        'of another stream',
        400,
        'command.malformed',
        () => post(door.admin, take({ type: 'lot.lease', bridgeId: 'b' })),
      ],
      ['no id', 400, 'command.malformed', () => post(door.kiosk, take({ commandId: undefined }))],
      ['an id that is none', 400, 'command.malformed', () => post(door.kiosk, take({ commandId: '1' }))],
      ['a field too many', 400, 'command.malformed', () => post(door.kiosk, take({ isAdmin: true }))],
      ['a field missing', 400, 'command.malformed', () => post(door.kiosk, take({ serviceCode: undefined }))],
      ['an operator of a query', 400, 'command.malformed', () => post(door.kiosk, take({ serviceCode: { $ne: '' } }))],
      [
        'a NUL in a text',
        400,
        'command.malformed',
        () =>
          post(
            door.operator,
            JSON.stringify({
              commandId: id(),
              type: 'exemption.proposeWriteOff',
              exemptionId: id(),
              reason: 'a\u0000b',
            }),
          ),
      ],
      ['too large', 413, 'request.too-large', () => post(door.kiosk, take({ text: 'x'.repeat(70_000) }))],
      ['too deep', 400, 'request.too-deep', () => post(door.kiosk, nested(12))],
      ['far too deep', 400, 'request.too-deep', () => post(door.kiosk, nested(1_300))],
      ['a prototype', 400, 'request.too-deep', () => post(door.kiosk, '{"__proto__":{"isAdmin":true}}')],
      ['too many fields', 400, 'request.too-deep', () => post(door.kiosk, JSON.stringify(Array(3_000).fill(0)))],
      [
        'a form',
        415,
        'request.not-json',
        () =>
          door.kiosk.send('POST', COMMANDS, 'type=ticket.take', {
            'content-type': 'application/x-www-form-urlencoded',
          }),
      ],
      [
        'text',
        415,
        'request.not-json',
        () => door.kiosk.send('POST', COMMANDS, take(), { 'content-type': 'text/plain' }),
      ],
    ]))

  test('the address', () =>
    refusesAll([
      ['unknown', 404, 'request.not-found', () => door.kiosk.send('GET', '/api/nothing')],
      ['unknown, posted to', 404, 'request.not-found', () => post(door.kiosk, '{}', '/api/nothing')],
      ['upwards', 404, 'request.not-found', () => door.kiosk.send('GET', '/assets/../../package.json')],
      ['upwards, encoded', 404, 'request.not-found', () => door.kiosk.send('GET', '/assets/%2e%2e%2fpackage.json')],
      ['another method', 404, 'request.not-found', () => door.kiosk.send('DELETE', COMMANDS, '{}')],
      ['a hall that is not there', 403, 'access.denied', () => post(door.kiosk, take(), '/api/halls/nowhere/commands')],
      ['a prototype as a hall', 404, 'hall.unknown', () => door.kiosk.send('GET', '/api/halls/__proto__')],
      [
        'a day that is none',
        400,
        'command.malformed',
        () => door.manager.send('GET', `/api/halls/${HALL_ID}/days/2026-13-45`),
      ],
      ['an address that cannot be read', 404, 'hall.unknown', () => door.kiosk.send('GET', '/api/halls/%E0%A4%A')],
    ]))
})

test('[AC21] who may not is refused, whichever way he comes, and changes nothing', () =>
  refusesAll([
    ['nobody', 401, 'access.unknown', () => post(door.nobody, take())],
    ['wrong hall', 403, 'access.denied', () => post(door.kiosk, take(), `/api/halls/${OTHER_HALL_ID}/commands`)],
    ['from the other hall', 403, 'access.denied', () => post(door.otherKiosk, take())],
    ['a clerk takes a ticket', 403, 'access.denied', () => post(door.clerk, take())],
    ['an operator takes a ticket', 403, 'access.denied', () => post(door.operator, take())],
    [
      'a citizen calls',
      403,
      'access.denied',
      () => post(door.citizen, take({ type: 'ticket.callNext', serviceCode: undefined, counterId: 'C01' })),
    ],
    ['a clerk rates', 403, 'evaluation.not-citizen', () => rate(door.clerk, {})],
    ['a manager rates', 403, 'evaluation.not-citizen', () => rate(door.manager, { channel: 'kiosk' })],
    ['a token for another ticket', 403, 'access.denied', () => rate(door.citizen, {}, door.waiting.ticketId)],
    ['a ticket of the other hall', 403, 'access.denied', () => rate(door.otherCitizen, {})],
    ['a phone as a tablet', 403, 'evaluation.not-citizen', () => rate(door.citizen, { channel: 'tablet' })],
  ]))

test('[AC22] a credential that was forged, edited or made up opens nothing', () => {
  const [version, kid, payload, tag] = door.called.token.split('.') as [string, string, string, string]
  const edited = (text: string, at: number) =>
    `${text.slice(0, at)}${text[at] === 'A' ? 'B' : 'A'}${text.slice(at + 1)}`
  const other = door.otherCitizen.credential!.split('.')
  const [d1, deviceId] = door.kiosk.credential!.split('.')
  const made: [string, string][] = [
    ['an edited number', [version, kid, edited(payload, 9), tag].join('.')],
    ['an edited tag', [version, kid, payload, edited(tag, 3)].join('.')],
    ['spare bits of the tag', [version, kid, payload, `${tag.slice(0, -1)}${tag.endsWith('Q') ? 'R' : 'h'}`].join('.')],
    ['the tag of the other hall', [version, kid, payload, other[3]].join('.')],
    ['another key', [version, '2', payload, tag].join('.')],
    ['no tag', [version, kid, payload].join('.')],
    ['nonsense', 'v1.1.x.y'],
    ['a device with another secret', `${d1}.${deviceId}.${'x'.repeat(43)}`],
    ['a device without a secret', `${d1}.${deviceId}`],
    ['a device nobody knows', 'd1.__proto__.secret'],
    ['a session that never was', `s1.${'x'.repeat(43)}`],
    ['a bridge with another key', `b1.${LOT_ID}.${'0'.repeat(64)}`],
    ['a bridge that names another lot', door.bridge.credential!.replace(LOT_ID, ANOTHER_LOT_ID)],
    ['another kind', 'x9.admin'],
  ]
  return refusesAll(made.map(([name, text]): Case => [name, 401, 'access.unknown', () => rate(as(text), {})]))
})

test('[EV20] a rating whose content does not fit is refused, and the ticket can still be rated', () =>
  refusesAll([
    ['unknown tag', 422, 'evaluation.tag-unknown', () => rate(door.citizen, { tagCodes: ['999'] })],
    ['a retired tag', 422, 'evaluation.tag-unknown', () => rate(door.citizen, { tagCodes: ['501'] })],
    ['tag of another level', 422, 'evaluation.tag-unknown', () => rate(door.citizen, { tagCodes: ['108'] })],
    ['an older version', 422, 'evaluation.tag-unknown', () => rate(door.citizen, { tagVersion: 1, tagCodes: ['510'] })],
    ['bad without a reason', 422, 'evaluation.reason-missing', () => rate(door.citizen, { level: 1 })],
    ['bad with a blank reason', 422, 'evaluation.reason-missing', () => rate(door.citizen, { level: 2, text: '   ' })],
    ['no such level', 400, 'command.malformed', () => rate(door.citizen, { level: 6 })],
    ['half a level', 400, 'command.malformed', () => rate(door.citizen, { level: 4.5 })],
    ['hidden characters', 400, 'command.malformed', () => rate(door.citizen, { text: 'a\u200bb' })],
    ['too long a text', 400, 'command.malformed', () => rate(door.citizen, { text: '长'.repeat(501) })],
    ['not called yet', 409, 'evaluation.not-called', () => rate(as(door.waiting.token), {}, door.waiting.ticketId)],
    ['no such ticket', 404, 'ticket.unknown', () => rate(door.tablet, { channel: 'tablet' }, '20200101-A001')],
  ]))

test('[PL20] a text that is no plate is refused by that name, with a ticket and afterwards', () => {
  const none = ['', '粤I12345', '粤O12345', '粤B1234', '粤B1234567', '台B12345', 'B12345', '粤BABC12', '粤B1\u200b2345']
  const neither = [
    '\ufeff粤B12345',
    '无牌车001',
    'WJ粤12345',
    '鲁F1234挂',
    '粤B１２３４',
    'x',
    '鲁F12345\u0000',
    '使12345',
  ]
  return refusesAll(
    [...none, ...neither].flatMap((plate): Case[] => [
      [`take ${plate}`, 422, 'plate.malformed', () => post(door.kiosk, take({ plate }))],
      [
        `bind ${plate}`,
        422,
        'plate.malformed',
        () =>
          post(
            door.citizen,
            JSON.stringify({ commandId: id(), type: 'plate.bind', ticketId: door.called.ticketId, plate }),
          ),
      ],
    ]),
  )
})
