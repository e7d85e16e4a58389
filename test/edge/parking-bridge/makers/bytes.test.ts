import { afterEach, expect, test, vi } from 'vitest'
import { type OpcuaSite, openOpcuaSite } from '../../lot-contract/opcua-site.ts'
import {
  answerOf,
  ask,
  enter,
  executions,
  nextPlate,
  orderFor,
  revocationOf,
  sendingOf,
} from '../../lot-contract/orders.ts'

const WAIT = { timeout: 20_000, interval: 20 }
const ARRAYS = new URL('../../../support/gates/byte-arrays.mjs', import.meta.url)
/** More than a ring of eight slots holds, so that it comes round. */
const CARS = 6

let site: OpcuaSite
afterEach(() => site?.close(), 60_000)

async function open(profile: 'methods' | 'registers', settings: Record<string, string> = {}): Promise<void> {
  site = await openOpcuaSite(profile, { NODE_OPTIONS: `--import ${ARRAYS.href}`, FACTS_KEPT: '8', ...settings })
  await vi.waitFor(() => expect(site.lot.usable(), site.said.join('\n')).toBe(true), WAIT)
}

/** Granted, told again, asked about and taken back. */
async function orders(): Promise<unknown[]> {
  const order = orderFor(nextPlate())
  const outcomes: unknown[] = []
  for (const _time of [1, 2]) outcomes.push(answerOf(await site.lot.grant(sendingOf(order))).outcome)
  const held = answerOf(await ask(site.lot, order))
  outcomes.push(held.found && held.storedHash === sendingOf(order).requestHash)
  outcomes.push(answerOf(await site.lot.revoke(revocationOf(order))).outcome, await executions(site, order))
  return outcomes
}
const DONE = ['Applied', 'AlreadyApplied', true, 'Revoked', 1]

/** The numbers of the facts, two at a time. */
async function facts(): Promise<number[]> {
  for (let car = 0; car < CARS; car += 1) await enter(site, nextPlate())
  const numbers: number[] = []
  for (let seq = 0; seq < CARS; seq += 2)
    numbers.push(...answerOf(await site.lot.eventsSince(seq, 2)).records.map(({ gateSeq }) => gateSeq))
  return numbers
}
const ALL = Array.from({ length: CARS }, (_, index) => index + 1)

test('[BC18] methods that take and give arrays of Byte for ByteStrings are called with these', async () => {
  await open('methods')
  expect(await orders()).toEqual(DONE)
}, 60_000)

test('[BC18, BC19] so are registers, and a server without IndexRange has its ring read as a whole', async () => {
  await open('registers', { RING: 'rangeless' })
  expect(await orders()).toEqual(DONE)
  expect(await facts()).toEqual(ALL)
  expect(site.said.filter(line => line.includes('the whole of it is read instead'))).toHaveLength(1)
}, 60_000)

test('[BC19] a ring in one piece of bytes is read slot after slot', async () => {
  await open('registers', { RING: 'bytes' })
  expect(await facts()).toEqual(ALL)
}, 60_000)
