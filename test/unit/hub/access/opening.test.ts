import type { Actor } from '@pingting/contract'
import { expect, test } from 'vitest'
import { openOpening } from '../../../../server/src/hub/access/opening.ts'
import { openLimits } from '../../../../server/src/hub/process/limits.ts'
import { openTicketTokens } from '../../../../server/src/hub/tokens.ts'

const HALL_NUMBER = 1
const TICKET = { ticketId: '20261123-A001', number: 'A001', place: { status: 'waiting' } }
const tokens = openTicketTokens(Buffer.alloc(32, 7))
const RIGHT = tokens.codeOf(HALL_NUMBER, TICKET.ticketId)
const kiosk = (deviceId: string): Actor => ({ kind: 'device', deviceId, device: 'kiosk', hallId: 'h1' })

/** A hall of one ticket, and a tally of the codes that were looked at. */
function given() {
  const state = { halls: { hall: { hallNumber: HALL_NUMBER } }, tickets: { tickets: new Map([['T', TICKET]]) } }
  const looked = { tally: 0 }
  const look = <T>(found: T): T => {
    looked.tally += 1
    return found
  }
  const limits = openLimits(undefined)
  const opening = openOpening({
    hub: { stream: () => ({ peek: () => state }), now: () => '2026-11-23T01:00:00.000Z' } as never,
    tokens: { ...tokens, codeOf: (...asked) => look(tokens.codeOf(...asked)) },
    codes: { heard: () => undefined, find: (_, code) => look(code === RIGHT ? 'T' : undefined) },
    limits,
  })
  const check = (code: string, deviceId = 'k1') =>
    opening.check('h1', TICKET.ticketId, code, kiosk(deviceId)).then(refusal => refusal?.refused ?? 'heard')
  const byCode = (code: string, deviceId = 'k1') =>
    opening.byCode('h1', code, deviceId).then(found => ('refused' in found ? found.refused : 'heard'))
  return { looked, limits, opening, check, byCode }
}

test('[AC51] of a hundred wrong codes at one moment ten are looked at, on either road, and the right one comes too late', async () => {
  for (const road of ['check', 'byCode'] as const) {
    const { looked, ...roads } = given()
    const told = await Promise.all(Array.from({ length: 100 }, () => roads[road]('WRONGC0DE')))
    expect(looked.tally).toBe(10)
    expect(told.filter(code => code === 'request.too-many')).toHaveLength(90)
    expect([await roads.check(RIGHT), await roads.byCode(RIGHT)]).toEqual(['request.too-many', 'request.too-many'])
    expect(await roads.check(tokens.issue(HALL_NUMBER, TICKET.ticketId))).toBe('heard')
  }
})

test('[AC82] slips are counted apart: wrong codes on either side stop the other as little as a right one', async () => {
  const { limits, opening, byCode } = given()
  const slip = (code: string, deviceId = 'k1') =>
    opening.byCode('h1', code, deviceId, 'slip').then(found => ('refused' in found ? found.refused : 'heard'))
  for (let n = 0; n < 10; n += 1) await byCode('WRONGC0DE')
  expect([await byCode(RIGHT), await slip(RIGHT)]).toEqual(['request.too-many', 'heard'])
  for (let n = 0; n < 10; n += 1) await slip('WRONGC0DE', 'k2')
  expect([await byCode(RIGHT, 'k2'), await slip(RIGHT, 'k2')]).toEqual(['heard', 'request.too-many'])
  for (let n = 0; n < 1_000; n += 1) await limits.count('codeOfHall', 'h1')
  expect([await byCode(RIGHT, 'k3'), await slip(RIGHT, 'k3')]).toEqual(['request.too-many', 'heard'])
})

test('[AC51] a right code is not counted, nor of the hall what a kiosk sends that is heard no more', async () => {
  const { limits, check, byCode } = given()
  for (let time = 0; time < 30; time += 1) expect([await check(RIGHT), await byCode(RIGHT)]).toEqual(['heard', 'heard'])
  for (let n = 0; n < 989; n += 1) await limits.count('codeOfHall', 'h1')
  for (let time = 0; time < 50; time += 1) await check('WRONGC0DE')
  expect(await byCode(RIGHT, 'k2')).toBe('heard')
})

test('[AC51] after a thousand wrong codes of a hall none is looked at, and no kiosk has tried', async () => {
  const { looked, limits, check } = given()
  for (let n = 0; n < 1_000; n += 1) await limits.count('codeOfHall', 'h1')
  const told: string[] = []
  for (let time = 0; time < 30; time += 1) told.push(await check(RIGHT))
  expect([new Set(told), looked.tally]).toEqual([new Set(['request.too-many']), 0])
  expect(await limits.exceeded('code', 'h1|k1')).toBe(false)
})
